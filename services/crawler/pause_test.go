package crawler

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// refusing is a reader to whom every transcript is refused in the same way.
type refusing struct {
	Reader
	with *feeds.Fault
}

func (r refusing) Transcript(context.Context, []feeds.TranscriptRef, string) ([]feeds.Cue, string, error) {
	return nil, "", r.with
}

// A transcript that was asked for often enough in vain is given up; a try that the host's
// pause let nothing come of is none.
func TestAPauseIsNoTry(t *testing.T) {
	for _, c := range []struct {
		with *feeds.Fault
		left map[string]int
	}{
		{&feeds.Fault{Kind: feeds.FaultThrottled, RetryAfter: time.Minute, Unsent: true}, map[string]int{"pending": 1}},
		{&feeds.Fault{Kind: feeds.FaultPaced, RetryAfter: time.Minute}, map[string]int{"pending": 1}},
		{&feeds.Fault{Kind: feeds.FaultThrottled, RetryAfter: time.Minute}, map[string]int{"failed": 1}},
		{&feeds.Fault{Kind: feeds.FaultAbsent}, map[string]int{"failed": 1}},
	} {
		l := ledgertest.Open(t)
		crawler, err := New(Options{
			Ledger: l, Readers: map[feeds.SourceType]Reader{feeds.PodcastSource: refusing{with: c.with}}, Workers: 1, Holder: "test",
			Nudge: func(string, []byte) {}, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: time.Now,
		})
		if err != nil {
			t.Fatal(err)
		}
		d := feeds.Document{ID: "one", Kind: feeds.Podcast, Network: "podcast", Key: "one", Title: "One", Published: now}
		task := ledger.Text{Document: d.ID, Refs: []feeds.TranscriptRef{{URL: "https://show.example/1.vtt"}}, Attempts: textTry}
		err = l.Write(t.Context(), func(tx *ledger.Tx) error {
			src, _, err := tx.AddSource(t.Context(), feeds.Source{Type: feeds.PodcastSource, URL: "https://show.example/feed", Name: "Show"})
			if err != nil {
				return err
			}
			task.Source = src.ID
			if _, err := tx.SaveDocument(t.Context(), ledger.NewDraft(d), src.ID); err != nil {
				return err
			}
			return tx.QueueText(t.Context(), d.ID, src.ID, task.Refs, now)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := crawler.fetchText(t.Context(), task); err != nil {
			t.Fatal(err)
		}
		got, err := l.TextCounts(t.Context())
		if err != nil || got["pending"] != c.left["pending"] || got["failed"] != c.left["failed"] {
			t.Errorf("%s %t: %v %v, want %v", c.with.Kind, c.with.Unsent, got, err, c.left)
		}
		if due, err := l.ClaimTexts(t.Context(), time.Now(), 1, "test", time.Minute); err != nil || len(due) != 0 {
			t.Errorf("%s: due at once: %v %v", c.with.Kind, due, err)
		}
	}
}
