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

// of is an entry in a cluster.
func of(cluster string, e index.Entry) index.Entry {
	e.Cluster = cluster
	return e
}

// Whichever copy comes first, and however they are batched, the same documents are together.
func TestTheOrderOfArrivalDoesNotMatter(t *testing.T) {
	docs := []index.Entry{
		of("a1", spoken("a1", day(9), speech(21, 90))), of("a1", spoken("a2", day(5), speech(21, 90))), of("a1", spoken("a3", day(40), speech(22, 90))),
		spoken("b1", day(8), speech(22, 90)), of("b1", spoken("b2", day(1), speech(22, 90))), // the first doesn't know its copy
		spoken("c1", day(7), speech(23, 90)),
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

// The first copy gives the cluster its name. Once it is deleted the others stay together.
func TestTheFirstCopyMayBeDeleted(t *testing.T) {
	x := open(t)
	for i, id := range []string{"first", "second", "third"} {
		put(t, x, of("first", spoken(id, day(9-i), speech(31, 90))))
	}
	if err := x.Delete(t.Context(), []string{"first"}); err != nil {
		t.Fatal(err)
	}
	if got := clusters(t, x); got != "second+third" {
		t.Errorf("after the first was deleted: %s", got)
	}
	if err := x.Delete(t.Context(), []string{"second"}); err != nil {
		t.Fatal(err)
	}
	if got := clusters(t, x); got != "third" {
		t.Errorf("only one is left: %s", got)
	}
}

// A document that the ledger moves is folded with its new copies.
func TestADocumentMovesToAnotherCluster(t *testing.T) {
	x := open(t)
	text := speech(41, 90)
	put(t, x, spoken("a", day(9), text), spoken("b", day(5), text))
	if got := clusters(t, x); got != "a b" {
		t.Errorf("before: %s", got)
	}
	put(t, x, of("a", spoken("b", day(5), text)))
	if got := clusters(t, x); got != "a+b" {
		t.Errorf("after: %s", got)
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
	put(t, x, spoken("old", day(9), text), of("old", spoken("new", day(1), text)))
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
