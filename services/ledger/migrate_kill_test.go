package ledger_test

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// slowly is a schema whose third step takes long enough to be killed in the middle.
var slowly = []string{
	"CREATE TABLE a (n BIGINT); INSERT INTO a VALUES (7);",
	"CREATE TABLE b (n BIGINT); INSERT INTO b SELECT n + 1 FROM a;",
	`CREATE TABLE c (n BIGINT);
	INSERT INTO c WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 1000000) SELECT n FROM r;
	INSERT INTO b SELECT n + 1 FROM b;`,
}

// A process killed between two steps, or in the middle of one, leaves the ledger at the last
// complete step. The next start continues from there.
func TestAKilledMigrationIsContinued(t *testing.T) {
	for name, wait := range map[string]time.Duration{"between": 0, "within": 100 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			eachEmpty(t, func(t *testing.T, url string) {
				ctx := t.Context()
				o := ledger.Options{URL: url}
				if err := must(ledger.Open(ctx, ledger.WithSchema(o, steps(slowly[:1]...))))(t).Close(); err != nil {
					t.Fatal(err)
				}
				killMigration(t, url, wait)

				l := must(ledger.Inspect(ctx, ledger.WithSchema(o, steps(slowly...))))(t)
				if v, n := must(l.Version(ctx))(t), must(l.Pending(ctx))(t); v != 2 || n != 1 {
					t.Errorf("killed: version %d, %d pending", v, n)
				}
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				db := open(t, url)
				if _, err := db.Exec("SELECT n FROM c"); err == nil {
					t.Error("half of the third step is there")
				}
				if got := numbers(t, db, "SELECT n FROM b"); got != 8 {
					t.Errorf("after the second step b holds %d", got)
				}

				l = must(ledger.Open(ctx, ledger.WithSchema(o, steps(slowly...))))(t)
				defer l.Close()
				if v := must(l.Version(ctx))(t); v != 3 {
					t.Errorf("started again: version %d", v)
				}
				if c, b := numbers(t, db, "SELECT COUNT(*) FROM c"), numbers(t, db, "SELECT SUM(n) FROM b"); c != 1000000 || b != 8+9 {
					t.Errorf("started again: %d in c, %d in b", c, b)
				}
				if !l.Postgres() {
					backedUpBeforeEach(t, l.Path())
				}
			})
		})
	}
}

// backedUpBeforeEach checks that there are copies from before the second step and before the third, and
// nothing unfinished.
func backedUpBeforeEach(t *testing.T, path string) {
	t.Helper()
	if half := must(filepath.Glob(filepath.Join(filepath.Dir(path), "backups", "*.part")))(t); len(half) > 0 {
		t.Errorf("left behind: %v", half)
	}
	var versions []string
	for _, b := range must(filepath.Glob(filepath.Join(filepath.Dir(path), "backups", "*.db")))(t) {
		versions = append(versions, b[strings.LastIndex(b, "-")+1:])
	}
	if got := strings.Join(versions, " "); !strings.HasPrefix(got, "schema1.db schema2.db") {
		t.Errorf("backups: %s", got)
	}
}

// killMigration lets a process migrate and kills it that long after its second step.
func killMigration(t *testing.T, url string, wait time.Duration) {
	t.Helper()
	cmd := exec.Command(must(os.Executable())(t))
	cmd.Env = append(os.Environ(), childMode+"=migrate", childPath+"="+url)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	db := open(t, url)
	for end := time.Now().Add(time.Minute); numbers(t, db, "SELECT MAX(version_id) FROM schema_version") < 2; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the second step was never done")
		}
	}
	if wait > 0 { // until the third has begun
		if path, ok := strings.CutPrefix(url, "sqlite://"); ok {
			for len(must(filepath.Glob(filepath.Join(filepath.Dir(path), "backups", "*-schema2.db")))(t)) == 0 {
				time.Sleep(time.Millisecond)
			}
		}
		time.Sleep(wait)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
}

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	driver := "pgx"
	if path, ok := strings.CutPrefix(url, "sqlite://"); ok {
		driver, url = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"
	}
	db := must(sql.Open(driver, url))(t)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func numbers(t *testing.T, db *sql.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
