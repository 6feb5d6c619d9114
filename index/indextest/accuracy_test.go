package indextest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

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
		t.Errorf("%s: figures changed (-committed +now); run with -update if that is intended:\n%s", name, diff)
	}
}

// TestAccuracy compares the figures of the project's own corpora with the committed ones.
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

// TestTypes compares the figures for types of mention with the committed ones.
func TestTypes(t *testing.T) {
	list := brands(t)
	d, err := detect.New(list, detect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	type class struct {
		language string
		of       index.MentionType
	}
	right, there, said := map[class]int{}, map[class]int{}, map[class]int{}
	for _, doc := range corpus(t, "types", "") {
		brand := list[slices.IndexFunc(list, func(b index.Brand) bool { return b.ID == doc.Gold[0].Brand })]
		got, why := detect.Classify(doc.Document, brand, detect.ByBrand(d.Detect(doc.Document))[brand.ID])
		is := class{doc.Document.Language, doc.Type}
		there[is]++
		said[class{is.language, got}]++
		if got == doc.Type {
			right[is]++
		} else {
			t.Logf("line %d: %s, not %s: %s", doc.Line, got, doc.Type, why)
		}
	}
	var b strings.Builder
	for _, language := range []string{"en", "nl", "de"} {
		for _, of := range []index.MentionType{index.Passing, index.Discussed, index.Sponsor, index.Guest} {
			k := class{language, of}
			fmt.Fprintf(&b, "%s %-9s recall %2d/%2d  precision %2d/%2d\n", language, of, right[k], there[k], right[k], said[k])
		}
	}
	t.Logf("type of mention\n%s", b.String())
	golden(t, "types", b.String())
}
