package detect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

func TestOneBrandKeepsFiveHundredHits(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "hub", Name: "HubPeak"})
	for _, c := range []struct{ names, kept, total int }{{499, 499, 0}, {500, 500, 0}, {501, 500, 501}, {40_000, 500, 40_000}} {
		doc := &feeds.Document{Text: strings.Repeat("We like HubPeak. ", c.names)}
		got := d.Find(doc)
		check(t, doc, got.Hits)
		if len(got.Hits) != c.kept || got.Totals["hub"] != c.total {
			t.Errorf("%d names: %d hits, total %d; want %d and %d", c.names, len(got.Hits), got.Totals["hub"], c.kept, c.total)
		}
	}
}

func TestOneDocumentKeepsTenThousandHits(t *testing.T) {
	brands := make([]index.Brand, 60)
	var line strings.Builder
	for i := range brands {
		brands[i] = index.Brand{ID: fmt.Sprintf("b%02d", i), Name: fmt.Sprintf("Zorvel%02dx", i)}
		fmt.Fprintf(&line, "We saw %s. ", brands[i].Name)
	}
	got := mustNew(t, brands...).Find(&feeds.Document{Text: strings.Repeat(line.String(), 400)})
	if len(got.Hits) > 10_000 || len(got.Hits) < 9_900 {
		t.Errorf("%d hits are kept", len(got.Hits))
	}
	for _, b := range brands {
		if n := len(detect.ByBrand(got.Hits)[b.ID]); n != 10_000/60 || got.Totals[b.ID] != 400 {
			t.Errorf("%s keeps %d of %d", b.ID, n, got.Totals[b.ID])
		}
	}
}

// Certain hits are kept before doubtful ones, and the title before the text.
func TestWhatIsKeptIsTheMostConfident(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "beacon", Name: "Beacon"})
	doc := &feeds.Document{Title: "All about @Beacon", Text: strings.Repeat("A beacon burned. ", 700) + "We log it in Beacon."}
	hits := d.Find(doc).Hits
	if len(hits) != detect.MaxHits {
		t.Fatalf("%d hits", len(hits))
	}
	if last := hits[len(hits)-1]; last.Field != index.InTitle {
		t.Errorf("the title's hit is gone: %+v", last)
	}
	if sure := hits[len(hits)-2]; sure.Surface != "Beacon" {
		t.Errorf("the certain hit is gone: %+v", sure)
	}
}

func TestContainsIsNeverMoreStrictThanDetect(t *testing.T) {
	d := mustNew(t, world...)
	for _, text := range []string{"all about hub-peak", "昨日ソラノを使った", "Q.X.R", "zu\u0308rwald", "@hubpeakhq", "plume", "yonder dot example", "https://hubpeak.example", strings.Repeat("x ", 300_000) + "hub peak"} {
		if !d.Contains(text) {
			t.Errorf("%.40q holds no name", text)
		}
	}
	for _, text := range []string{"", "nothing at all", "hub", "peak hub", strings.Repeat("hub ", 300_000)} {
		if d.Contains(text) {
			t.Errorf("%.40q holds a name", text)
		}
	}
}

// Texts with many candidates go another way through the code, which must see the same.
func TestADenseDocumentIsJudgedLikeAnyOther(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "beacon", Name: "Beacon"}, index.Brand{ID: "zorv", Name: "Zorvel"}, index.Brand{ID: "out", Name: "Hubpeak", Exclude: []string{"hubpeak mountain"}})
	const tail = "We log it in Beacon. We climbed Hubpeak Mountain. A beacon burned."
	dense := d.Find(&feeds.Document{Text: strings.Repeat("Zorvel, ", 40_000) + tail})
	short := d.Find(&feeds.Document{Text: strings.Repeat("Zorvel, ", 40) + tail})
	want, got := detect.ByBrand(short.Hits), detect.ByBrand(dense.Hits)
	for _, id := range []string{"beacon", "out"} {
		if len(want[id]) != len(got[id]) {
			t.Fatalf("%s: %d hits, want %d", id, len(got[id]), len(want[id]))
		}
		for i := range want[id] {
			if want[id][i].Confidence != got[id][i].Confidence || want[id][i].Reason != got[id][i].Reason {
				t.Errorf("%s: %v %q, want %v %q", id, got[id][i].Confidence, got[id][i].Reason, want[id][i].Confidence, want[id][i].Reason)
			}
		}
	}
}
