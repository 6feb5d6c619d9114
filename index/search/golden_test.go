package search_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search"
)

var update = flag.Bool("update", false, "write the golden files")

func lines(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range strings.Split(string(b), "\n") {
		if !strings.HasPrefix(l, "#") {
			out = append(out, strings.TrimSpace(l))
		}
	}
	return out
}

// goldenArchive is an invented one, in testdata/archive.txt.
func goldenArchive(t testing.TB) []index.Entry {
	var out []index.Entry
	var d *feeds.Document
	show := ""
	flush := func() {
		if d != nil {
			out = append(out, passage.Entry(d, show, d.Published.Format("2006-01"), uint64(len(out)+1), nil))
		}
		d = nil
	}
	for _, l := range lines(t, "testdata/archive.txt") {
		switch {
		case l == "":
			flush()
		case d == nil:
			f := strings.Split(l, " | ")
			d = &feeds.Document{ID: strings.TrimSpace(f[0]), Kind: feeds.Kind(f[1]), Network: "web", Language: f[2], Title: f[4],
				Published: noon.AddDate(0, 0, -9*len(out)), URL: "https://archive.example/" + f[0]}
			show = strings.TrimSpace(f[3])
		default:
			at := float64(len(d.Cues)) * 45
			d.Cues = append(d.Cues, feeds.Cue{Start: at, End: at + 44, Text: l})
		}
	}
	flush()
	return out
}

// The ranks of the wanted documents are kept, so that a change that moves them shows.
func TestGoldenRanks(t *testing.T) {
	x := open(t)
	put(t, x, goldenArchive(t)...)
	var got strings.Builder
	var sum float64
	n := 0
	for _, l := range lines(t, "testdata/queries.txt") {
		if l == "" {
			continue
		}
		q, want, ok := strings.Cut(l, " => ")
		if !ok {
			t.Fatalf("bad line %q", l)
		}
		want, among := strings.CutPrefix(want, "~")
		want, known := strings.CutPrefix(want, "?")
		page, err := x.Search(context.Background(), search.Request{Query: parse(t, q), Order: search.Relevance, Relax: true})
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		rank := 0
		for i, r := range page.Results {
			if r.Document == want {
				rank = i + 1
			}
		}
		fmt.Fprintf(&got, "%2d of %2d  %s\n", rank, len(page.Results), q)
		most := 1
		if among {
			most = 3
		}
		if !known && (rank == 0 || rank > most) {
			t.Errorf("%s: %s has rank %d, found %s", q, want, rank, ids(page))
		}
		if rank > 0 {
			sum += 1 / float64(rank)
		}
		n++
	}
	fmt.Fprintf(&got, "mean reciprocal rank %.3f over %d queries\n", sum/float64(n), n)
	if *update {
		if err := os.WriteFile("testdata/ranks.txt", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/ranks.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("ranks moved (-update keeps the new ones):\n%s", diff)
	}
}

func TestRelevancePagesAreStable(t *testing.T) {
	x := open(t)
	for i := range 30 {
		put(t, x, episode(fmt.Sprintf("d%02d", i), "t", noon.AddDate(0, 0, -i), "acme "+strings.Repeat("word ", i), "nothing"))
	}
	seen := map[string]int{}
	r := search.Request{Query: parse(t, "acme"), Order: search.Relevance, Limit: 7, Unfolded: true}
	for n := 0; ; n++ {
		page, err := x.Search(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		for _, res := range page.Results {
			seen[res.Document]++
		}
		if r.Cursor = page.Next; page.Next == "" {
			break
		}
		put(t, x, episode(fmt.Sprintf("new%d", n), "acme acme", noon.Add(time.Hour), "acme acme acme"))
	}
	for i := range 30 {
		if n := seen[fmt.Sprintf("d%02d", i)]; n != 1 {
			t.Errorf("d%02d was shown %d times", i, n)
		}
	}
}
