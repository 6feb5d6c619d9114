package indextest_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/index/indextest"
)

var update = flag.Bool("update", false, "write the figures of this run as the golden ones")

func brands(t *testing.T) []index.Brand {
	t.Helper()
	raw, err := os.ReadFile("testdata/brands.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Brands []index.Brand `yaml:"brands"`
	}
	if err := yaml.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return file.Brands
}

func corpus(t *testing.T, name, language string) []indextest.Labelled {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	docs, err := indextest.Read(f, language)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return docs
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: figures moved (-committed +now); run with -update if that is meant:\n%s", name, diff)
	}
}

// TestAccuracy holds the project's own corpora to their committed figures.
func TestAccuracy(t *testing.T) {
	d, err := detect.New(brands(t), detect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"en", "nl", "de"} {
		t.Run(language, func(t *testing.T) {
			var tally indextest.Tally
			for _, doc := range corpus(t, language, language) {
				tally.Add(doc, d.Detect(doc.Document))
			}
			t.Logf("own set, %s\n%s", language, tally.String())
			for _, s := range append(tally.False, tally.Unfound...) {
				t.Log(s)
			}
			golden(t, language, tally.String())
		})
	}
}

// TestDutchSetIsLargeEnough keeps the Dutch set at the size the project promised.
func TestDutchSetIsLargeEnough(t *testing.T) {
	sentences := 0
	for _, doc := range corpus(t, "nl", "nl") {
		sentences += max(1, len(doc.Document.Cues))
	}
	if sentences < 200 {
		t.Errorf("%d sentences, want 200 or more", sentences)
	}
}

// TestTypes holds the type of mention to its committed figures.
func TestTypes(t *testing.T) {
	list := brands(t)
	d, err := detect.New(list, detect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	right, there, said := map[index.MentionType]int{}, map[index.MentionType]int{}, map[index.MentionType]int{}
	for _, doc := range corpus(t, "types", "") {
		brand := list[slices.IndexFunc(list, func(b index.Brand) bool { return b.ID == doc.Gold[0].Brand })]
		got, why := detect.Classify(doc.Document, brand, detect.Mentions(d.Detect(doc.Document))[brand.ID])
		there[doc.Type]++
		said[got]++
		if got == doc.Type {
			right[got]++
		} else {
			t.Logf("line %d: %s, not %s: %s", doc.Line, got, doc.Type, why)
		}
	}
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(there)) {
		fmt.Fprintf(&b, "%-9s recall %2d/%2d  precision %2d/%2d\n", k, right[k], there[k], right[k], said[k])
	}
	t.Logf("type of mention\n%s", b.String())
	golden(t, "types", b.String())
}

// openSets are the open evaluation files and what is asked of them.
var openSets = []struct {
	name, brands string
	f1           float64
}{
	{"earnings21-asr", "earnings21", 0.76},
	{"changelog-captions", "changelog", 0.97},
	{"btc-social", "btc-social", 0.865},
	{"wnut17-social", "wnut17-social", 0.72},
	{"germeval14-news", "germeval14-news", 0.90},
}

// TestAccuracyOpen prints the table for the open evaluation files and holds it to its
// targets. It needs NAMEDROP_TESTDATA.
func TestAccuracyOpen(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set: the open evaluation files are not there")
	}
	for _, set := range openSets {
		t.Run(set.name, func(t *testing.T) {
			var list []index.Brand
			rows(t, filepath.Join(dir, "detect", "brands-"+set.brands+".jsonl"), func(line []byte) error {
				var b index.Brand
				err := json.Unmarshal(line, &b)
				list = append(list, b)
				return err
			})
			d, err := detect.New(list, detect.Options{})
			if d == nil {
				t.Fatal(err)
			}
			var tally indextest.Tally
			rows(t, filepath.Join(dir, "detect", set.name+".jsonl"), func(line []byte) error {
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
				doc := indextest.Labelled{Document: &row.Document}
				for _, g := range row.Gold {
					doc.Gold = append(doc.Gold, indextest.Gold{Brand: g.Brand, Class: g.Class, Start: g.Start, End: g.End})
				}
				hits := d.Detect(&row.Document)
				hits = slices.DeleteFunc(hits, func(h index.Hit) bool {
					for _, g := range row.Gold {
						if g.Brand == h.Brand && g.Start < h.End && h.Start < g.End {
							return false
						}
					}
					for _, i := range row.Ignore {
						if i.Start < h.End && h.Start < i.End {
							return true
						}
					}
					return false
				})
				tally.Add(doc, hits)
				return nil
			})
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
