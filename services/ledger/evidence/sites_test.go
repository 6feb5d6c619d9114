package evidence_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// addFeed adds a feed of visits to the site shop.
func addFeed(t testing.TB, l *ledger.Ledger, id, zone string) {
	t.Helper()
	write(t, l, func(tx *ledger.Tx) error {
		f := visitsFeed(id)
		f.Zone = zone
		_, _, err := evidence.AddSampleFeed(t.Context(), tx, f)
		return err
	})
}

// replace stores samples of a feed from noon on.
func replace(t testing.TB, l *ledger.Ledger, feed string, samples []feeds.Sample) {
	t.Helper()
	write(t, l, func(tx *ledger.Tx) error {
		_, err := evidence.ReplaceSamples(t.Context(), tx, feed, evidence.SampleRange{From: noon, To: noon.AddDate(1, 0, 0)}, samples)
		return err
	})
}

func onlySite(t testing.TB, l *ledger.Ledger) evidence.Site {
	t.Helper()
	list := must(evidence.ListSites(t.Context(), l, ""))(t)
	if len(list) != 1 {
		t.Fatalf("%d sites", len(list))
	}
	return list[0]
}

// A feed brings its site. Settings of the site and samples of its feeds make its reports due.
func TestSites(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		addFeed(t, l, "a", "Europe/Amsterdam")
		addFeed(t, l, "b", "UTC")
		s := onlySite(t, l)
		if s.Name != "shop" || s.Zone != "Europe/Amsterdam" || s.Revision != 1 {
			t.Errorf("%+v", s)
		}
		later := time.Now().Add(time.Hour).Truncate(time.Microsecond)
		rest := func() {
			t.Helper()
			s = onlySite(t, l)
			write(t, l, func(tx *ledger.Tx) error { return evidence.Reschedule(ctx, tx, s, later) })
			if s = onlySite(t, l); !s.Due.Equal(later) {
				t.Fatalf("due %s, want %s", s.Due, later)
			}
		}
		due := func(what string) {
			t.Helper()
			if got := must(evidence.DueSites(ctx, l, time.Now().Add(time.Second), 5))(t); len(got) != 1 {
				t.Errorf("%s does not make the site due", what)
			}
		}
		rest()
		replace(t, l, "a", hours(3, 2))
		due("a sample")
		rest()
		replace(t, l, "a", hours(3, 2))
		if got := onlySite(t, l); !got.Due.Equal(later) {
			t.Error("the same samples made the site due")
		}
		s.Name, s.Domains, s.Primary = "store", []string{"shop.example"}, map[string]string{"visits": "b"}
		write(t, l, func(tx *ledger.Tx) (err error) { s, err = evidence.PutSite(ctx, tx, s); return err })
		due("a setting")
		feedsOf := must(evidence.SiteFeeds(ctx, l, s))(t)
		if len(feedsOf) != 2 || feedsOf[0].Site != "store" {
			t.Errorf("after renaming it: %+v", feedsOf)
		}
		stale := s
		stale.Revision--
		err := l.Write(ctx, func(tx *ledger.Tx) error { _, err := evidence.PutSite(ctx, tx, stale); return err })
		if !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("an old revision: %v", err)
		}
		if got := must(evidence.GetSite(ctx, l, "", s.ID))(t); got.Name != "store" || got.Primary["visits"] != "b" || got.Domains[0] != "shop.example" {
			t.Errorf("%+v", got)
		}
		rest()
		write(t, l, func(tx *ledger.Tx) error {
			_, err := evidence.PutAnnotation(ctx, tx, evidence.Annotation{ID: "n", Name: "Release", Kind: evidence.Release, From: "2026-11-02", To: "2026-11-02", Counting: "counted"})
			return err
		})
		due("an annotation")
		if _, err := evidence.GetSite(ctx, l, "another", s.ID); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("in another workspace: %v", err)
		}
	})
}

func TestPrimaryFeeds(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		addFeed(t, l, "a", "UTC")
		addFeed(t, l, "b", "UTC")
		replace(t, l, "a", hours(3, 2))
		clicks := feeds.Sample{Start: noon, Span: feeds.DaySpan, Metric: "branded_clicks", Value: 3, State: feeds.Final}
		replace(t, l, "b", append(hours(3, 5), clicks))
		s := onlySite(t, l)
		ids := func() map[string]string {
			out := map[string]string{}
			for metric, f := range must(evidence.PrimaryFeeds(ctx, l, s))(t) {
				out[metric] = f.ID
			}
			return out
		}
		if diff := cmp.Diff(map[string]string{"visits": "a", "branded_clicks": "b"}, ids()); diff != "" {
			t.Error(diff)
		}
		s.Primary = map[string]string{"visits": "b"}
		if diff := cmp.Diff(map[string]string{"visits": "b", "branded_clicks": "b"}, ids()); diff != "" {
			t.Error(diff)
		}
		s.Primary = map[string]string{"visits": "gone"}
		if got := ids(); got["visits"] != "a" {
			t.Errorf("with a feed that is gone: %v", got)
		}
	})
}

// Counts add up channels and landing classes, and not the same visits once more by country.
func TestCounts(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		addFeed(t, l, "a", "UTC")
		sample := func(h int, span feeds.Span, channel, country string, value float64, state feeds.SampleState) feeds.Sample {
			return feeds.Sample{Start: noon.Add(time.Duration(h) * time.Hour), Span: span, Metric: "visits", Channel: channel, Country: country, Value: value, State: state}
		}
		replace(t, l, "a", []feeds.Sample{
			sample(0, feeds.HourSpan, "direct", "", 3, feeds.Final), sample(0, feeds.HourSpan, "social", "", 4, feeds.Provisional),
			sample(1, feeds.HourSpan, "direct", "", 0, feeds.Final),
			sample(2, feeds.HourSpan, "direct", "", 5, feeds.Final), sample(2, feeds.HourSpan, "social", "", 1, feeds.Partial),
			sample(24, feeds.DaySpan, "", "NL", 7, feeds.Final), sample(24, feeds.DaySpan, "", "DE", 2, feeds.Final),
			sample(48, feeds.DaySpan, "", "NL", 7, feeds.Final), sample(48, feeds.DaySpan, "direct", "", 11, feeds.Final),
		})
		got := must(evidence.Counts(t.Context(), l, "a", "visits", noon))(t)
		at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
		want := []evidence.Count{
			{at(0), feeds.HourSpan, 7, false}, {at(1), feeds.HourSpan, 0, false}, {at(2), feeds.HourSpan, 6, true},
			{at(24), feeds.DaySpan, 9, false}, {at(48), feeds.DaySpan, 11, false},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		gaps := must(evidence.Gaps(t.Context(), l, "a", "visits", time.UTC, noon.AddDate(0, 0, -9), noon.AddDate(0, 0, 6)))(t)
		if diff := cmp.Diff([]evidence.Gap{{From: "2026-11-23", To: "2026-11-25"}}, gaps); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSiteOf(t *testing.T) {
	sites := []evidence.Site{{ID: "named", Brands: []string{"rival", "acme"}}, {ID: "first"}, {ID: "second"}}
	for _, c := range []struct {
		brand string
		own   bool
		want  string
	}{{"acme", true, "named"}, {"rival", false, "named"}, {"other", true, "first"}, {"stranger", false, ""}} {
		if got := evidence.SiteOf(sites, c.brand, c.own); got != c.want {
			t.Errorf("%s: %q, want %q", c.brand, got, c.want)
		}
	}
}
