package indextest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// perturbations change what a document or a brand list has or looks like, but not its meaning.
// Offsets stay the same.
var perturbations = []struct {
	name  string
	brand func(*index.Brand)
	doc   func(*feeds.Document)
}{
	{name: "as it is"},
	{name: "first half"},
	{name: "second half"},
	{name: "no title, notes, people", doc: func(d *feeds.Document) { d.Title, d.Notes, d.People, d.Author = "", "", nil, "" }},
	{name: "no language", doc: func(d *feeds.Document) { d.Language = "" }},
	{name: "lower case", doc: func(d *feeds.Document) { mapText(d, unicode.ToLower) }},
	{name: "upper case", doc: func(d *feeds.Document) { mapText(d, unicode.ToUpper) }},
	{name: "cues of 5 words", doc: func(d *feeds.Document) { recut(d, 5) }},
	{name: "cues of 20 words", doc: func(d *feeds.Document) { recut(d, 20) }},
	{name: "no context words", brand: func(b *index.Brand) { b.Context, b.Exclude = nil, nil }},
	{name: "no aliases", brand: func(b *index.Brand) { b.Aliases = nil }},
	{name: "Chinese before and behind", doc: func(d *feeds.Document) {
		d.Title = "今日のニュース " + d.Title
		if len(d.Cues) == 0 {
			d.Text += " これは テストです。"
		}
	}},
}

func mapText(d *feeds.Document, f func(rune) rune) {
	d.Text = strings.Map(f, d.Text)
	d.Cues = slices.Clone(d.Cues)
	for i := range d.Cues {
		d.Cues[i].Text = strings.Map(f, d.Cues[i].Text)
	}
}

// recut cuts the text into cues of n words each. The joined text stays the same.
func recut(d *feeds.Document, n int) {
	if len(d.Cues) == 0 {
		return
	}
	words := strings.Split(d.Body(), " ")
	var cues []feeds.Cue
	for i := 0; i < len(words); i += n {
		at := float64(len(cues)) * 4
		cues = append(cues, feeds.Cue{Start: at, End: at + 4, Text: strings.Join(words[i:min(i+n, len(words))], " ")})
	}
	d.Cues = cues
}

// TestRobust prints how the figures of the open files change when documents lack things. It needs
// NAMEDROP_TESTDATA.
func TestRobust(t *testing.T) {
	dir := openDir(t)
	for _, set := range openSets {
		t.Run(set.name, func(t *testing.T) {
			var b strings.Builder
			for _, p := range perturbations {
				list := openBrands(t, dir, set.brands)
				for i := range list {
					if p.brand != nil {
						p.brand(&list[i])
					}
				}
				docs := openDocs(t, dir, set.name)
				for i := range docs {
					if p.doc != nil {
						p.doc(docs[i].Document)
					}
				}
				switch p.name {
				case "first half":
					docs = docs[:len(docs)/2]
				case "second half":
					docs = docs[len(docs)/2:]
				}
				tally := tallyOf(detectorOf(t, list), docs)
				fmt.Fprintf(&b, "%-26s precision %.3f  recall %.3f  F1 %.3f\n", p.name, tally.Precision(), tally.Recall(), tally.F1())
			}
			t.Logf("%s\n%s", set.name, b.String())
		})
	}
}

// TestCrossed looks for the brands of one file in the texts of another, which are not about them,
// and prints how many are found. It needs NAMEDROP_TESTDATA.
func TestCrossed(t *testing.T) {
	dir := openDir(t)
	var b strings.Builder
	for _, set := range openSets {
		docs := openDocs(t, dir, set.name)
		own := map[string]bool{}
		for _, b := range openBrands(t, dir, set.brands) {
			own[strings.ToLower(b.Name)] = true
		}
		for _, other := range openSets {
			if other.name == set.name {
				continue
			}
			list := slices.DeleteFunc(openBrands(t, dir, other.brands), func(b index.Brand) bool { return own[strings.ToLower(b.Name)] })
			d := detectorOf(t, list)
			size, found, sounded := 0, 0, 0
			for _, doc := range docs {
				size += len(doc.Document.Body())
				for _, h := range d.Detect(doc.Document) {
					if h.Unsure || h.Field != index.InText {
						continue
					}
					found++
					if h.IsSoundAlike() {
						sounded++
					}
				}
			}
			fmt.Fprintf(&b, "%-15s in %-18s %3d brands, %4d KB: %3d hits, %d sound-alikes\n", other.brands, set.name, len(list), size>>10, found, sounded)
		}
	}
	t.Logf("brands of other files\n%s", b.String())
}
