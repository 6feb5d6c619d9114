package demo

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

var update = flag.Bool("update", false, "write the golden ranks")

// entries returns the back catalogue as the indexer would index it.
func (w *World) entries() []index.Entry {
	var out []index.Entry
	for _, s := range w.shows {
		if len(s.archive) > 0 {
			continue // it is there for its reports: its talks are those of the other shows
		}
		for _, e := range w.back[s.slug] {
			d := &feeds.Document{
				ID: e.guid, Kind: feeds.Podcast, Network: "podcast", Language: s.language, Title: e.title, Notes: e.notes, People: e.people,
				Published: e.published, Cues: e.cues, Chapters: e.chapters, Audio: "https://world.example/" + e.guid + ".wav",
			}
			out = append(out, passage.Entry(d, s.name, e.published.Format("2006-01"), 0, nil))
		}
	}
	for _, b := range w.blogs {
		for _, p := range b.posts {
			d := &feeds.Document{
				ID: b.slug + "/" + p.slug, Kind: feeds.Page, Network: "web", Language: b.language, Title: p.title, Author: b.author,
				Published: p.published, Text: strings.Join(p.text, "\n\n"), URL: "https://world.example/" + b.slug + "/" + p.slug,
			}
			out = append(out, passage.Entry(d, b.name, p.published.Format("2006-01"), 0, nil))
		}
	}
	return out
}

// Queries that a marketer would type find the intended documents. The ranks are a golden file,
// so a change that moves them is visible (-update accepts the new ones).
func TestDemoWorldRanks(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	x, err := search.Open(t.TempDir(), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Put(context.Background(), w.entries()); err != nil {
		t.Fatal(err)
	}
	var watched []string
	for _, b := range w.Brands() {
		watched = append(append(watched, b.Name), b.Aliases...)
	}
	b, err := os.ReadFile("testdata/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	sum, n := 0.0, 0
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		asked, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("bad line %q", line)
		}
		want, among := strings.CutPrefix(want, "~")
		q, err := query.ParseAt(asked, testBase)
		if err != nil {
			t.Fatalf("%s: %v", asked, err)
		}
		page, err := x.Search(context.Background(), search.Request{Query: q, Order: search.Relevance, Relax: true, Watched: watched, Unfolded: true})
		if err != nil {
			t.Fatalf("%s: %v", asked, err)
		}
		rank := 1 + slices.IndexFunc(page.Results, func(r search.Result) bool { return slices.Contains(strings.Fields(want), r.Document) })
		fmt.Fprintf(&got, "%2d of %2d  %s\n", rank, len(page.Results), asked)
		if most := map[bool]int{false: 1, true: 3}[among]; rank == 0 || rank > most {
			t.Errorf("%s: rank %d of %d, first is %s", asked, rank, len(page.Results), first(page))
		}
		if rank > 0 {
			sum += 1 / float64(rank)
		}
		n++
	}
	fmt.Fprintf(&got, "mean reciprocal rank %.3f over %d queries\n", sum/float64(n), n)
	const golden = "testdata/ranks.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), got.String()); diff != "" {
		t.Errorf("ranks moved:\n%s", diff)
	}
}

func first(p search.Page) string {
	if len(p.Results) == 0 {
		return "nothing"
	}
	return p.Results[0].Document + " " + p.Results[0].Title + " instead: " + p.Instead
}
