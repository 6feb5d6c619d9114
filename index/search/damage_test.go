package search_test

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// months holds documents in three partitions.
func months() []index.Entry {
	var out []index.Entry
	for i := range 30 {
		e := episode(fmt.Sprintf("d%02d", i), "t", noon.AddDate(0, -(i%3), 0), "acme "+strings.Repeat("and more words ", i), fmt.Sprint("number", i))
		e.Seq = uint64(i + 1)
		out = append(out, e)
	}
	return out
}

// built makes an index, as a stop leaves it or as a kill does.
func built(t *testing.T, dir string, killed bool) {
	t.Helper()
	work := dir
	if killed {
		work = t.TempDir()
	}
	x, err := search.Open(work, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(months(), 4) {
		put(t, x, part...)
	}
	if killed {
		copyWhileOpen(t, dir, work)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// copyWhileOpen copies an index that is at work, as a kill would leave it. Bleve may merge files away
// meanwhile; then it begins anew.
func copyWhileOpen(t *testing.T, to, from string) {
	t.Helper()
	for try := range 20 {
		err := os.CopyFS(to, os.DirFS(from))
		if err == nil {
			return
		}
		if !errors.Is(err, fs.ErrNotExist) || try == 19 {
			t.Fatal(err)
		}
		if err := os.RemoveAll(to); err != nil {
			t.Fatal(err)
		}
	}
}

// hurts are what can befall a file.
var hurts = map[string]func(path string) error{
	"removed":  os.RemoveAll,
	"empty":    func(p string) error { return os.Truncate(p, 0) },
	"short":    func(p string) error { return os.Truncate(p, 10) },
	"half":     func(p string) error { return truncate(p, func(n int64) int64 { return n / 2 }) },
	"less one": func(p string) error { return truncate(p, func(n int64) int64 { return n - 1 }) },
	"longer":   func(p string) error { return truncate(p, func(n int64) int64 { return n + 4096 }) },
	"flipped":  func(p string) error { return flip(p, 64) },
	"one bit":  func(p string) error { return flip(p, 1) },
	"foreign": func(p string) error {
		return os.WriteFile(p, []byte(strings.Repeat("this is a shopping list\n", 400)), 0o600)
	},
	"directory": func(p string) error { os.RemoveAll(p); return os.Mkdir(p, 0o700) },
	"locked":    func(p string) error { return os.Chmod(p, 0) },
}

func truncate(path string, to func(int64) int64) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, to(info.Size()))
}

// flip changes n bytes, the same ones each time for a path.
func flip(path string, n int) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(uint64(len(b)), uint64(n)))
	for range min(n, len(b)) {
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
	}
	return os.WriteFile(path, b, 0o600)
}

// files lists the files of an index below dir.
func files(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(p, "/damaged/") {
			rel, _ := filepath.Rel(dir, p)
			out = append(out, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// refill does what the indexer does: what is lost is put again.
func refill(t *testing.T, x *search.Index) {
	t.Helper()
	for _, l := range x.Lost() {
		for _, e := range months() {
			if l.Name == "" || e.Month == l.Name {
				put(t, x, e)
			}
		}
		if err := x.Rebuilt(l); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range months() { // and what comes after the mark
		if e.Seq > x.Offset() {
			put(t, x, e)
		}
	}
}

func documentsFound(t *testing.T, x *search.Index) int {
	t.Helper()
	totals, err := x.Totals(context.Background(), search.Request{Query: parse(t, "acme")})
	if err != nil {
		t.Fatalf("counting: %v", err)
	}
	return totals.Documents
}

// Whatever is damaged, the index opens, answers from what is whole, says what is not, and
// has everything again once that was put in anew: before a restart and after it.
func TestDamagedFilesAreSetAside(t *testing.T) {
	slow := os.Getenv("NAMEDROP_SLOW") != ""
	for _, killed := range []bool{false, true} {
		sample := t.TempDir()
		built(t, sample, killed)
		list := append(files(t, sample), "gen-000001", "gen-000001/2026-11", "gen-000001/2026-11/store", "gen-000001/2026-10")
		zaps := 0
		for _, file := range list {
			if strings.HasSuffix(file, ".zap") {
				if zaps++; zaps > 2 && !slow {
					continue
				}
			}
			for name, hurt := range hurts {
				if !slow && (killed && name != "half" || !killed && !usual(file, name)) {
					continue
				}
				if info, err := os.Stat(filepath.Join(sample, file)); err == nil && info.IsDir() && name != "removed" && name != "locked" {
					continue
				}
				t.Run(fmt.Sprintf("killed=%t/%s/%s", killed, file, name), func(t *testing.T) {
					dir := t.TempDir()
					if err := os.CopyFS(dir, os.DirFS(sample)); err != nil {
						t.Fatal(err)
					}
					if err := hurt(filepath.Join(dir, file)); err != nil {
						t.Fatal(err)
					}
					opensAgain(t, dir)
				})
			}
		}
	}
}

// usual reports whether a usual run hurts a file that way: each file in three of the ways, each way with
// some of the files.
func usual(file, way string) bool {
	ways := slices.Sorted(maps.Keys(hurts))
	at := int(crc32.ChecksumIEEE([]byte(filepath.Base(file)))) + slices.Index(ways, way)
	return at%4 == 0
}

func opensAgain(t *testing.T, dir string) {
	t.Helper()
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := x.Search(context.Background(), search.Request{Query: parse(t, "acme"), Order: search.Relevance})
	if err != nil {
		t.Fatal(err)
	}
	n := documentsFound(t, x)
	if n < 30 && len(x.Lost()) == 0 && x.Offset() == 30 {
		t.Errorf("%d of 30 documents, and nothing is said", n)
	}
	if len(x.Lost()) > 0 && len(page.Rebuilding) == 0 {
		t.Error("the page doesn't say what is missing")
	}
	refill(t, x)
	if n := documentsFound(t, x); n != 30 {
		t.Errorf("%d of 30 documents after it was filled again", n)
	}
	if err := x.Compact(context.Background()); err != nil {
		t.Errorf("merging: %v", err)
	}
	if err := x.Close(); err != nil {
		t.Errorf("closing: %v", err)
	}
	if x, err = search.Open(dir, search.Options{}); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if n := documentsFound(t, x); n != 30 || len(x.Lost()) > 0 {
		t.Errorf("%d of 30 documents after a restart, lost %v", n, x.Lost())
	}
	modes(t, dir)
}

// modes checks that nobody but the owner may read the index.
func modes(t *testing.T, dir string) {
	t.Helper()
	for _, f := range files(t, dir) {
		if info, err := os.Stat(filepath.Join(dir, f)); err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", f, info.Mode())
		}
	}
}

// A file that is damaged while the index is open costs its partition, at the latest when
// somebody looks at all files; never an answer that is an error, and never the process.
func TestDamageWhileOpen(t *testing.T) {
	for _, kind := range []string{"flipped", "half", "empty", "removed"} {
		t.Run(kind, func(t *testing.T) {
			dir := t.TempDir()
			x, err := search.Open(dir, search.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer x.Close()
			for part := range slices.Chunk(months(), 4) {
				put(t, x, part...)
			}
			for _, f := range files(t, dir) {
				if strings.Contains(f, "2026-11") && strings.HasSuffix(f, ".zap") {
					// Bleve may have merged the file away meanwhile.
					if err := hurts[kind](filepath.Join(dir, f)); err != nil && !errors.Is(err, fs.ErrNotExist) {
						t.Fatal(err)
					}
				}
			}
			for _, q := range []string{"acme", "number4", "more words", `"and more"`, "acm*", "nmber4~", "kind:podcast"} {
				for _, order := range []search.Order{search.Newest, search.Relevance} {
					if _, err := x.Search(context.Background(), search.Request{Query: parse(t, q), Order: order, Relax: true}); err != nil {
						t.Errorf("%s: %v", q, err)
					}
				}
			}
			if _, err := x.Names(context.Background(), "t", 5, nil); err != nil {
				t.Error(err)
			}
			if _, err := x.Stats(); err != nil {
				t.Error(err)
			}
			if _, _, err := x.Check(context.Background()); err != nil {
				t.Error(err)
			}
			if len(x.Lost()) == 0 {
				t.Error("the damage was not found")
			}
			if n := documentsFound(t, x); n != 20 {
				t.Errorf("%d documents in the other partitions, want 20", n)
			}
			refill(t, x)
			if n := documentsFound(t, x); n != 30 {
				t.Errorf("%d of 30 documents", n)
			}
		})
	}
}

// Indexing into a partition that turns out to be damaged says so once, and works then.
func TestDamageFoundWhileWriting(t *testing.T) {
	dir := t.TempDir()
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	put(t, x, months()...)
	for _, f := range files(t, dir) {
		if strings.Contains(f, "2026-11") && strings.HasSuffix(f, ".zap") {
			if err := os.Truncate(filepath.Join(dir, f), 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	for end := time.Now().Add(20 * time.Second); ; {
		err := x.Put(context.Background(), []index.Entry{episode("new", "t", noon, "acme once more")})
		if err == nil || time.Now().After(end) {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		t.Logf("%v", strings.SplitN(err.Error(), "\n", 2)[0])
		time.Sleep(50 * time.Millisecond)
	}
	if len(x.Lost()) == 0 {
		t.Skip("bleve had no need to read the segment")
	}
	refill(t, x)
	if n := documentsFound(t, x); n != 31 {
		t.Errorf("%d of 31 documents", n)
	}
}

// What is set aside is kept for a look, but not without end.
func TestLittleIsKeptAside(t *testing.T) {
	dir := t.TempDir()
	built(t, dir, false)
	for range 6 {
		if err := os.Truncate(filepath.Join(dir, "gen-000001", "2026-11", "index_meta.json"), 0); err != nil {
			t.Fatal(err)
		}
		x, err := search.Open(dir, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(x.Lost()) != 1 || x.Lost()[0].Kept == "" {
			t.Errorf("lost: %+v", x.Lost())
		}
		refill(t, x)
		x.Close()
	}
	if kept, _ := os.ReadDir(filepath.Join(dir, "damaged")); len(kept) != 3 {
		t.Errorf("%d damaged partitions are kept", len(kept))
	}
}
