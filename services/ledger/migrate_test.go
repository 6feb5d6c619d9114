package ledger_test

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/migrations"
)

// steps is a schema of its own for tests: what each migration does.
func steps(up ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i, s := range up {
		name := "0000" + string(rune('1'+i)) + "_step.sql"
		out[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + s + "\n")}
	}
	return out
}

// eachEmpty runs a test against an empty database of either kind.
func eachEmpty(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, "sqlite://"+filepath.Join(t.TempDir(), "data", "namedrop.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, ledgertest.PostgresURL(t)) })
}

func TestAnEmptyLedgerIsMadeAndOpenedAgain(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		ctx := t.Context()
		l := must(ledger.Inspect(ctx, ledger.Options{URL: url}))(t)
		if v, n := must(l.Version(ctx))(t), must(l.Pending(ctx))(t); v != 0 || n == 0 {
			t.Errorf("empty: version %d, %d pending", v, n)
		}
		if err := l.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		if v, n := must(l.Version(ctx))(t), must(l.Pending(ctx))(t); v == 0 || n != 0 {
			t.Errorf("migrated: version %d, %d pending", v, n)
		}
		if made := must(filepath.Glob(filepath.Join(filepath.Dir(l.Path()), "backups", "*")))(t); !l.Postgres() && len(made) > 0 {
			t.Errorf("an empty ledger was backed up: %v", made)
		}
		src := addSource(t, l, "alpha")
		if err := errors.Join(l.Check(ctx), l.Close(), l.Close()); err != nil {
			t.Fatal(err)
		}
		l = must(ledger.Open(ctx, ledger.Options{URL: url}))(t)
		must(l.GetSource(ctx, src.ID))(t)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestANewerLedgerIsLeftAlone(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		ctx := t.Context()
		o := ledger.Options{URL: url}
		newer := steps("CREATE TABLE a (n BIGINT);", "CREATE TABLE b (n BIGINT);")
		if err := must(ledger.Open(ctx, ledger.WithSchema(o, newer)))(t).Close(); err != nil {
			t.Fatal(err)
		}
		_, err := ledger.Open(ctx, ledger.WithSchema(o, steps("CREATE TABLE a (n BIGINT);")))
		var typed *ledger.NewerError
		if !errors.Is(err, ledger.ErrNewer) || !errors.As(err, &typed) || typed.Found != 2 || typed.Known != 1 {
			t.Fatal(err)
		}
		if !strings.Contains(err.Error(), "newer version") || !strings.Contains(err.Error(), "restore the backup") {
			t.Errorf("the sentence: %s", err)
		}
		l := must(ledger.Inspect(ctx, ledger.WithSchema(o, newer)))(t)
		if v := must(l.Version(ctx))(t); v != 2 {
			t.Errorf("version %d", v)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnInterruptedMigrationIsDoneAgain(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		ctx := t.Context()
		o := ledger.Options{URL: url}
		first := "CREATE TABLE a (n BIGINT); INSERT INTO a VALUES (7);"
		if err := must(ledger.Open(ctx, ledger.WithSchema(o, steps(first))))(t).Close(); err != nil {
			t.Fatal(err)
		}
		// The second half of the step does not work: the first half must leave no trace.
		_, err := ledger.Open(ctx, ledger.WithSchema(o, steps(first, "CREATE TABLE b (n BIGINT); INSERT INTO nowhere VALUES (1);")))
		if err == nil || !strings.Contains(err.Error(), "migrating the ledger") {
			t.Fatal(err)
		}
		l := must(ledger.Open(ctx, ledger.WithSchema(o, steps(first, "CREATE TABLE b (n BIGINT); INSERT INTO b SELECT n FROM a;"))))(t)
		if v := must(l.Version(ctx))(t); v != 2 {
			t.Errorf("version %d", v)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// Names of a ledger that knew no titles are the feeds' own.
func TestTitlesComeFromNames(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		ctx := t.Context()
		words := migrations.SQLite()
		if !strings.HasPrefix(url, "sqlite:") {
			words = migrations.Postgres()
		}
		first := fstest.MapFS{"00001_record.sql": {Data: must(fs.ReadFile(words, "00001_record.sql"))(t)}}
		o := ledger.Options{URL: url}
		l := must(ledger.Open(ctx, ledger.WithSchema(o, first)))(t)
		write(t, l, func(tx *ledger.Tx) error {
			return ledger.Exec(ctx, tx, `INSERT INTO sources (id, key, address, type, url, name, site, language, author, image, paused,
				created, updated, due, health, failures, error, last_read, cursor)
				VALUES ('s', 'k', 'a.example', 'feed', 'https://a.example', 'Alpha', '', '', '', '', 0, 0, 0, 0, 'waiting', 0, '', 0, '{}')`)
		})
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = must(ledger.Open(ctx, o))(t)
		if s := must(l.GetSource(ctx, "s"))(t); s.Name != "Alpha" || s.Title != "Alpha" {
			t.Errorf("%+v", s.Source)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnOldLedgerIsBackedUpBeforeItsMigration(t *testing.T) {
	dir := t.TempDir()
	now := noon
	o := ledger.Options{URL: filepath.Join(dir, "namedrop.db"), Now: func() time.Time { now = now.Add(time.Second); return now }}
	var up []string
	for i := range 8 {
		up = append(up, "CREATE TABLE t"+string(rune('a'+i))+" (n BIGINT); INSERT INTO t"+string(rune('a'+i))+" VALUES (1);")
		l := must(ledger.Open(t.Context(), ledger.WithSchema(o, steps(up...))))(t)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	backups := must(filepath.Glob(filepath.Join(dir, "backups", "*")))(t)
	if len(backups) != 5 {
		t.Fatalf("%d backups kept: %v", len(backups), backups)
	}
	last := backups[4]
	if !strings.HasSuffix(last, "-schema7.db") {
		t.Errorf("the last one is %s", last)
	}
	db := must(sql.Open("sqlite", last))(t)
	defer db.Close()
	var n, later int
	if err := db.QueryRow("SELECT n FROM tg").Scan(&n); err != nil || n != 1 {
		t.Errorf("the backup holds %d (%v)", n, err)
	}
	if err := db.QueryRow("SELECT COUNT(*) FROM sqlite_master WHERE name = 'th'").Scan(&later); err != nil || later != 0 {
		t.Errorf("the backup was made after the migration (%v)", err)
	}
}

func TestSeveralProcessesMayStartAtOnce(t *testing.T) {
	url := ledgertest.PostgresURL(t)
	errs := make(chan error)
	for range 2 {
		go func() {
			l, err := ledger.Open(t.Context(), ledger.Options{URL: url})
			if err == nil {
				err = l.Close()
			}
			errs <- err
		}()
	}
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestBackupWhileWorkGoesOn(t *testing.T) {
	l := ledgertest.Open(t)
	src := addSource(t, l, "alpha")
	save(t, l, src.ID, episode("one", "Title", "words"))
	path := filepath.Join(t.TempDir(), "copies", "namedrop it's.db")
	if err := l.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := l.Backup(t.Context(), path); err == nil || !strings.Contains(err.Error(), "already there") {
		t.Errorf("over another backup: %v", err)
	}
	for _, file := range []string{path, l.Path(), l.Path() + "-wal", l.Path() + "-shm"} {
		if info := must(os.Stat(file))(t); info.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %s", filepath.Base(file), info.Mode())
		}
	}
	save(t, l, src.ID, episode("two", "Title", "words"))
	copied := must(ledger.Open(t.Context(), ledger.Options{URL: path}))(t)
	defer copied.Close()
	if n := must(copied.CountDocuments(t.Context()))(t); n != 1 {
		t.Errorf("%d documents in the copy", n)
	}
	if err := copied.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
