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

// failingFiller is a filler that fails for every transcript with the same fault.
type failingFiller struct{ fault *feeds.Fault }

func (failingFiller) Part() feeds.Part    { return feeds.PartTranscript }
func (failingFiller) Cost() int           { return 0 }
func (failingFiller) Can(feeds.Task) bool { return true }

func (r failingFiller) Fill(context.Context, feeds.Task) (feeds.Filled, error) {
	return feeds.Filled{}, r.fault
}

// A transcript fails after the last attempt. An attempt that sent no request, because its host
// asked for a pause, doesn't count.
func TestAPauseCostsNoAttempt(t *testing.T) {
	for _, c := range []struct {
		fault *feeds.Fault
		left  map[string]int
	}{
		{&feeds.Fault{Kind: feeds.FaultThrottled, RetryAfter: time.Minute, Unsent: true}, map[string]int{"pending": 1}},
		{&feeds.Fault{Kind: feeds.FaultPaced, RetryAfter: time.Minute}, map[string]int{"pending": 1}},
		{&feeds.Fault{Kind: feeds.FaultThrottled, RetryAfter: time.Minute}, map[string]int{"failed": 1}},
		{&feeds.Fault{Kind: feeds.FaultAbsent}, map[string]int{"failed": 1}},
	} {
		l := ledgertest.Open(t)
		crawler, err := New(Options{
			Ledger: l, Adapters: []feeds.Adapter{{}}, Fillers: []feeds.Filler{failingFiller{c.fault}}, Workers: 1, Holder: "test",
			Nudge: func(string, []byte) {}, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: time.Now,
		})
		if err != nil {
			t.Fatal(err)
		}
		d := feeds.Document{ID: "one", Kind: feeds.Podcast, Network: "podcast", Key: "one", Title: "One", Published: now}
		task := archive.PartRequest{Document: d.ID, Part: feeds.PartTranscript, BringsText: true, Attempts: maxPartAttempts}
		err = l.Write(t.Context(), func(tx *ledger.Tx) error {
			src, _, err := archive.AddSource(t.Context(), tx, feeds.Source{Type: feeds.PodcastSource, URL: "https://show.example/feed", Name: "Show"})
			if err != nil {
				return err
			}
			task.Source = src.ID
			if _, err := archive.SaveDocument(t.Context(), tx, archive.NewDraft(d), src.ID); err != nil {
				return err
			}
			return archive.EnqueuePart(t.Context(), tx, task, now)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := crawler.fillPart(t.Context(), task); err != nil {
			t.Fatal(err)
		}
		got, err := archive.PartCounts(t.Context(), l)
		if err != nil || got["pending"] != c.left["pending"] || got["failed"] != c.left["failed"] {
			t.Errorf("%s %t: %v %v, want %v", c.fault.Kind, c.fault.Unsent, got, err, c.left)
		}
		if due, err := archive.ClaimParts(t.Context(), l, []feeds.Part{feeds.PartTranscript}, time.Now(), 1, "test", time.Minute); err != nil || len(due) != 0 {
			t.Errorf("%s: due at once: %v %v", c.fault.Kind, due, err)
		}
	}
}
