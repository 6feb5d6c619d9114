package search

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A list of the best k is the beginning of the sorted list of all, in whatever order they
// arrive, with the passages of one document joined.
func TestTheBestKAreTheFirstOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		byScore, newest := rapid.Bool().Draw(t, "by score"), rapid.Bool().Draw(t, "newest")
		limit := rapid.IntRange(1, 8).Draw(t, "limit")
		k := &topK{scan: &dateScan{newest: newest}, limit: limit, at: map[uint64]*group{}, byScore: byScore}
		var all []*group
		for i := range rapid.IntRange(0, 40).Draw(t, "groups") {
			g := &group{at: int64(rapid.IntRange(0, 9).Draw(t, "at")), doc: uint64(i), count: 1, score: float64(rapid.IntRange(0, 4).Draw(t, "score"))}
			if k.beaten(g) && len(all) < limit {
				t.Fatalf("%d groups, and one is beaten already", len(all))
			}
			all = append(all, g)
			k.add(g)
		}
		slices.SortFunc(all, func(a, b *group) int {
			if k.before(a, b) {
				return -1
			}
			return 1
		})
		want := all[:min(limit, len(all))]
		got := k.sorted()
		if len(got) != len(want) {
			t.Fatalf("%d groups, want %d", len(got), len(want))
		}
		for i := range want {
			if got[i].doc != want[i].doc {
				t.Fatalf("group %d is %d, want %d", i, got[i].doc, want[i].doc)
			}
		}
		// What comes after the end of a full list is beaten, and nothing in the list is.
		for i, g := range all {
			if len(all) > limit && k.beaten(g) != (i >= limit-1) {
				t.Fatalf("group %d of %d, limit %d: beaten %v", i, len(all), limit, k.beaten(g))
			}
		}
	})
}

// The passages of a document lie in several segments: its groups become one.
func TestGroupsOfOneDocumentAreJoined(t *testing.T) {
	k := &topK{scan: &dateScan{newest: true}, limit: 2, at: map[uint64]*group{}}
	k.add(&group{at: 5, doc: 1, count: 2, runs: []run{{}}})
	k.add(&group{at: 4, doc: 2, count: 1, runs: []run{{}}})
	k.add(&group{at: 5, doc: 1, count: 3, head: true, runs: []run{{}}})
	k.add(&group{at: 3, doc: 3, count: 1, runs: []run{{}}})
	got := k.sorted()
	if len(got) != 2 || got[0].doc != 1 || got[0].count != 5 || !got[0].head || len(got[0].runs) != 2 || got[1].doc != 2 {
		t.Errorf("%+v", got)
	}
}

// A scan that goes on after a cursor leaves out what comes before it.
func TestNothingBeforeTheCursor(t *testing.T) {
	for _, newest := range []bool{true, false} {
		k := &topK{scan: &dateScan{newest: newest, after: &sortKey{at: 5, doc: 5}}, limit: 20, at: map[uint64]*group{}}
		for at := range int64(10) {
			for doc := range uint64(10) {
				k.add(&group{at: at, doc: 10*uint64(at) + doc, count: 1})
			}
		}
		for _, g := range k.sorted() {
			if after := g.key().compare(sortKey{5, 5}); newest && after >= 0 || !newest && after <= 0 {
				t.Errorf("newest %v: %d %d is listed", newest, g.at, g.doc)
			}
		}
		if len(k.groups) != 20 {
			t.Errorf("newest %v: %d groups", newest, len(k.groups))
		}
	}
}

func TestCursorsAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := cursor{
			Order: rapid.SampledFrom([]Order{Newest, Oldest, Relevance}).Draw(t, "order"), At: rapid.Int64().Draw(t, "at"), Doc: rapid.Uint64().Draw(t, "doc"),
			Rank: rapid.IntRange(0, MaxRanked).Draw(t, "rank"), List: rapid.Uint64().Draw(t, "list"), Loose: rapid.Bool().Draw(t, "loose"),
		}
		got, err := readCursor(c.String(), c.Order)
		if err != nil || *got != c {
			t.Fatalf("%+v was read as %+v, %v", c, got, err)
		}
	})
}

// Terms of times sort as the times do, also before 1970, and are read as written.
func TestTimeTermsSortAsTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		x, y := timeTerm(unix(a)), timeTerm(unix(b))
		if readTimeTerm(x) != a || (x < y) != (a < b) {
			t.Fatalf("%d and %d: %q and %q", a, b, x, y)
		}
	})
}

// A day begins at midnight, also before 1970.
func TestDaysOfSeconds(t *testing.T) {
	for seconds, want := range map[int64]int64{0: 0, 86399: 0, 86400: 1, -1: -1, -86400: -1, -86401: -2} {
		if got := floorDay(seconds); got != want {
			t.Errorf("second %d is in day %d, want %d", seconds, got, want)
		}
	}
}
