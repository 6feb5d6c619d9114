package archive_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestTheNewestDocumentsComeFirst(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		if list := must(archive.RecentLanguages(t.Context(), l))(t); len(list) > 0 {
			t.Errorf("an empty archive has %v", list)
		}
		src := addSource(t, l, "alpha")
		var docs []*feeds.Document
		var want []string
		for i, language := range []string{"nl", "", "en-GB", "nl", "de"} {
			d := episode(fmt.Sprint(i), "Title", "words")
			d.Language = language
			docs, want = append(docs, d), append([]string{d.ID}, want...)
		}
		save(t, l, src.ID, docs...)
		var got []string
		each := func(most int) error {
			got = nil
			return archive.EachNewest(t.Context(), l, 2, func(batch []archive.DocumentMeta) error {
				for _, d := range batch {
					if d.Body() != "words" {
						t.Errorf("%s has text %q", d.ID, d.Body())
					}
					got = append(got, d.ID)
				}
				if len(got) >= most {
					return errors.New("enough")
				}
				return nil
			})
		}
		if err := each(10); err != nil || !cmp.Equal(want, got) {
			t.Error(err, cmp.Diff(want, got))
		}
		if err := each(3); err == nil || len(got) != 4 {
			t.Errorf("it went on: %v, %v", err, got)
		}
		if diff := cmp.Diff([]string{"de", "en-GB", "nl"}, must(archive.RecentLanguages(t.Context(), l))(t)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatTheLastJudgementsTaught(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		last := func() archive.Learnt {
			t.Helper()
			got := must(archive.LastJudged(ctx, l, "", "acme"))(t)
			if got == nil {
				return archive.Learnt{Mentions: -1}
			}
			return *got
		}
		judge := func(brand string) {
			t.Helper()
			if err := l.Write(ctx, func(tx *ledger.Tx) error { return archive.AddJudged(ctx, tx, "", brand) }); err != nil {
				t.Fatal(err)
			}
		}
		judge("other")
		if got := last(); got.Mentions != -1 {
			t.Errorf("another brand's: %+v", got)
		}
		judge("acme")
		if got := last(); !got.Pending || !got.At.IsZero() {
			t.Errorf("waiting: %+v", got)
		}
		now = now.Add(time.Minute)
		for range 2 {
			job := must(archive.ClaimRescan(ctx, l, now, "me", time.Minute))(t)
			job.State, job.Changed, job.Removed = archive.RescanDone, 3, 1
			if err := l.Write(ctx, func(tx *ledger.Tx) error { return archive.SaveRescan(ctx, tx, *job, "me", time.Minute) }); err != nil {
				t.Fatal(err)
			}
		}
		if got := last(); got.Pending || got.Mentions != 4 || !got.At.Equal(now) {
			t.Errorf("done: %+v", got)
		}
		now = now.Add(time.Hour)
		judge("acme")
		if got := last(); !got.Pending || got.Mentions != 4 {
			t.Errorf("the next is waiting: %+v", got)
		}
	})
}
