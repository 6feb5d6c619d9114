package indextest_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/index/indextest"
)

// openSets are the open evaluation files that nothing was learned from, and their targets. The
// others are judged by index/detect/train, with what was learned without the document judged.
var openSets = []struct {
	name, brands string
	f1           float64
}{
	{"btc-social", "btc-social", 0.865},
	{"wnut17-social", "wnut17-social", 0.72},
	{"germeval14-news", "germeval14-news", 0.90},
}

// openDoc is one document of an open file. Hits that overlap an ignored interval are not counted.
type openDoc struct {
	indextest.Labelled
	ignore []interval
}

type interval struct{ start, end int }

func (s interval) holds(h index.Hit) bool { return s.start < h.End && h.Start < s.end }

// openDir returns the folder of the open files, or skips the test.
func openDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set: the open evaluation files are not there")
	}
	return filepath.Join(dir, "detect")
}

func openBrands(t *testing.T, dir, name string) (list []index.Brand) {
	t.Helper()
	rows(t, filepath.Join(dir, "brands-"+name+".jsonl"), func(line []byte) error {
		var b index.Brand
		err := json.Unmarshal(line, &b)
		list = append(list, b)
		return err
	})
	return list
}

func openDocs(t *testing.T, dir, name string) (docs []openDoc) {
	t.Helper()
	rows(t, filepath.Join(dir, name+".jsonl"), func(line []byte) error {
		var row struct {
			feeds.Document
			Gold, Ignore []struct {
				Brand, Class string
				Start        int `json:"start_char"`
				End          int `json:"end_char"`
			}
		}
		if err := json.Unmarshal(line, &row); err != nil {
			return err
		}
		doc := openDoc{Labelled: indextest.Labelled{Document: &row.Document, Line: len(docs) + 1}}
		for _, g := range row.Gold {
			doc.Gold = append(doc.Gold, indextest.Gold{Brand: g.Brand, Class: g.Class, Start: g.Start, End: g.End})
		}
		for _, i := range row.Ignore {
			doc.ignore = append(doc.ignore, interval{i.Start, i.End})
		}
		docs = append(docs, doc)
		return nil
	})
	return docs
}

// tallyOf scores a detector on some documents.
func tallyOf(d *detect.Detector, docs []openDoc) (tally indextest.Tally) {
	for _, doc := range docs {
		hits := slices.DeleteFunc(d.Detect(doc.Document), func(h index.Hit) bool {
			gold := slices.ContainsFunc(doc.Gold, func(g indextest.Gold) bool { return g.Brand == h.Brand && interval{g.Start, g.End}.holds(h) })
			return !gold && slices.ContainsFunc(doc.ignore, func(s interval) bool { return s.holds(h) })
		})
		tally.Add(doc.Labelled, hits)
	}
	return tally
}

func detectorOf(t *testing.T, list []index.Brand) *detect.Detector {
	t.Helper()
	d, err := detect.New(list, detect.Options{})
	if d == nil {
		t.Fatal(err)
	}
	return d
}

// TestAccuracyOpen prints the table for the open evaluation files and holds it to its
// targets. It needs NAMEDROP_TESTDATA.
func TestAccuracyOpen(t *testing.T) {
	dir := openDir(t)
	for _, set := range openSets {
		t.Run(set.name, func(t *testing.T) {
			d := detectorOf(t, openBrands(t, dir, set.brands))
			tally := tallyOf(d, openDocs(t, dir, set.name))
			t.Logf("%s\n%s", set.name, tally.String())
			if tally.F1() < set.f1 {
				t.Errorf("F1 %.3f, want %.3f", tally.F1(), set.f1)
			}
		})
	}
}

func rows(t *testing.T, path string, each func(line []byte) error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		if err := each(lines.Bytes()); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
