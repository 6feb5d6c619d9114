package archive_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// The transcripts of a source are counted by their state and by the reason, which names the host.
func TestWhatBecameOfTheTranscriptsOfASource(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src, other := addSource(t, l, "ours"), addSource(t, l, "other")
		save(t, l, other.ID, episode("o", "Elsewhere", ""))
		docs := []*feeds.Document{episode("a", "Read", "Words"), episode("b", "Missing", ""), episode("c", "Missing too", ""), episode("d", "Waiting", ""), episode("e", "None", "")}
		article := episode("f", "An article", "")
		article.Kind = feeds.Page
		save(t, l, src.ID, append(docs, article)...)
		missing := &feeds.Fault{Kind: feeds.FaultAbsent, Code: "file_missing", Host: "cdn.example", Reason: "There is no such file"}
		write(t, l, func(tx *ledger.Tx) error {
			for _, d := range docs[:4] {
				if err := archive.EnqueuePart(ctx, tx, archive.PartRequest{Document: d.ID, Part: feeds.PartTranscript, Source: src.ID, BringsText: true, Offers: []feeds.Offer{{URL: "https://cdn.example/x.vtt"}}}, noon); err != nil {
					return err
				}
			}
			if err := archive.FailPart(ctx, tx, docs[1].ID, feeds.PartTranscript, missing); err != nil {
				return err
			}
			// Its page may still have a transcript, which is no reason to hide what became of the one that is offered.
			if err := archive.EnqueuePart(ctx, tx, archive.PartRequest{Document: docs[1].ID, Part: feeds.PartText, Source: src.ID, Cost: 30, BringsText: true}, noon); err != nil {
				return err
			}
			return archive.FailPart(ctx, tx, docs[2].ID, feeds.PartTranscript, missing)
		})
		params := map[string]string{"host": "cdn.example"}
		want := []archive.TextCount{
			{State: archive.TextFailed, Error: "There is no such file.", Code: "file_missing", Params: params, Documents: 2},
			{State: archive.TextAbsent, Documents: 1}, {State: archive.TextPending, Documents: 1}, {State: archive.TextRead, Documents: 1},
		}
		if diff := cmp.Diff(want, must(archive.CountTexts(ctx, l, src.ID))(t)); diff != "" {
			t.Error(diff)
		}
		parts := must(archive.ListParts(ctx, l, docs[1].ID, docs[3].ID, docs[4].ID))(t)
		if len(parts) != 2 || len(parts[docs[1].ID]) != 2 || parts[docs[3].ID][0].State != "pending" {
			t.Errorf("%+v", parts)
		}
	})
}

// A source is done once it is read, its files have been tried and names have been looked for.
func TestWhatIsLeftToDoForASource(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "ours")
		left := func(want archive.SourceWork) {
			t.Helper()
			if got := must(archive.WorkOf(ctx, l, src.ID, noon))(t); got != want || got.Done() != (want == archive.SourceWork{}) {
				t.Errorf("left: %+v, want %+v", got, want)
			}
		}
		left(archive.SourceWork{Reading: true})
		d := episode("a", "One", "")
		save(t, l, src.ID, d)
		write(t, l, func(tx *ledger.Tx) error {
			if err := archive.EnqueuePart(ctx, tx, archive.PartRequest{Document: d.ID, Part: feeds.PartTranscript, Source: src.ID, BringsText: true}, noon); err != nil {
				return err
			}
			return archive.SavePoll(ctx, tx, archive.SourcePoll, src.ID, archive.Poll{State: schedule.State{Due: noon.Add(time.Hour)}})
		})
		left(archive.SourceWork{Parts: 1, Undetected: 1})
		write(t, l, func(tx *ledger.Tx) error {
			if err := archive.SetDetected(ctx, tx, d.ID, d.Revision, 1); err != nil {
				return err
			}
			// Speech may wait for days, and nobody waits for that.
			if err := archive.EnqueuePart(ctx, tx, archive.PartRequest{Document: d.ID, Part: feeds.PartSpeech, Source: src.ID, Cost: archive.SlowCost, BringsText: true}, noon); err != nil {
				return err
			}
			return archive.RetryPart(ctx, tx, d.ID, feeds.PartTranscript, noon.Add(time.Hour), nil)
		})
		left(archive.SourceWork{})
		write(t, l, func(tx *ledger.Tx) error { return archive.SetDue(ctx, tx, src.ID, noon) })
		left(archive.SourceWork{Reading: true})
	})
}

func TestTheDocumentsOfASourceByPage(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		src, other := addSource(t, l, "ours"), addSource(t, l, "other")
		var docs []*feeds.Document
		for i := range 5 {
			d := episode(fmt.Sprint(i), fmt.Sprint(i), "")
			d.Published = noon.Add(-time.Duration(i) * time.Hour)
			docs = append(docs, d)
		}
		save(t, l, src.ID, docs...)
		save(t, l, other.ID, episode("x", "Elsewhere", ""))
		var titles []string
		page := ledger.Page{Limit: 2}
		for {
			got, next, err := archive.SourceDocuments(t.Context(), l, src.ID, page)
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				titles = append(titles, got[i].Title)
			}
			if page.After = next; next == "" {
				break
			}
		}
		if diff := cmp.Diff([]string{"0", "1", "2", "3", "4"}, titles); diff != "" {
			t.Error(diff)
		}
	})
}
