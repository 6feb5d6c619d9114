package e2e

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/alerts/alertstest"
)

// damage is a kind of damage to a file or folder of an installation.
type damage struct {
	path string // a pattern below the data folder; the largest file that fits
	how  string
}

func (d damage) do(t *testing.T, dir string) {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, d.path))
	if err != nil || len(list) == 0 {
		t.Fatalf("there is no %s: %v", d.path, err)
	}
	path, size := list[0], int64(-1)
	for _, p := range list {
		if info, err := os.Stat(p); err == nil && info.Size() > size {
			path, size = p, info.Size()
		}
	}
	switch d.how {
	case "removed":
		err = os.RemoveAll(path)
	case "empty":
		err = os.Truncate(path, 0)
	case "short":
		err = os.Truncate(path, min(size, 100))
	case "half":
		err = os.Truncate(path, size/2)
	case "flipped":
		var b []byte
		if b, err = os.ReadFile(path); err == nil {
			r := rand.New(rand.NewPCG(uint64(size), 64))
			for range 64 {
				b[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
			}
			err = os.WriteFile(path, b, 0o600)
		}
	case "foreign":
		err = os.WriteFile(path, []byte(strings.Repeat("a shopping list\n", 1000)), 0o600)
	case "a folder":
		_ = os.RemoveAll(path)
		err = os.MkdirAll(path, 0o700)
	case "a file":
		_ = os.RemoveAll(path)
		err = os.WriteFile(path, []byte("not a folder"), 0o600)
	case "locked":
		err = os.Chmod(path, 0)
	default:
		t.Fatalf("what is %s?", d.how)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// damages returns 70 cases in slow runs, and one of each kind otherwise. Tests in index/search
// damage every single file of an index.
func damages() []damage {
	const month = "index/gen-*/*-*"
	if os.Getenv("NAMEDROP_SLOW") == "" {
		return []damage{
			{month + "/store/root.bolt", "half"}, {month + "/store/*.zap", "flipped"},
			{"index/manifest.json", "foreign"}, {month, "removed"}, {"index", "a file"},
		}
	}
	var all []damage
	for _, path := range []string{month + "/store/root.bolt", month + "/store/*.zap", month + "/index_meta.json", "index/manifest.json", "index/lock", "index/gen-*/manifest.json", month + "/record.json", "ledger.json"} {
		for _, how := range []string{"removed", "empty", "short", "half", "flipped", "foreign", "locked"} {
			all = append(all, damage{path, how})
		}
	}
	for _, path := range []string{month + "/store/root.bolt", "index/manifest.json", "index/lock", "ledger.json"} {
		all = append(all, damage{path, "a folder"})
	}
	for _, path := range []string{month, "index/gen-*", "index", "bus"} {
		all = append(all, damage{path, "removed"}, damage{path, "a file"})
	}
	return append(all, damage{month + "/store", "removed"}, damage{"lock", "removed"})
}

// A damaged bus or index never stops the server: it starts, searches answer from the intact
// parts, a new episode is found, and the damaged part is soon rebuilt.
func TestADamagedViewNeverStopsTheServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, 12)
	sample := serve(t, quick)
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	url, closeHook := hook.Serve()
	t.Cleanup(closeHook)
	sample.addBrand("Larkmeter", nil)
	sample.addWebhook(url, hookSecret)
	sample.addSource(w.feeds()[0])
	eventually(t, func() string { return sample.searchable(12, w.expected()) })
	sample.stop()

	w.published.Store(13) // the shows go on
	for _, d := range damages() {
		t.Run(fmt.Sprintf("%s/%s", strings.ReplaceAll(d.path, "/", ":"), d.how), func(t *testing.T) {
			t.Parallel()
			s := prepare(t, quick)
			copyDir(t, s.data(), sample.data())
			d.do(t, s.data())
			s.start()
			if status, text := s.call("GET", "/search?q=pipeline", nil, nil); status != 200 {
				t.Errorf("the first search: %d %s", status, text)
			}
			var st struct {
				Paused *struct{ Code, Detail string }
			}
			s.must("GET", "/status", nil, &st)
			if st.Paused != nil {
				t.Fatalf("paused: %+v", st.Paused)
			}
			eventually(t, func() string { return s.searchable(13, w.expected()) })
			if strings.Contains(s.out.String(), "panic") || strings.Contains(s.out.String(), "goroutine ") {
				t.Errorf("the log has a panic:\n%s", s.out)
			}
			s.stop()
			private(t, s.data())
		})
	}
}

// searchable returns a complaint unless that many documents are found and no part is missing.
func (s *server) searchable(documents, mentions int) string {
	s.t.Helper()
	var totals struct {
		Documents  int
		Rebuilding []string
	}
	s.must("GET", "/search/totals?q=pipeline", nil, &totals)
	if n := len(s.mentions("")); totals.Documents != documents || n != mentions || len(totals.Rebuilding) > 0 {
		return fmt.Sprintf("%d of %d documents are found, %d of %d mentions, rebuilding %v\n%s", totals.Documents, documents, n, mentions, totals.Rebuilding, s.out)
	}
	return ""
}

// private checks that only the owner can read the files in the data folder.
func private(t *testing.T, dir string) {
	t.Helper()
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		rel, _ := filepath.Rel(dir, p)
		if info, err := d.Info(); err == nil && info.Mode().Perm()&0o077 != 0 && !strings.HasPrefix(rel, "bus") && !strings.HasPrefix(rel, "index.damaged") {
			t.Errorf("%s is %v", rel, info.Mode())
		}
		return nil
	})
}

// The command line works with a damaged index while no server runs, and doctor reports the damage.
func TestTheCommandLineWithADamagedIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, 8)
	sample := serve(t, quick)
	sample.addBrand("Larkmeter", nil)
	sample.addSource(w.feeds()[0])
	eventually(t, func() string { return sample.searchable(8, w.expected()) })
	sample.stop()
	for i, d := range []damage{{"index/gen-*/*-*/store/root.bolt", "half"}, {"index/gen-*/*-*/store/*.zap", "flipped"}, {"index/gen-*/*-*/index_meta.json", "removed"}} {
		for j, args := range [][]string{{"search", "pipeline"}, {"brand", "list"}, {"reindex"}} {
			if i != j && os.Getenv("NAMEDROP_SLOW") == "" {
				continue // each damage and each command once
			}
			t.Run(d.path[len("index/gen-*/*-*/"):]+"/"+d.how+"/"+args[0], func(t *testing.T) {
				t.Parallel()
				s := prepare(t, quick)
				copyDir(t, s.data(), sample.data())
				d.do(t, s.data())
				out, code := s.run(nil, "doctor")
				if code != 1 {
					t.Errorf("doctor ends with %d:\n%s", code, out)
				}
				explains(t, "doctor", out, "FAIL  search index", "damaged", "rebuilds them from the ledger")
				if out, code := s.run(nil, args...); code != 0 {
					t.Errorf("%v: %d %s", args, code, out)
				}
				if out, code := s.run(nil, "search", "pipeline"); code != 0 || !strings.Contains(out, "Episode") {
					t.Errorf("search afterwards: %d %s", code, out)
				}
				if out, code := s.run(nil, "doctor"); code != 0 {
					t.Errorf("doctor afterwards: %d\n%s", code, out)
				}
			})
		}
	}
}
