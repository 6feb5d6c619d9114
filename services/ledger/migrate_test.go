package ledger_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	pace "github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
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
		must(archive.GetSource(ctx, l, src.ID))(t)
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

// In a ledger from before sources had titles, their names are the feeds' own titles.
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
		if s := must(archive.GetSource(ctx, l, "s"))(t); s.Name != "Alpha" || s.Title != "Alpha" {
			t.Errorf("%+v", s.Source)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// The old cursor and the old queue of files are split without losing anything.
func TestCursorsAndTextsAreSplit(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		ctx := t.Context()
		words := migrations.SQLite()
		if !strings.HasPrefix(url, "sqlite:") {
			words = migrations.Postgres()
		}
		before := fstest.MapFS{}
		for _, name := range []string{"00001_record.sql", "00002_source_title.sql", "00003_unreadable.sql", "00004_faults.sql"} {
			before[name] = &fstest.MapFile{Data: must(fs.ReadFile(words, name))(t)}
		}
		o := ledger.Options{URL: url, Now: at(noon)}
		l := must(ledger.Open(ctx, ledger.WithSchema(o, before)))(t)
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(
				ledger.Exec(ctx, tx, `INSERT INTO sources (id, key, address, type, url, name, site, language, author, image, paused,
						created, updated, due, health, failures, error, last_read, cursor)
					VALUES ('s', 'k', 'a.example', 'feed', '//a.example', 'Alpha', '', '', '', '', 0, 0, 0, 1795000000000000, 'failing', 2, 'away', 0,
						'{"etag":"e","body_hash":"h","first_read":"2026-11-01T00:00:00Z","due":"2026-11-02T00:00:00Z","interval":60000000000,"health":"failing","failures":2,"error":"away","items":7,"warnings":1}')`),
				ledger.Exec(ctx, tx, `INSERT INTO sources (id, key, address, type, url, name, site, language, author, image, paused,
						created, updated, due, health, failures, error, last_read, cursor)
					VALUES ('p', 'p', 'b.example', 'feed', 'https://b.example', 'Paused', '', '', '', '', 1, 0, 0, 0, 'waiting', 0, '', 0, '{"health":"waiting"}')`),
				ledger.Exec(ctx, tx, `INSERT INTO texts (document, source, refs, state, not_before, attempts, error, created) VALUES
					('both', 's', '[{"url":"https://a.example/1.vtt","type":"text/vtt","captions":true},{"url":"https://a.example/1.json","type":"application/json+chapters"}]', 'pending', 0, 3, 'away', 0),
					('chapters', 's', '[{"url":"https://a.example/2.json","type":"application/json+chapters"}]', 'pending', 0, 0, '', 0),
					('read', 's', '[{"url":"https://a.example/3.txt"}]', 'read', 0, 0, '', 0)`))
		})
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = must(ledger.Open(ctx, o))(t)
		defer l.Close()
		s := must(archive.GetSource(ctx, l, "s"))(t)
		var position struct {
			ETag     string `json:"etag"`
			BodyHash string `json:"body_hash"`
		}
		if err := json.Unmarshal(s.Poll.Position, &position); err != nil || position.ETag != "e" || position.BodyHash != "h" || s.URL != "https://a.example" {
			t.Errorf("%s %s %v", s.URL, s.Poll.Position, err)
		}
		want := pace.State{FirstRead: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Due: time.UnixMicro(1795000000000000).UTC(), Interval: time.Minute, Failures: 2}
		if diff := cmp.Diff(want, s.Poll.State); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(feeds.Condition{Health: feeds.Failing, Error: "away", Items: 7, Warnings: 1}, s.Poll.Condition); diff != "" {
			t.Error(diff)
		}
		if due := must(archive.ClaimDue(ctx, l, []feeds.SourceType{feeds.FeedSource}, s.Poll.State.Due, 5, "one", time.Minute))(t); len(due) != 1 || due[0].ID != "s" {
			t.Errorf("due are %+v", due)
		}
		got := map[string][]feeds.Offer{}
		for _, p := range must(archive.ClaimParts(ctx, l, []feeds.Part{feeds.PartTranscript, feeds.PartChapters}, noon, 5, "one", time.Minute))(t) {
			got[p.Document+" "+string(p.Part)] = p.Offers
			if p.BringsText != (p.Part == feeds.PartTranscript) || p.Document == "both" && p.Attempts != 3 {
				t.Errorf("%+v", p)
			}
		}
		offer := func(part feeds.Part, file, kind string, timed bool) []feeds.Offer {
			return []feeds.Offer{{Part: part, URL: "https://a.example/" + file, Type: kind, Timed: timed}}
		}
		if diff := cmp.Diff(map[string][]feeds.Offer{
			"both transcript":   offer(feeds.PartTranscript, "1.vtt", "text/vtt", true),
			"both chapters":     offer(feeds.PartChapters, "1.json", "application/json+chapters", false),
			"chapters chapters": offer(feeds.PartChapters, "2.json", "application/json+chapters", false),
		}, got); diff != "" {
			t.Error(diff)
		}
		if settled := must(archive.SettledParts(ctx, l, feeds.PartTranscript, []string{"both", "read"}))(t); settled["read"] == nil || settled["both"] != nil {
			t.Errorf("settled %v", settled)
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

func TestBackupDuringWrites(t *testing.T) {
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
	if n := must(archive.CountDocuments(t.Context(), copied))(t); n != 1 {
		t.Errorf("%d documents in the copy", n)
	}
	if err := copied.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
