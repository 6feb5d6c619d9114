package detect

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// most returns how much the heap grows while f runs, and how long f takes.
func most(f func()) (peak uint64, took time.Duration) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	done := make(chan struct{})
	go func() {
		defer close(done)
		began := time.Now()
		f()
		took = time.Since(began)
	}()
	for {
		select {
		case <-done:
			return peak, took
		case <-time.After(2 * time.Millisecond):
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc-min(before, m.HeapAlloc))
		}
	}
}

// Shorter texts and fewer names take the same paths.
var hostileBytes, hostileNames = func() (int, int) {
	if os.Getenv("NAMEDROP_SLOW") != "" {
		return 4 << 20, 10_000
	}
	return 256 << 10, 2_000
}()

func repeated(s string) string { return strings.Repeat(s, hostileBytes/len(s)) }

func numbered(n int, f func(i int) index.Brand) []index.Brand {
	out := make([]index.Brand, n)
	for i := range out {
		out[i] = f(i)
		out[i].ID = fmt.Sprintf("b%05d", i)
	}
	return out
}

// Whatever a publisher's text is, and however many brands it names, detection needs little more
// memory than the text, ends, and finds the same each time.
func TestDetectionOfHostileTextsIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a dozen large texts")
	}
	one := []index.Brand{{ID: "zorblax", Name: "Zorblax"}}
	names := numbered(hostileNames, func(i int) index.Brand { return index.Brand{Name: fmt.Sprintf("Zorblax%05d", i)} })
	var all strings.Builder
	for all.Len() < hostileBytes {
		for _, b := range names {
			all.WriteString(b.Name + " a ")
		}
	}
	aliased := index.Brand{ID: "zorblax", Name: "Zorblax"}
	for i := range 199 {
		aliased.Aliases = append(aliased.Aliases, "Zorblax"+strings.Repeat(" Zorblax", i%5)+strings.Repeat("x", i/5))
	}
	cues := make([]feeds.Cue, hostileBytes/4)
	for i := range cues {
		cues[i] = feeds.Cue{Start: float64(i), End: float64(i + 1), Text: "Zorblax"}
	}
	chapters := make([]feeds.Chapter, 100_000)
	for i := range chapters {
		chapters[i].Title = "Zorblax"
	}
	for name, c := range map[string]struct {
		brands []index.Brand
		doc    feeds.Document
	}{
		"one name":               {one, feeds.Document{Text: repeated("Zorblax a ")}},
		"ten thousand names":     {names, feeds.Document{Text: all.String()}},
		"names that share one":   {numbered(hostileNames, func(int) index.Brand { return index.Brand{Name: "Zorblax"} }), feeds.Document{Text: repeated("Zorblax a ")}},
		"aliases that overlap":   {[]index.Brand{aliased}, feeds.Document{Text: repeated("Zorblax ")}},
		"sound-alikes":           {one, feeds.Document{Title: "Zorblax", Text: repeated("Zorblaks a "), Origin: feeds.Captions}},
		"sound-alikes of many":   {names, feeds.Document{Title: all.String()[:100_000], Text: strings.ReplaceAll(all.String(), "x", "ks"), Origin: feeds.Captions}},
		"one word":               {one, feeds.Document{Text: repeated("Zorblax")}},
		"no spaces":              {one, feeds.Document{Text: repeated("-Zorblax")}},
		"an address":             {one, feeds.Document{Text: "https://x.com/" + repeated("Zorblax/")}},
		"letters nobody sees":    {one, feeds.Document{Text: "Zor" + repeated("\u00ad") + "blax and Zorblax"}},
		"a title":                {one, feeds.Document{Title: repeated("Zorblax a ")}},
		"notes":                  {one, feeds.Document{Notes: repeated("Zorblax a ")}},
		"chapters":               {one, feeds.Document{Chapters: chapters}},
		"cues of one word":       {one, feeds.Document{Cues: cues}},
		"compounds":              {[]index.Brand{{ID: "zorblax", Name: "Zorblax", Language: "nl"}}, feeds.Document{Language: "nl", Text: repeated("Zorblaxkoppeling een ")}},
		"a compound":             {[]index.Brand{{ID: "zorblax", Name: "Zorblax", Language: "nl"}}, feeds.Document{Language: "nl", Text: repeated("zorblax")}},
		"context words":          {[]index.Brand{{ID: "zorblax", Name: "Zorblax", Context: []string{"a", "b c"}, Exclude: []string{"d"}}}, feeds.Document{Text: repeated("Zorblax a ")}},
		"letters beyond ASCII":   {one, feeds.Document{Text: repeated("Zörblax é ")}},
		"words that stand alone": {[]index.Brand{{ID: "zorblax", Name: "東京"}}, feeds.Document{Text: repeated("東京")}},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := New(c.brands, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var found Found
			peak, took := most(func() { found = d.Find(&c.doc) })
			t.Logf("%s: %d hits, %d brands have more; %d MB, %s", name, len(found.Hits), len(found.Totals), peak>>20, took.Round(time.Millisecond))
			// The cues are joined to a text, and the clock knows where each begins.
			if peak > 192<<20 {
				t.Errorf("the heap grew by %d MB", peak>>20)
			}
			if took > time.Minute {
				t.Errorf("it took %s", took)
			}
			if len(found.Hits) > max(maxTotalHits, len(c.brands)) {
				t.Errorf("%d hits are kept", len(found.Hits))
			}
			for brand, total := range found.Totals {
				kept := ByBrand(found.Hits)[brand]
				if total <= len(kept) || len(kept) == 0 || len(kept) > MaxHits {
					t.Errorf("%s: %d hits of %d are kept", brand, len(kept), total)
				}
				break
			}
			if again := d.Find(&c.doc); !reflect.DeepEqual(found, again) {
				t.Error("a second look finds something else")
			}
		})
	}
}

// When there are more hits than are kept, the most confident are kept, wherever they are.
func TestTheMostConfidentHitsAreKept(t *testing.T) {
	d, err := New([]index.Brand{{ID: "beacon", Name: "Beacon"}, {ID: "larkmeter", Name: "Larkmeter"}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{MaxHits + 100, maxCandidates + 100, 200_000} {
		doc := feeds.Document{Text: strings.Repeat("we saw a beacon there. ", n) + "We moved to Larkmeter. Then @Beacon called."}
		found := d.Find(&doc)
		by := ByBrand(found.Hits)
		if got := len(by["beacon"]); got != MaxHits || found.Totals["beacon"] != n+1 {
			t.Errorf("%d names: %d hits of %d are kept", n+1, got, found.Totals["beacon"])
		}
		if last := by["beacon"][MaxHits-1]; last.Surface != "Beacon" {
			t.Errorf("%d names: the last hit is %q", n+1, last.Quote)
		}
		if by["beacon"][0].Start != 9 {
			t.Errorf("%d names: the first hit is at %d", n+1, by["beacon"][0].Start)
		}
		if len(by["larkmeter"]) != 1 || found.Totals["larkmeter"] != 0 {
			t.Errorf("%d names: the other brand has %d hits of %d", n+1, len(by["larkmeter"]), found.Totals["larkmeter"])
		}
	}
}

func TestQuota(t *testing.T) {
	for want, counts := range map[int][]int{
		MaxHits:           {5, 100, 1_000_000},
		1:                 {maxTotalHits + 1: 3},
		maxTotalHits / 50: slices.Repeat([]int{1 << 20}, 50),
	} {
		by := map[int32]int{}
		for i, n := range counts {
			by[int32(i)] = max(n, 1)
		}
		if got := quota(by); got != want {
			t.Errorf("%d brands keep %d each, want %d", len(by), got, want)
		}
	}
}

// Reading a document window by window finds the same as reading it at once.
func TestBothWaysFindTheSame(t *testing.T) {
	docs, brands := dense(6)
	brands = append(brands, index.Brand{ID: "the", Name: "The", Context: []string{"you"}}, index.Brand{ID: "quor", Name: "Quorvex"},
		index.Brand{ID: "twin", Name: "Quorvex01"}, index.Brand{ID: "and", Name: "And", Language: "nl", Exclude: []string{"of"}})
	d, err := New(brands, Options{NoSound: true})
	if err != nil {
		t.Fatal(err)
	}
	docs = append(docs, &feeds.Document{Title: "Quorvex 01 and the others", Notes: "With Quorvex. The show.", Author: "Quorvex02",
		Text: strings.Repeat(docs[0].Body()+" ", 4), Language: "nl", Chapters: []feeds.Chapter{{Title: "Quorvex03"}, {Title: "And the rest"}}})
	for i, doc := range docs {
		want := d.Find(doc)
		w := new(work)
		w.language = doc.Language
		w.texts = textsOf(doc, nil)
		got := d.dense(doc, w)
		if len(want.Hits) < 50 || !reflect.DeepEqual(want.Hits, got.Hits) || fmt.Sprint(want.Totals) != fmt.Sprint(got.Totals) && len(want.Totals)+len(got.Totals) > 0 {
			t.Errorf("document %d: %d hits at once %v, %d window by window %v", i, len(want.Hits), want.Totals, len(got.Hits), got.Totals)
		}
	}
}
