package mentions_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/mentions"
)

// An episode and its video become one row, whatever each was in before, and part again when the channel was
// another show's. The episode then loses the words that it had from there.
func TestTwinsJoinAndPart(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		show, channel := addSource(t, l, "show"), addSource(t, l, "channel")
		e := datedEpisode("e", "", 2)
		v := datedEpisode("v", speech(1, 0), 1)
		copied := datedEpisode("c", speech(1, 0), 1) // the video is listed elsewhere too
		v.Kind, v.Origin = feeds.Video, feeds.Captions
		save(t, l, show.ID, e)
		save(t, l, channel.ID, v, copied)
		detect(t, l, []*feeds.Document{e}, "larkmeter")
		detect(t, l, []*feeds.Document{v, copied}, "larkmeter")
		clusterOf := func(id string) string {
			d, err := archive.GetDocument(ctx, l, id)
			if err != nil {
				t.Fatal(err)
			}
			return d.Cluster
		}
		if clusterOf(e.ID) == clusterOf(v.ID) || clusterOf(v.ID) != clusterOf(copied.ID) {
			t.Fatal("they are not apart at first")
		}
		pair := archive.DocumentTwin{Document: e.ID, Twin: v.ID, Confidence: 0.9, Reason: "alike", Offered: v.Revision}
		write(t, l, func(tx *ledger.Tx) error {
			if err := archive.SetTwin(ctx, tx, archive.SourceTwin{Source: show.ID, Twin: channel.ID, Found: "typed"}); err != nil {
				return err
			}
			saved, err := archive.SavePair(ctx, tx, pair)
			if err != nil || !saved {
				t.Errorf("saved %v, %v", saved, err)
			}
			// A video belongs to one episode at most.
			if saved, err = archive.SavePair(ctx, tx, archive.DocumentTwin{Document: copied.ID, Twin: v.ID}); err != nil || saved {
				t.Errorf("a second episode has the same video: %v %v", saved, err)
			}
			return mentions.JoinTwins(ctx, tx, e.ID, v.ID)
		})
		if to := clusterOf(e.ID); to != clusterOf(v.ID) || to != clusterOf(copied.ID) {
			t.Errorf("%s %s %s", clusterOf(e.ID), clusterOf(v.ID), clusterOf(copied.ID))
		}
		write(t, l, func(tx *ledger.Tx) error { return mentions.JoinTwins(ctx, tx, e.ID, v.ID) }) // twice is once
		due, err := archive.DueTwins(ctx, l, noon.AddDate(50, 0, 0), 10)
		if err != nil || len(due) != 1 || due[0].Source != show.ID {
			t.Fatalf("%+v %v", due, err)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.TwinsCompared(ctx, tx, due[0]) })
		if due, err = archive.DueTwins(ctx, l, noon.AddDate(50, 0, 0), 10); err != nil || len(due) != 0 {
			t.Errorf("%+v %v", due, err)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.TwinsOfDocumentChanged(ctx, tx, v.ID) })
		if due, err = archive.DueTwins(ctx, l, noon.AddDate(50, 0, 0), 10); err != nil || len(due) != 1 {
			t.Errorf("%+v %v", due, err)
		}

		write(t, l, func(tx *ledger.Tx) error {
			return archive.NoteWithoutTwin(ctx, tx, show.ID, 5, &feeds.Fault{Code: "twin_none", Reason: "None"})
		})
		if parts, err := archive.ListParts(ctx, l, e.ID); err != nil || len(parts[e.ID]) != 0 {
			t.Errorf("an episode with a video has a reason why it has none: %v %v", parts, err)
		}
		// The episode borrows the words.
		filled := *e
		filled.Text, filled.Origin, filled.From = speech(1, 0), feeds.Captions, v.ID
		save(t, l, show.ID, &filled)
		coverage, err := archive.CoverageBySource(ctx, l, show.ID)
		if err != nil || coverage[show.ID][archive.WayTwin] != 1 || coverage[show.ID].Read() != 1 {
			t.Errorf("%v %v", coverage, err)
		}
		if all, err := archive.CoverageOfAll(ctx, l); err != nil || all.Recordings() != 3 || all[archive.WayCaptions] != 1 || all[archive.WayPublisher] != 1 {
			t.Errorf("%v %v", all, err)
		}
		if docs, err := archive.TwinDocuments(ctx, l, e.ID); err != nil || len(docs) != 1 || docs[0].ID != v.ID {
			t.Errorf("%v %v", docs, err)
		}

		write(t, l, func(tx *ledger.Tx) error {
			pairs, err := archive.RemoveTwin(ctx, tx, show.ID)
			if err != nil || !slices.ContainsFunc(pairs, func(p archive.DocumentTwin) bool { return p.Document == e.ID }) {
				t.Errorf("%v %v", pairs, err)
			}
			for _, p := range pairs {
				if err := mentions.PartTwins(ctx, tx, p); err != nil {
					return err
				}
			}
			return nil
		})
		d, err := archive.GetDocument(ctx, l, e.ID)
		if err != nil || d.Text != "" || d.From != "" || d.Origin != feeds.None || d.Cluster == clusterOf(v.ID) {
			t.Errorf("%+v %v", d, err)
		}
		if _, err := archive.TwinOf(ctx, l, show.ID); !errors.Is(err, ledger.ErrNotFound) {
			t.Error(err)
		}
	})
}
