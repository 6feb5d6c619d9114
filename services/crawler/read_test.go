package crawler

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// The back catalogue is what the first read lists, and old episodes that are added later. An
// episode of today is live, and so is one without a date.
func TestPrepareMarksTheBackCatalogue(t *testing.T) {
	followed := schedule.State{FirstRead: now.AddDate(0, -1, 0)}
	for _, c := range []struct {
		name      string
		published time.Time
		state     schedule.State
		backfill  bool
		undated   bool
	}{
		{"first read, today's episode", now, schedule.State{}, true, false},
		{"first read, no date", time.Time{}, schedule.State{}, true, true},
		{"followed, today's episode", now, followed, false, false},
		{"followed, no date", time.Time{}, followed, false, true},
		{"followed, late by a week", now.AddDate(0, 0, -7), followed, false, false},
		{"followed, from years ago", now.AddDate(-3, 0, 0), followed, true, false},
		{"first read by a clock that was years ahead", now, schedule.State{FirstRead: now.AddDate(10, 0, 0)}, false, false},
		{"first read by such a clock, from years ago", now.AddDate(-3, 0, 0), schedule.State{FirstRead: now.AddDate(10, 0, 0)}, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			batch := feeds.Batch{Documents: []feeds.Item{{Document: feeds.Document{Published: c.published}}}}
			prepare(batch, c.state, now)
			d := batch.Documents[0]
			if d.Backfill != c.backfill || d.Undated != c.undated || d.Published.IsZero() || !d.Fetched.Equal(now) {
				t.Errorf("backfill %t, undated %t, published %s, fetched %s", d.Backfill, d.Undated, d.Published, d.Fetched)
			}
			// A document from a stream has just been published, even at the first read of its source.
			batch.Live, batch.Documents[0].Backfill = true, false
			if prepare(batch, c.state, now); batch.Documents[0].Backfill {
				t.Error("live documents are back catalogue")
			}
		})
	}
}

func TestPublicationTimesAreTheNewest(t *testing.T) {
	var docs []feeds.Item
	for i := range 40 {
		docs = append(docs, feeds.Item{Document: feeds.Document{Published: now.AddDate(0, 0, -7*((i*13)%40))}})
	}
	docs = append(docs, feeds.Item{Document: feeds.Document{Published: now.AddDate(0, 0, 1), Undated: true}})
	got := publicationTimes(docs)
	if len(got) != maxPublished || !got[0].Equal(now) || !got[1].Equal(now.AddDate(0, 0, -7)) {
		t.Errorf("%d times, beginning with %v", len(got), got[:2])
	}
}

// stubFiller is a filler whose Can is the function can. It fills nothing.
type stubFiller struct {
	part feeds.Part
	cost int
	can  func(feeds.Task) bool
}

func (s stubFiller) Part() feeds.Part      { return s.part }
func (s stubFiller) Cost() int             { return s.cost }
func (s stubFiller) Can(t feeds.Task) bool { return s.can(t) }
func (s stubFiller) Fill(context.Context, feeds.Task) (feeds.Filled, error) {
	return feeds.Filled{}, nil
}

func TestPartRequestsMatchTheFillers(t *testing.T) {
	offered := func(t feeds.Task) bool { return len(t.Offers) > 0 }
	recorded := func(t feeds.Task) bool { return t.Document.Audio != "" }
	c, err := New(Options{
		Ledger: ledgertest.Open(t), Adapters: []feeds.Adapter{{}}, Workers: 1, Holder: "test",
		Fillers: []feeds.Filler{stubFiller{feeds.PartSpeech, 100, recorded}, stubFiller{feeds.PartTranscript, 0, offered}, stubFiller{feeds.PartChapters, 0, offered}, stubFiller{feeds.PartCaptions, 5, offered}},
		Nudge:   func(string, []byte) {}, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	vtt, file := feeds.Offer{Part: feeds.PartTranscript, URL: "https://show.example/1.vtt"}, feeds.Offer{Part: feeds.PartChapters, URL: "https://show.example/1.json"}
	for name, tt := range map[string]struct {
		doc    feeds.Document
		offers []feeds.Offer
		want   []feeds.Part
	}{
		"nothing":                  {},
		"files":                    {offers: []feeds.Offer{file, vtt}, want: []feeds.Part{feeds.PartTranscript, feeds.PartChapters}},
		"a recording and captions": {feeds.Document{Audio: "https://show.example/1.mp3"}, []feeds.Offer{{Part: feeds.PartCaptions}}, []feeds.Part{feeds.PartCaptions, feeds.PartSpeech}},
		"a part without a filler":  {offers: []feeds.Offer{{Part: "smell"}}},
	} {
		var got []feeds.Part
		for _, r := range c.partRequests(&tt.doc, feeds.Source{}, tt.offers) {
			got = append(got, r.Part)
			if len(r.Offers) > 1 || r.BringsText != (r.Part != feeds.PartChapters) {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: asks for %v, want %v", name, got, tt.want)
		}
	}
}

func TestPartBackoff(t *testing.T) {
	if a, b := partBackoff(0, 0), partBackoff(3, 0); a != time.Minute || b != 8*time.Minute {
		t.Errorf("waits %s, %s", a, b)
	}
	if w := partBackoff(30, 0); w != 12*time.Hour {
		t.Errorf("at most %s", w)
	}
	if w := partBackoff(0, time.Hour); w != time.Hour {
		t.Errorf("waits %s for a host that asks for an hour", w)
	}
}
