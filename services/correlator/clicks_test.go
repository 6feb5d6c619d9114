package correlator

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/correlator/report"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Clicks count in the window of the kind. On the link of a show they count for the newest mention before them.
func TestClicksInTheWindow(t *testing.T) {
	day := func(d, hour int) time.Time { return time.Date(2026, 11, d, hour, 0, 0, 0, time.UTC) }
	published := map[string]record.Material{
		"first":  {Cluster: "first", Kind: feeds.Podcast, Published: day(2, 15)},
		"second": {Cluster: "second", Kind: feeds.Podcast, Published: day(6, 15)},
		"post":   {Cluster: "post", Kind: feeds.Post, Published: day(2, 15)},
	}
	of := map[string][]string{"episode": {"first"}, "show": {"first", "second", "background"}, "post": {"post"}}
	var clicks []evidence.Clicks
	add := func(link string, at time.Time, n int64) {
		clicks = append(clicks, evidence.Clicks{Link: link, Start: at, Span: feeds.HourSpan, Value: n})
	}
	add("episode", day(1, 23), 100) // before its day
	add("episode", day(2, 0), 1)    // on it
	add("episode", day(8, 23), 2)   // the last hour of seven days
	add("episode", day(9, 0), 100)
	add("show", day(3, 9), 4)
	add("show", day(7, 9), 8) // both windows hold it
	add("show", day(20, 9), 100)
	add("post", day(2, 20), 16)
	add("post", day(3, 1), 100)
	add("gone", day(3, 1), 100)
	clicks = append(clicks, evidence.Clicks{Link: "episode", Start: day(8, 0), Span: feeds.DaySpan, Value: 32})
	want := map[string]report.Direct{"first": {Links: 2, Clicks: 39}, "second": {Links: 1, Clicks: 8}, "post": {Links: 1, Clicks: 16}}
	if diff := cmp.Diff(want, countClicks(of, clicks, published, time.UTC)); diff != "" {
		t.Error(diff)
	}
}

func TestWhereALinkLeads(t *testing.T) {
	for _, c := range []struct {
		target  string
		domains []string
		want    bool
	}{
		{"https://www.shop.example/x", []string{"shop.example"}, true},
		{"https://shop.example.evil.example/", []string{"shop.example"}, false},
		{"https://other.example/", []string{"shop.example"}, false},
		{"https://other.example/", nil, true},
		{"", []string{"shop.example"}, true},
	} {
		if got := (evidence.Link{Target: c.target}).LeadsTo(evidence.Site{Domains: c.domains}); got != c.want {
			t.Errorf("%s to %v: %t", c.target, c.domains, got)
		}
	}
}
