package search_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

func TestDeletedDocumentsComeBackWhenPutAgain(t *testing.T) {
	x := open(t)
	ctx := t.Context()
	del := func(docs ...string) {
		t.Helper()
		if err := x.Delete(ctx, docs); err != nil {
			t.Fatal(err)
		}
	}
	put(t, x, written("a", "en", noon, "acme one", "acme two"), written("b", "en", noon, "acme"))
	del("a")
	check(t, x, []expect{{"acme", "b"}, {"two", ""}})
	del("a") // twice is once
	del("never there", "")
	check(t, x, []expect{{"acme", "b"}})
	put(t, x, written("a", "en", noon, "acme three"))
	check(t, x, []expect{{"acme", "a b"}, {"two", ""}, {"three", "a"}})
	put(t, x, written("a", "en", noon, "acme one", "acme two", "acme three"))
	check(t, x, []expect{{"two", "a"}})
	put(t, x, written("a", "en", noon, "acme three")) // shorter again
	check(t, x, []expect{{"two", ""}, {"one", ""}, {"three", "a"}})
	del("a", "b")
	check(t, x, []expect{{"acme", ""}, {"*", ""}})
}

// Ids that begin alike are different documents: deleting one leaves the other.
func TestIdsThatBeginAlike(t *testing.T) {
	x := open(t)
	for _, id := range []string{"doc", "doc-1", "doc-1-2", "doc.", "doc1", "do"} {
		put(t, x, written(id, "en", noon, "acme", "acme"))
	}
	if err := x.Delete(t.Context(), []string{"doc-1"}); err != nil {
		t.Fatal(err)
	}
	check(t, x, []expect{{"acme", "do doc doc-1-2 doc. doc1"}})
	put(t, x, written("doc", "en", noon, "globex"))
	check(t, x, []expect{{"acme", "do doc-1-2 doc. doc1"}, {"globex", "doc"}})
	if err := x.Delete(t.Context(), []string{"doc", "do"}); err != nil {
		t.Fatal(err)
	}
	check(t, x, []expect{{"*", "doc-1-2 doc. doc1"}})
}

// Of two entries for one document in one call the last counts, wherever they are in it.
func TestTheLastOfTwoCounts(t *testing.T) {
	x := open(t)
	put(t, x, written("a", "en", noon, "first"), written("b", "en", noon, "other"), written("a", "en", noon, "second"))
	check(t, x, []expect{{"first", ""}, {"second", "a"}, {"*", "a b"}})
}

// Random writes, deletions, merges and restarts leave what a map of documents has.
func TestTheIndexIsAMapOfDocuments(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		dir := tempDir(t)
		x, err := search.Open(dir, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { x.Close() }()
		model := map[string]string{} // the word that each document holds
		seq := uint64(0)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			switch rapid.IntRange(0, 6).Draw(t, "step") {
			default:
				var entries []index.Entry
				for range rapid.IntRange(1, 4).Draw(t, "entries") {
					i := rapid.IntRange(0, 9).Draw(t, "document")
					word := rapid.SampledFrom(atoms).Draw(t, "word")
					texts := slices.Repeat([]string{word}, rapid.IntRange(1, 3).Draw(t, "passages"))
					e := written(name("d", i), "en", firstDay.AddDate(0, 0, 9*i), texts...)
					seq++
					e.Seq = seq
					entries = append(entries, e)
					model[e.Document] = word
				}
				err = x.Put(ctx, entries)
			case 4:
				i := rapid.IntRange(0, 9).Draw(t, "deleted")
				delete(model, name("d", i))
				err = x.Delete(ctx, []string{name("d", i)})
			case 5:
				err = x.Compact(ctx)
			case 6:
				if err = x.Close(); err == nil {
					x, err = search.Open(dir, search.Options{})
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			if x.Offset() != seq {
				t.Fatalf("offset %d, want %d", x.Offset(), seq)
			}
		}
		for _, word := range atoms {
			want := []string{}
			for _, id := range slices.Sorted(maps.Keys(model)) {
				if model[id] == word {
					want = append(want, id)
				}
			}
			q, err := parseAt(word)
			if err != nil {
				t.Fatal(err)
			}
			p, err := x.Search(ctx, search.Request{Query: q, Limit: 50, Unfolded: true})
			if err != nil {
				t.Fatal(err)
			}
			got := documentsOf(p.Results)
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Fatalf("%s: found %s, want %s", word, strings.Join(got, " "), strings.Join(want, " "))
			}
		}
	})
}
