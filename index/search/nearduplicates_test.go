package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// speech is invented text of so many words, the same for the same seed.
func speech(seed uint64, words int) []string {
	r := rand.New(rand.NewPCG(seed, 99))
	out := make([]string, words)
	for i := range out {
		out[i] = fmt.Sprintf("term%d", r.IntN(4000))
	}
	return out
}

// passagesOf cuts words into passages of sixty, each with the word that the tests ask for.
func passagesOf(words []string) []string {
	var out []string
	for part := range slices.Chunk(words, 60) {
		out = append(out, "acme "+strings.Join(part, " "))
	}
	return out
}

// misheard replaces one word in every n, as another transcriber would.
func misheard(words []string, n int, seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 7))
	out := slices.Clone(words)
	for i := range out {
		if r.IntN(n) == 0 {
			out[i] = fmt.Sprintf("wrong%d", r.IntN(4000))
		}
	}
	return out
}

func spoken(id string, published time.Time, words []string) index.Entry {
	return written(id, "en", published, passagesOf(words)...)
}

// clusters lists what is folded together: each result with its similar documents, sorted.
func clusters(t testing.TB, x *search.Index) string {
	t.Helper()
	var out []string
	for _, r := range page(t, x, search.Request{Query: parse(t, "acme"), Limit: 100}).Results {
		members := []string{r.Document}
		for _, s := range r.Similar {
			members = append(members, s.Document)
		}
		slices.Sort(members)
		out = append(out, strings.Join(members, "+"))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func day(n int) time.Time { return noon.AddDate(0, 0, -n) }

func TestWhatIsNearlyTheSame(t *testing.T) {
	long, other := speech(1, 1500), speech(2, 1500)
	intro := speech(3, 120) // a minute that a show says each week
	with := func(parts ...[]string) []string { return slices.Concat(parts...) }
	for _, c := range []struct {
		name string
		docs []index.Entry
		want string
	}{
		{"the same text twice", []index.Entry{spoken("a", day(3), long), spoken("b", day(1), long)}, "a+b"},
		{"three re-posts", []index.Entry{spoken("a", day(3), long), spoken("b", day(2), long), spoken("c", day(1), long)}, "a+b+c"},
		{"another transcript of one recording", []index.Entry{spoken("a", day(3), long), spoken("b", day(1), misheard(long, 12, 1))}, "a+b"},
		{"a copy with a few edits", []index.Entry{spoken("a", day(3), long), spoken("b", day(1), with(long[:400], speech(9, 15), long[420:]))}, "a+b"},
		{"a copy with an intro", []index.Entry{spoken("a", day(3), long), spoken("b", day(1), with(speech(9, 40), long))}, "a+b"},
		{"two talks", []index.Entry{spoken("a", day(3), long), spoken("b", day(1), other)}, "a b"},
		{"two talks with one intro", []index.Entry{spoken("a", day(3), with(intro, long)), spoken("b", day(1), with(intro, other))}, "a b"},
		{"two talks with one intro and one ending", []index.Entry{spoken("a", day(3), with(intro, long, intro)), spoken("b", day(1), with(intro, other, intro))}, "a b"},
		{"a talk and its first half", []index.Entry{spoken("a", day(3), long), spoken("b", day(1), long[:750])}, "a b"},
		{"the halves of one talk", []index.Entry{spoken("a", day(3), long[:750]), spoken("b", day(1), long[750:])}, "a b"},
		{"a best-of with a quarter of each", []index.Entry{spoken("a", day(3), long), spoken("b", day(1), with(long[:375], other[:375], speech(4, 375), speech(5, 375)))}, "a b"},
		{"in other months", []index.Entry{spoken("a", day(25), long), spoken("b", day(1), long)}, "a+b"},
		{"half a year apart with nothing between", []index.Entry{spoken("a", day(180), long), spoken("b", day(1), long)}, "a+b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, together := range []bool{true, false} {
				x := open(t)
				if together {
					put(t, x, c.docs...)
				} else {
					for _, d := range c.docs {
						put(t, x, d)
					}
				}
				if got := clusters(t, x); got != c.want {
					t.Errorf("in one batch: %v: %s, want %s", together, got, c.want)
				}
			}
		})
	}
}

func TestShortPostsAreTheSameWordForWord(t *testing.T) {
	post := func(id string, n int, text string) index.Entry { return written(id, "en", day(n), text) }
	for _, c := range []struct {
		name, a, b string
		want       string
	}{
		{"links, handles, signs and case do not count", "Acme is the best tool we ever bought for this, honestly!", "acme is THE best tool, we ever bought for this honestly @friend https://x.example/1", "a+b"},
		{"one word makes a difference", "Acme is the best tool we ever bought for this, honestly", "Acme is the worst tool we ever bought for this, honestly", "a b"},
		{"another order of words", "Acme we like, and Globex we do not like at all", "Globex we like, and Acme we do not like at all", "a b"},
		{"under eight words nothing is similar", "Thank you so much Acme!", "Thank you so much Acme!", "a b"},
		{"eight words are enough", "Thank you so very much for this Acme", "thank you so very much for this acme", "a+b"},
	} {
		x := open(t)
		put(t, x, post("a", 2, c.a), post("b", 1, c.b))
		if got := clusters(t, x); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A chain of transcripts, each a little further from the first, stays with the first as
// far as they resemble it, and every document is listed once.
func TestChainsListEachDocumentOnce(t *testing.T) {
	x := open(t)
	text := speech(11, 1200)
	put(t, x, spoken("c00", day(20), text))
	for i := 1; i < 8; i++ {
		text = misheard(text, 25, uint64(i))
		put(t, x, spoken(name("c", i), day(20-i), text))
	}
	seen := map[string]int{}
	for _, r := range page(t, x, search.Request{Query: parse(t, "acme"), Limit: 100}).Results {
		seen[r.Document]++
		for _, s := range r.Similar {
			seen[s.Document]++
		}
	}
	for i := range 8 {
		if n := seen[name("c", i)]; n != 1 {
			t.Errorf("%s is listed %d times: %s", name("c", i), n, clusters(t, x))
		}
	}
	if got := clusters(t, x); !strings.Contains(got, "c00+c01+c02") {
		t.Errorf("the first transcripts are not together: %s", got)
	}
}

// Whichever copy comes first, and however they are batched, the same documents are together.
func TestTheOrderOfArrivalDoesNotMatter(t *testing.T) {
	docs := []index.Entry{
		spoken("a1", day(9), speech(21, 900)), spoken("a2", day(5), misheard(speech(21, 900), 15, 1)), spoken("a3", day(40), misheard(speech(21, 900), 15, 2)),
		spoken("b1", day(8), speech(22, 900)), spoken("b2", day(1), speech(22, 900)),
		spoken("c1", day(7), speech(23, 900)),
	}
	r := rand.New(rand.NewPCG(4, 4))
	for range 6 {
		order := r.Perm(len(docs))
		batch := 1 + r.IntN(len(docs))
		x := open(t)
		for part := range slices.Chunk(order, batch) {
			var entries []index.Entry
			for _, i := range part {
				entries = append(entries, docs[i])
			}
			put(t, x, entries...)
		}
		if got := clusters(t, x); got != "a1+a2+a3 b1+b2 c1" {
			t.Errorf("order %v in batches of %d: %s", order, batch, got)
		}
	}
}

// The first copy gives the cluster its name. Once it is deleted the others stay together,
// and a new copy joins them.
func TestTheFirstCopyMayBeDeleted(t *testing.T) {
	x := open(t)
	text := speech(31, 900)
	put(t, x, spoken("first", day(9), text))
	put(t, x, spoken("second", day(5), misheard(text, 15, 1)))
	put(t, x, spoken("third", day(4), misheard(text, 15, 2)))
	if err := x.Delete(t.Context(), []string{"first"}); err != nil {
		t.Fatal(err)
	}
	if got := clusters(t, x); got != "second+third" {
		t.Errorf("after the first was deleted: %s", got)
	}
	put(t, x, spoken("fourth", day(3), text))
	if got := clusters(t, x); got != "fourth+second+third" {
		t.Errorf("with a new copy: %s", got)
	}
	if err := x.Delete(t.Context(), []string{"second", "fourth"}); err != nil {
		t.Fatal(err)
	}
	if got := clusters(t, x); got != "third" {
		t.Errorf("only one is left: %s", got)
	}
}

// An edit takes a document out of its cluster, and another puts it back.
func TestAnEditLeavesTheCluster(t *testing.T) {
	x := open(t)
	text := speech(41, 900)
	put(t, x, spoken("a", day(9), text), spoken("b", day(5), text))
	put(t, x, spoken("b", day(5), speech(42, 900)))
	if got := clusters(t, x); got != "a b" {
		t.Errorf("after the edit: %s", got)
	}
	put(t, x, spoken("b", day(5), text))
	if got := clusters(t, x); got != "a+b" {
		t.Errorf("after the second edit: %s", got)
	}
	if err := x.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := clusters(t, x); got != "a+b" {
		t.Errorf("after compaction: %s", got)
	}
}

// Folding hides no document that alone matches: only copies that match too are folded.
func TestOnlyWhatMatchesIsFolded(t *testing.T) {
	x := open(t)
	text := speech(51, 900)
	put(t, x, spoken("old", day(9), text), spoken("new", day(1), misheard(text, 15, 3)))
	for asked, want := range map[string]string{
		"acme":                   "new",
		"acme before:2026-11-15": "old",
		"acme after:2026-11-15":  "new",
	} {
		got := page(t, x, search.Request{Query: parse(t, asked)})
		if ids(got) != want {
			t.Errorf("%s: %s, want %s", asked, ids(got), want)
		}
		if n := len(got.Results[0].Similar); n != 0 && asked != "acme" {
			t.Errorf("%s: %d similar documents that do not match", asked, n)
		}
	}
}
