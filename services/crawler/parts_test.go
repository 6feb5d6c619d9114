package crawler_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// A transcript with times that is offered later replaces a plain text.
func TestATimedTranscriptReplacesAText(t *testing.T) {
	s := follow(t, "/feed")
	s.Page("/1.txt", "text/plain", "All that was said")
	s.Page("/1.vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nAll that was said\n")
	plain := `<podcast:transcript url="/1.txt" type="text/plain"/>`
	live := func(more string) string {
		return strings.ReplaceAll(episode("2", "New", more), "02 Nov 2026", time.Now().Format("02 Jan 2006"))
	}
	s.publish("/feed", episode("1", "Old", plain))
	s.crawl()
	all := func(holds func(feeds.Document) bool) func([]feeds.Document) bool {
		return func(docs []feeds.Document) bool {
			return len(docs) > 0 && !slices.ContainsFunc(docs, func(d feeds.Document) bool { return !holds(d) })
		}
	}
	s.documents("read", all(func(d feeds.Document) bool { return d.Text == "All that was said" }))
	s.publish("/feed", live(plain), episode("1", "Old", plain))
	s.documents("read live", func(docs []feeds.Document) bool { return len(docs) == 2 && docs[1].Text == "All that was said" })
	timed := plain + `<podcast:transcript url="/1.vtt" type="text/vtt"/>`
	s.publish("/feed", live(timed), episode("1", "Old", timed))
	s.documents("with times", all(func(d feeds.Document) bool { return len(d.Cues) == 1 }))
	if counts, err := archive.PartCounts(t.Context(), s.ledger); err != nil || len(counts) != 0 {
		t.Errorf("still waiting: %v %v", counts, err)
	}
}

// A read may save a request for a part after its source was deleted. The request ends.
func TestAPartOfADeletedSource(t *testing.T) {
	s := follow(t, "/feed")
	s.publish("/feed", episode("1", "One"))
	s.crawl()
	docs := s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 1 })
	err := s.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		if err := archive.DeleteSource(t.Context(), tx, s.source); err != nil {
			return err
		}
		return archive.EnqueuePart(t.Context(), tx, archive.PartRequest{Document: docs[0].ID, Part: feeds.PartTranscript, Source: s.source, Offers: []feeds.Offer{{URL: s.At("/1.vtt")}}}, tx.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(often) {
		counts, err := archive.PartCounts(t.Context(), s.ledger)
		if err != nil {
			t.Fatal(err)
		}
		if counts["pending"] == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatal("the request is retried without end")
		}
	}
}
