package crawler

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// emptyPages fails as the page of an episode does.
type emptyPages struct{ fault *feeds.Fault }

func (emptyPages) Part() feeds.Part    { return feeds.PartText }
func (emptyPages) Cost() int           { return 30 }
func (emptyPages) Can(feeds.Task) bool { return true }

func (p emptyPages) Fill(context.Context, feeds.Task) (feeds.Filled, error) {
	return feeds.Filled{}, p.fault
}

// The page of a new episode without a transcript is looked at on three days, that of an old one once. A host that is away is
// no answer. None of it counts as a transcript that failed.
func TestPagesAreLookedAtAFewTimes(t *testing.T) {
	for name, c := range map[string]struct {
		kind feeds.FaultKind
		old  bool
		want int // times that the page is looked at
	}{
		"new":                 {feeds.FaultAbsent, false, maxPageAttempts},
		"new, forbidden":      {feeds.FaultBlocked, false, maxPageAttempts},
		"old":                 {feeds.FaultAbsent, true, 1},
		"old, but it is away": {feeds.FaultTransient, true, maxPartAttempts + 1},
	} {
		l := ledgertest.Open(t)
		crawler, err := New(Options{
			Ledger: l, Adapters: []feeds.Adapter{{}}, Fillers: []feeds.Filler{emptyPages{&feeds.Fault{Kind: c.kind, RetryAfter: 24 * time.Hour}}}, Workers: 1, Holder: "test",
			Nudge: func(string, []byte) {}, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: time.Now,
		})
		if err != nil {
			t.Fatal(err)
		}
		d := feeds.Document{ID: "one", Kind: feeds.Podcast, Network: "podcast", Key: "one", Title: "One", Published: now, Backfill: c.old}
		err = l.Write(t.Context(), func(tx *ledger.Tx) error {
			src, _, err := archive.AddSource(t.Context(), tx, feeds.Source{Type: feeds.PodcastSource, URL: "https://show.example/feed", Name: "Show"})
			if err != nil {
				return err
			}
			if _, err := archive.SaveDocument(t.Context(), tx, archive.NewDraft(d), src.ID); err != nil {
				return err
			}
			return archive.EnqueuePart(t.Context(), tx, archive.PartRequest{Document: d.ID, Part: feeds.PartText, Source: src.ID, Cost: 30, BringsText: true}, now)
		})
		if err != nil {
			t.Fatal(err)
		}
		looked := 0
		for at := time.Now().Add(time.Hour); looked <= maxPartAttempts+1; at = at.Add(48 * time.Hour) {
			due, err := archive.ClaimParts(t.Context(), l, []feeds.Part{feeds.PartText}, at, 1, "test", time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			if len(due) == 0 {
				break
			}
			if looked++; crawler.fillPart(t.Context(), due[0]) != nil {
				t.Fatal(name)
			}
		}
		counts, err := archive.PartCounts(t.Context(), l)
		if looked != c.want || err != nil || len(counts) != 0 {
			t.Errorf("%s: looked at %d times, want %d; %v, %v", name, looked, c.want, counts, err)
		}
	}
}
