package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// filler is what the words of a ranking test are rare among.
func filler(n int) []index.Entry {
	var out []index.Entry
	for i := range n {
		e := written(name("filler", i), "en", noon.AddDate(0, -2, -i), fmt.Sprintf("nothing in particular on day %d of the trip", i))
		e.Title = "Filler"
		out = append(out, e)
	}
	return out
}

// titled makes a document of one passage with a title, all at the same time, so that
// only relevance orders them.
func titled(id, title, text string) index.Entry {
	e := written(id, "en", noon, text)
	e.Title, e.Passages[0].Text = title, title
	return e
}

func TestWhatIsMoreRelevant(t *testing.T) {
	for _, c := range []struct {
		name, asked string
		best        index.Entry
		worse       []index.Entry
	}{
		{
			"the word as typed before another form", "pricing",
			titled("exact", "Talk", "they spoke about pricing at some length"),
			[]index.Entry{titled("stem", "Talk", "they spoke about priced at some length")},
		},
		{
			"the title before the text", "tidewater",
			titled("title", "Tidewater today", "a long talk about all sorts of things"),
			[]index.Entry{titled("text", "Talk", "a long talk about tidewater and other things")},
		},
		{
			"words next to each other before words far apart", "annual discount",
			titled("close", "Talk", "the annual discount was small and nobody liked what they saw there"),
			[]index.Entry{titled("apart", "Talk", "the annual report was small and nobody liked what they saw as a discount")},
		},
		{
			"the order that was typed before the other", "blue harbor",
			titled("order", "Talk", "we met at blue harbor for lunch"),
			[]index.Entry{titled("turned", "Talk", "we met at harbor blue for lunch")},
		},
		{
			"often before once", "churn",
			titled("often", "Talk", "churn here and churn there and churn all over"),
			[]index.Entry{titled("once", "Talk", "churn here and people there and things all over")},
		},
		{
			"the rarer word of two", "zeppelin OR particular",
			titled("rare", "Talk", "a zeppelin flew over the town"),
			[]index.Entry{titled("frequent", "Talk", "in particular we flew over the town")},
		},
		{
			"both alternatives before one", "zeppelin OR harbor",
			titled("both", "Talk", "a zeppelin flew over the harbor"),
			[]index.Entry{titled("one", "Talk", "a zeppelin flew over the town")},
		},
		{
			"the capitals that were typed", "Orange",
			titled("name", "Talk", "we spoke to Orange about this"),
			[]index.Entry{titled("colour", "Talk", "we painted it orange after this")},
		},
		{
			"the accents that were typed", "café",
			titled("accent", "Talk", "we went to the café before this"),
			[]index.Entry{titled("plain", "Talk", "we went to the cafe before this")},
		},
		{
			"the common words that were typed too", "who is acquired",
			titled("near", "Talk", "it is about who is acquired by them"),
			[]index.Entry{titled("without", "Talk", "it got about companies they acquired later")},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := open(t)
			// The worse come first: a tie would leave them there.
			put(t, x, append(append(filler(15), c.worse...), c.best)...)
			for _, unfolded := range []bool{false, true} {
				got := page(t, x, search.Request{Query: parse(t, c.asked), Order: search.Relevance, Unfolded: unfolded})
				if len(got.Results) < 1+len(c.worse) || got.Results[0].Document != c.best.Document {
					t.Errorf("%s: %s first, want %s: %s", c.asked, got.Results[0].Document, c.best.Document, scores(got))
				}
				if n := len(got.Results); n > 1 && got.Results[0].Score <= got.Results[1].Score {
					t.Errorf("%s: no difference in the scores: %s", c.asked, scores(got))
				}
			}
		})
	}
}

func scores(p search.Page) string {
	var out []string
	for _, r := range p.Results {
		out = append(out, fmt.Sprintf("%s %.3f", r.Document, r.Score))
	}
	return strings.Join(out, ", ")
}

// Documents that are equally relevant come newest first, and those of the same second in
// one order that does not change from search to search.
func TestEquallyRelevantDocumentsComeNewestFirst(t *testing.T) {
	x := open(t)
	var want []string
	var entries []index.Entry
	for i := range 30 {
		e := titled(name("d", i), "Talk", "every one of these says tidewater once")
		e.Published = noon.Add(-time.Duration(i/2) * 24 * time.Hour)
		e.Month = e.Published.Format("2006-01")
		entries = append(entries, e)
		want = append(want, e.Published.Format(time.DateOnly))
	}
	// Put in another order than the one wanted, in several batches.
	slices.Reverse(entries)
	for part := range slices.Chunk(entries, 7) {
		put(t, x, part...)
	}
	r := search.Request{Query: parse(t, "tidewater"), Order: search.Relevance, Limit: 30, Unfolded: true}
	first := page(t, x, r)
	var got []string
	for _, d := range first.Results {
		got = append(got, d.Published.Format(time.DateOnly))
	}
	if !slices.Equal(got, want) {
		t.Errorf("by day: %v", got)
	}
	for range 3 {
		if again := ids(page(t, x, r)); again != ids(first) {
			t.Errorf("another order the next time: %s, before %s", again, ids(first))
		}
	}
	// Pages of any size give the same list.
	for _, limit := range []int{1, 4, 29} {
		r.Limit = limit
		if got := documentsOf(everyPage(t, x, r, nil)); strings.Join(got, " ") != ids(first) {
			t.Errorf("pages of %d: %v", limit, got)
		}
	}
}

// The scores of a page do not rise, and the passages that a result shows are those that
// say most, in the order of the document.
func TestAResultShowsItsBestPassages(t *testing.T) {
	x := open(t)
	e := written("talk", "en", noon,
		"nothing at all", "harbor", "only zeppelin here", "zeppelin and harbor, harbor and zeppelin", "nothing again", "zeppelin with harbor")
	put(t, x, append(filler(10), e)...)
	r := search.Request{Query: parse(t, "zeppelin OR harbor"), Order: search.Relevance, Passages: 2}
	got := page(t, x, r).Results[0]
	if got.Matching != 4 || len(got.Passages) != 2 || got.Passages[0].Number != 4 || got.Passages[1].Number != 6 {
		t.Errorf("%d match, shown %+v", got.Matching, got.Passages)
	}
	r.Passages = 20
	if got = page(t, x, r).Results[0]; len(got.Passages) != 4 {
		t.Errorf("all %d of 4 passages", len(got.Passages))
	}
	r.Order = search.Newest
	if got = page(t, x, r).Results[0]; len(got.Passages) != 4 || got.Passages[0].Number != 2 {
		t.Errorf("newest first shows %+v", got.Passages)
	}
}
