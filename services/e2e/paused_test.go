package e2e

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

type pausedStatus struct {
	Paused    *struct{ Code, Detail string }
	Documents map[string]int
	Mentions  int
}

// remove removes files below a folder by their patterns.
func remove(t *testing.T, dir string, patterns ...string) {
	t.Helper()
	for _, p := range patterns {
		list, err := filepath.Glob(filepath.Join(dir, p))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if err := os.RemoveAll(f); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func copyDir(t *testing.T, to, from string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	// A copy is readable by others, and such a key is not used.
	if err := os.Chmod(filepath.Join(to, "key"), 0o600); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

// With a ledger that bus, index and folder don't belong to, the server starts paused: nothing is
// read, detected or sent until a person confirms the ledger. Then bus and index are rebuilt.
func TestAForeignLedgerStartsPaused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, 6)
	sample := serve(t, quick)
	hook := sample.receiver()
	sample.addBrand("Larkmeter", nil)
	sample.addSource(w.feeds()[0])
	eventually(t, func() string { return sample.searchable(6, w.expected()) })
	older := filepath.Join(sample.dir, "older.db")
	if out, code := sample.run(nil, "backup", older); code != 0 {
		t.Fatal(out)
	}
	w.published.Store(12)
	eventually(t, func() string { return sample.searchable(12, w.expected()) })
	sent := func() int { return len(alertstest.Messages(hook.Requests())) }
	eventually(t, func() string {
		if sent() == 0 {
			return "no message"
		}
		return ""
	})
	time.Sleep(time.Second) // let the last acknowledgements in
	killed := t.TempDir()
	copyDirLoose(t, killed, sample.data())
	sample.stop()
	stopped := sample.data()

	elsewhere := serve(t, quick)
	elsewhere.addBrand("Globex", nil)
	elsewhere.addSource(w.At("/nothing.xml"))
	elsewhere.stop()

	for name, c := range map[string]struct {
		from string
		do   func(t *testing.T, dir string)
		code string
		slow bool // run only with NAMEDROP_SLOW, because another case is similar
	}{
		"deleted": {stopped, func(t *testing.T, dir string) { remove(t, dir, "namedrop.db*") }, "missing", false},
		"emptied": {stopped, func(t *testing.T, dir string) {
			remove(t, dir, "namedrop.db-*")
			if err := os.Truncate(filepath.Join(dir, "namedrop.db"), 0); err != nil {
				t.Fatal(err)
			}
		}, "missing", true},
		"deleted, with the folder's file": {stopped, func(t *testing.T, dir string) { remove(t, dir, "namedrop.db*", "ledger.json") }, "missing", true},
		"deleted, with the bus":           {stopped, func(t *testing.T, dir string) { remove(t, dir, "namedrop.db*", "bus") }, "missing", true},
		"deleted, with bus and index":     {stopped, func(t *testing.T, dir string) { remove(t, dir, "namedrop.db*", "bus", "index") }, "missing", false},
		"another one": {stopped, func(t *testing.T, dir string) {
			remove(t, dir, "namedrop.db*")
			replace(t, filepath.Join(dir, "namedrop.db"), elsewhere.data("namedrop.db"))
		}, "other", false},
		"an older copy": {stopped, func(t *testing.T, dir string) {
			remove(t, dir, "namedrop.db*")
			replace(t, filepath.Join(dir, "namedrop.db"), older)
		}, "older", false},
		"an older copy, without bus and index": {stopped, func(t *testing.T, dir string) {
			remove(t, dir, "namedrop.db*", "bus", "index")
			replace(t, filepath.Join(dir, "namedrop.db"), older)
		}, "older", false},
		"its log removed": {killed, func(t *testing.T, dir string) { remove(t, dir, "namedrop.db-wal", "namedrop.db-shm") }, "missing,older,other", false},
		"its log emptied": {killed, func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, "namedrop.db-wal"), 0); err != nil {
				t.Fatal(err)
			}
		}, "missing,older,other", true},
		"its log cut": {killed, func(t *testing.T, dir string) { damage{"namedrop.db-wal", "half"}.do(t, dir) }, "missing,older,other,", false},
		"its log flipped": {killed, func(t *testing.T, dir string) {
			damage{"namedrop.db-wal", "flipped"}.do(t, dir)
		}, "missing,older,other,", true},
	} {
		t.Run(name, func(t *testing.T) {
			if c.slow && os.Getenv("NAMEDROP_SLOW") == "" {
				t.Skip("one like it runs each time; this one with NAMEDROP_SLOW")
			}
			s := prepare(t, quick)
			copyDirLoose(t, s.data(), c.from)
			c.do(t, s.data())
			before, asked := sent(), len(w.Asked(""))
			s.start()
			var st pausedStatus
			s.must("GET", "/status", nil, &st)
			if st.Paused == nil {
				if !strings.HasSuffix(c.code, ",") {
					t.Fatalf("it isn't paused:\n%s", s.out)
				}
				// What was lost is not in doubt: nothing was.
				eventually(t, func() string { return s.searchable(12, w.expected()) })
				return
			}
			if !strings.Contains(c.code, st.Paused.Code) {
				t.Errorf("paused with %q, want %s: %s", st.Paused.Code, c.code, st.Paused.Detail)
			}
			time.Sleep(700 * time.Millisecond)
			if n := len(w.Asked("")); n != asked {
				t.Errorf("%d requests went out while paused", n-asked)
			}
			if n := sent(); n != before {
				t.Errorf("%d messages were sent while paused", n-before)
			}
			explains(t, "the log", s.out.String(), "started paused", "namedrop resume")
			out, code := s.run(nil, "doctor")
			if code != 1 {
				t.Errorf("doctor ends with %d", code)
			}
			explains(t, "doctor", out, "FAIL  paused", "namedrop resume", "namedrop restore")
			s.stop()
			s.start() // a restart changes nothing
			s.must("GET", "/status", nil, &st)
			if st.Paused == nil {
				t.Fatal("a restart ended the pause")
			}
			if out, code := s.run(nil, "resume"); code != 0 {
				t.Fatalf("resume: %s", out)
			}
			s.call("POST", "/brands", map[string]any{"name": "Larkmeter"}, nil) // it may be there
			s.addSource(w.feeds()[0])
			eventually(t, func() string { return s.searchable(12, w.expected()) })
			if n := sent(); n != before {
				t.Errorf("%d messages were sent again", n-before)
			}
			s.stop()
			s.start()
			st.Paused = nil
			s.must("GET", "/status", nil, &st)
			if st.Paused != nil {
				t.Errorf("it is paused again: %+v", st.Paused)
			}
			if out, _ := s.run(nil, "doctor"); strings.Contains(out, "paused") || !strings.Contains(out, "ok    search index") {
				t.Errorf("doctor afterwards:\n%s", out)
			}
		})
	}
}

// copyDirLoose copies a folder that is in use and skips files that disappear meanwhile.
func copyDirLoose(t *testing.T, to, from string) {
	t.Helper()
	err := filepath.WalkDir(from, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		rel, _ := filepath.Rel(from, p)
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		b, err := os.ReadFile(p)
		if err != nil || rel == "serve.json" {
			return nil
		}
		return os.WriteFile(target, b, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func replace(t *testing.T, to, from string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Deleting bus, index or other files that can be rebuilt, or restoring a backup, causes no pause.
func TestViewsMayBeDeletedWithoutAPause(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, 6)
	s := serve(t, quick)
	s.addBrand("Larkmeter", nil)
	s.addSource(w.feeds()[0])
	eventually(t, func() string { return s.searchable(6, w.expected()) })
	copied := filepath.Join(s.dir, "copy.db")
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"the bus", func() { remove(t, s.data(), "bus") }},
		{"the index", func() { remove(t, s.data(), "index") }},
		{"bus and index", func() { remove(t, s.data(), "bus", "index") }},
		{"bus, index and the folder's file", func() { remove(t, s.data(), "bus", "index", "ledger.json") }},
		{"the folder's file", func() { remove(t, s.data(), "ledger.json") }},
		{"a backup is made", func() {
			if out, code := s.run(nil, "backup", copied); code != 0 {
				t.Fatal(out)
			}
		}},
		{"the backup is restored", func() {
			if out, code := s.run(nil, "restore", copied); code != 0 {
				t.Fatal(out)
			}
		}},
		{"the whole folder is moved", func() {
			copyDir(t, s.dir+"/moved", s.data())
			if err := os.RemoveAll(s.data()); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(s.dir+"/moved", s.data()); err != nil {
				t.Fatal(err)
			}
		}},
		{"it is killed", func() { s.start(); s.kill() }},
	} {
		s.stop()
		step.do()
		s.start()
		var st pausedStatus
		s.must("GET", "/status", nil, &st)
		if st.Paused != nil {
			t.Fatalf("%s: paused, %+v", step.name, st.Paused)
		}
		eventually(t, func() string {
			if c := s.searchable(6, w.expected()); c != "" {
				return step.name + ": " + c
			}
			return ""
		})
	}
}

// The same on PostgreSQL: another database under a data folder that knows one.
func TestAnotherDatabaseStartsPaused(t *testing.T) {
	t.Parallel()
	first, second := ledgertest.PostgresURL(t), ledgertest.PostgresURL(t)
	w := newWorld(t, 1, 6)
	s := serve(t, quick+fmt.Sprintf("database: {url: %q}\n", first))
	s.addBrand("Larkmeter", nil)
	s.addSource(w.feeds()[0])
	eventually(t, func() string { return s.searchable(6, w.expected()) })
	s.stop()
	s.rewrite(first, second)
	s.start()
	var st pausedStatus
	s.must("GET", "/status", nil, &st)
	if st.Paused == nil || st.Paused.Code != "missing" {
		t.Fatalf("paused: %+v", st.Paused)
	}
	s.stop()
	s.rewrite(second, first) // it was a mistake: nothing has happened
	s.start()
	st.Paused = nil
	s.must("GET", "/status", nil, &st)
	if st.Paused != nil {
		t.Fatalf("back on the first one it is paused: %+v", st.Paused)
	}
	eventually(t, func() string { return s.searchable(6, w.expected()) })
	s.stop()
	s.rewrite(first, second)
	s.start()
	s.must("POST", "/resume", nil, nil)
	s.addBrand("Larkmeter", nil)
	s.addSource(w.feeds()[0])
	eventually(t, func() string { return s.searchable(6, w.expected()) })
	if status, _ := s.call("POST", "/resume", nil, nil); status != 409 {
		t.Errorf("resuming once more: %d", status)
	}
}
