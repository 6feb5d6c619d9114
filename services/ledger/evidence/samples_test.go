package evidence_test

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func visitsFeed(id string) feeds.SampleFeed {
	return feeds.SampleFeed{ID: id, Site: "shop", Type: "plausible", Name: id, URL: "https://p.example", Zone: "Europe/Amsterdam",
		Settings: []byte(`{"site_id":"shop.example"}`), Secret: "key"}
}

func hours(n int, value float64) (out []feeds.Sample) {
	for i := range n {
		for _, metric := range []string{"pageviews", "visits"} {
			out = append(out, feeds.Sample{Start: noon.Add(time.Duration(i) * time.Hour), Span: feeds.HourSpan, Metric: metric, Channel: "direct", Value: value, State: feeds.Final})
		}
	}
	return out
}

func TestReplacingSamples(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		write(t, l, func(tx *ledger.Tx) error {
			for _, id := range []string{"a", "b"} {
				if _, created, err := evidence.AddSampleFeed(ctx, tx, visitsFeed(id)); err != nil || !created {
					t.Errorf("created %t, %v", created, err)
				}
			}
			_, created, err := evidence.AddSampleFeed(ctx, tx, visitsFeed("a"))
			if created {
				t.Error("added twice")
			}
			return err
		})
		replace := func(feed string, over evidence.SampleRange, samples []feeds.Sample, want evidence.SampleChanges) {
			t.Helper()
			var got evidence.SampleChanges
			write(t, l, func(tx *ledger.Tx) (err error) {
				got, err = evidence.ReplaceSamples(ctx, tx, feed, over, samples)
				return err
			})
			if got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		}
		all := evidence.SampleRange{From: noon, To: noon.Add(100 * time.Hour)}
		replace("a", all, hours(100, 2), evidence.SampleChanges{Added: 200})
		replace("b", all, hours(3, 5), evidence.SampleChanges{Added: 6})
		replace("a", all, hours(100, 2), evidence.SampleChanges{Unchanged: 200})
		// A range is replaced: samples that are no longer in it are deleted, and those outside
		// stay.
		some := evidence.SampleRange{From: noon, To: noon.Add(3 * time.Hour)}
		revised := hours(2, 2)
		revised[0].Value = 9
		revised[1].State = feeds.Provisional
		replace("a", some, revised, evidence.SampleChanges{Changed: 2, Removed: 2, Unchanged: 2})
		replace("a", evidence.SampleRange{From: noon, To: noon.Add(3 * time.Hour), Metrics: []string{"visits"}}, nil, evidence.SampleChanges{Removed: 2})
		if err := l.Write(ctx, func(tx *ledger.Tx) error {
			_, err := evidence.ReplaceSamples(ctx, tx, "a", some, hours(4, 1))
			return err
		}); err == nil {
			t.Error("a sample outside of the range was taken")
		}
		var got []feeds.Sample
		for page := (ledger.Page{Limit: 7}); ; {
			part, next, err := evidence.ListSamples(ctx, l, evidence.SampleFilter{Feed: "a", Page: page})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, part...)
			if page.After = next; next == "" {
				break
			}
		}
		want := hours(100, 2)
		want[0].Value = 9
		want = append([]feeds.Sample{want[0], want[2]}, want[6:]...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		few, _, err := evidence.ListSamples(ctx, l, evidence.SampleFilter{Feed: "b", From: noon.Add(time.Hour), To: noon.Add(2 * time.Hour), Metrics: []string{"visits"}, Span: feeds.HourSpan})
		if err != nil || len(few) != 1 || few[0].Value != 5 {
			t.Errorf("%+v, %v", few, err)
		}
		if _, _, err := evidence.ListSamples(ctx, l, evidence.SampleFilter{Feed: "a", Page: ledger.Page{After: "MS54"}}); !errors.Is(err, ledger.ErrCursor) {
			t.Errorf("a made-up cursor: %v", err)
		}
	})
}

func TestFeedsOfVisitsAreClaimedByType(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		write(t, l, func(tx *ledger.Tx) error {
			other := visitsFeed("other")
			other.Type = "newer"
			paused := visitsFeed("paused")
			paused.Paused = true
			for _, f := range []feeds.SampleFeed{visitsFeed("a"), other, paused} {
				if _, _, err := evidence.AddSampleFeed(ctx, tx, f); err != nil {
					return err
				}
			}
			return nil
		})
		later := time.Now().Add(time.Hour)
		claim := func(now time.Time, holder string) []evidence.SampleFeedWithPoll {
			t.Helper()
			return must(evidence.ClaimDueSampleFeeds(ctx, l, []feeds.SampleType{"plausible"}, now, 10, holder, time.Minute))(t)
		}
		got := claim(later, "one")
		if len(got) != 1 || got[0].ID != "a" || got[0].Secret != "key" || got[0].Poll.Condition.Health != feeds.Waiting {
			t.Fatalf("claimed %+v", got)
		}
		if again := claim(later, "two"); len(again) != 0 {
			t.Error("claimed twice")
		}
		poll := got[0].Poll
		poll.Position, poll.State.Due = feeds.Position(`{"until":"x"}`), later.Add(time.Hour)
		poll.Condition.Health = feeds.Healthy
		write(t, l, func(tx *ledger.Tx) error { return archive.SavePoll(ctx, tx, evidence.VisitsPoll, "a", poll) })
		if again := claim(later.Add(time.Minute), "two"); len(again) != 0 {
			t.Error("claimed before it is due")
		}
		f := got[0].SampleFeed
		f.Secret, f.Paused = "another", false
		write(t, l, func(tx *ledger.Tx) error { return evidence.UpdateSampleFeed(ctx, tx, f) })
		again := claim(later, "two")
		if len(again) != 1 || again[0].Secret != "another" || string(again[0].Poll.Position) != `{"until":"x"}` {
			t.Errorf("after a new key: %+v", again)
		}
	})
}

func TestDeletingAFeedOfVisits(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		write(t, l, func(tx *ledger.Tx) error {
			_, _, err := evidence.AddSampleFeed(ctx, tx, visitsFeed("a"))
			if err != nil {
				return err
			}
			_, err = evidence.ReplaceSamples(ctx, tx, "a", evidence.SampleRange{From: noon, To: noon.Add(time.Hour)}, hours(1, 1))
			return err
		})
		if f := must(evidence.ListSampleFeeds(ctx, l, ""))(t); len(f) != 1 || !f[0].First.Equal(noon) || !f[0].Last.Equal(noon) {
			t.Errorf("%+v", f)
		}
		for _, workspace := range []string{"another", ""} {
			err := l.Write(ctx, func(tx *ledger.Tx) error { return evidence.DeleteSampleFeed(ctx, tx, workspace, "a") })
			if (workspace == "") != (err == nil) {
				t.Errorf("of workspace %q: %v", workspace, err)
			}
		}
		left, _, err := evidence.ListSamples(ctx, l, evidence.SampleFilter{Feed: "a"})
		if err != nil || len(left) != 0 {
			t.Errorf("%d samples stay, %v", len(left), err)
		}
		err = l.Write(ctx, func(tx *ledger.Tx) error { return archive.SavePoll(ctx, tx, evidence.VisitsPoll, "a", archive.Poll{}) })
		if !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("saving how far it was read: %v", err)
		}
	})
}

// A year of a busy site, by hour, channel and landing class and by day and country, fits.
func TestAYearOfSamplesIsSmall(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a year")
	}
	l := ledgertest.Open(t)
	start := noon.Truncate(24 * time.Hour)
	var samples []feeds.Sample
	for h := range 365 * 24 {
		at := start.Add(time.Duration(h) * time.Hour)
		for c := range 10 {
			for _, landing := range []feeds.Landing{feeds.HomeLanding, feeds.DeepLanding} {
				samples = append(samples, feeds.Sample{Start: at, Span: feeds.HourSpan, Metric: "visits", Channel: fmt.Sprint("channel_", c), Landing: landing, Value: float64(h % 97), State: feeds.Final})
			}
		}
	}
	for d := range 365 {
		for c := range 100 {
			samples = append(samples, feeds.Sample{Start: start.AddDate(0, 0, d), Span: feeds.DaySpan, Metric: "visits", Country: fmt.Sprintf("%c%c", 'A'+c/26, 'A'+c%26), Value: float64(c), State: feeds.Final})
		}
	}
	begun := time.Now()
	write(t, l, func(tx *ledger.Tx) error {
		n, err := evidence.ReplaceSamples(t.Context(), tx, feeds.ID("visits", "a"), evidence.SampleRange{From: start, To: start.AddDate(1, 0, 0)}, samples)
		if n.Added != len(samples) {
			t.Errorf("%+v", n)
		}
		return err
	})
	took := time.Since(begun)
	if err := l.Close(); err != nil { // then all that was written is in one file
		t.Fatal(err)
	}
	info := must(os.Stat(l.Path()))(t)
	size := info.Size()
	t.Logf("%d samples, %d MB, written in %v", len(samples), size>>20, took)
	if size > 100<<20 {
		t.Errorf("%d MB", size>>20)
	}
}
