package crawler_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/feeds/visits/plausible"
	"github.com/namedrop/namedrop/feeds/visits/plausible/plausibletest"
	"github.com/namedrop/namedrop/services/crawler"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// visitsTest is a feed of Plausible over real HTTP, read into a real ledger.
type visitsTest struct {
	*plausibletest.Server
	t      *testing.T
	ledger *ledger.Ledger
	now    atomic.Pointer[time.Time]
}

func newVisitsTest(t *testing.T) *visitsTest {
	t.Helper()
	c := &visitsTest{Server: plausibletest.New(t, "Europe/Amsterdam"), t: t, ledger: ledgertest.Open(t)}
	c.at(time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC))
	err := c.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		_, _, err := evidence.AddSampleFeed(t.Context(), tx, feeds.SampleFeed{ID: "f", Site: "shop", Type: plausible.Type, Name: "Plausible", URL: c.URL, Zone: "Europe/Amsterdam",
			Secret: plausibletest.Key, Settings: []byte(`{"site_id":"shop.example","channels":false}`)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *visitsTest) at(now time.Time) { c.now.Store(&now) }

// run reads until stop is called.
func (c *visitsTest) run(readers ...feeds.SampleReader) (stop func()) {
	c.t.Helper()
	transport := fetch.NewTransport(feedstest.Loopback())
	r, err := plausible.New(plausible.Options{Transport: transport, UserAgent: "test", Now: func() time.Time { return *c.now.Load() }})
	if err != nil {
		c.t.Fatal(err)
	}
	adapter := feeds.SampleAdapter{SampleSpec: plausible.Spec(), Reader: r}
	for _, other := range readers {
		adapter.Reader = other
	}
	v, err := crawler.NewVisits(crawler.VisitsOptions{
		Adapters: []feeds.SampleAdapter{adapter},
		PollOptions: crawler.PollOptions{
			Ledger: c.ledger, Limits: schedule.Limits{Shortest: often, Longest: often, Unknown: often}, Poll: often,
			Holder: "test", Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: time.Now,
		},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- v.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			c.t.Error(err)
		}
		transport.CloseIdleConnections()
		if err := c.ledger.ReleaseClaims(context.Background(), "test"); err != nil {
			c.t.Error(err)
		}
	}
}

// state returns the feed, the sum of its visits and the number of its samples.
func (c *visitsTest) state() (f evidence.SampleFeedWithPoll, visits float64, samples int) {
	c.t.Helper()
	f, err := evidence.GetSampleFeed(c.t.Context(), c.ledger, "", "f")
	if err != nil {
		c.t.Fatal(err)
	}
	for page := (ledger.Page{Limit: 500}); ; {
		items, next, err := evidence.ListSamples(c.t.Context(), c.ledger, evidence.SampleFilter{Feed: "f", Metrics: []string{"visits"}, Page: page})
		if err != nil {
			c.t.Fatal(err)
		}
		for _, s := range items {
			visits += s.Value
		}
		samples += len(items)
		if page.After = next; next == "" {
			return f, visits, samples
		}
	}
}

func (c *visitsTest) until(what string, holds func(f evidence.SampleFeedWithPoll, visits float64, samples int) bool) {
	c.t.Helper()
	var last string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(often) {
		f, visits, samples := c.state()
		if holds(f, visits, samples) {
			return
		}
		last = fmt.Sprintf("%g visits in %d samples, %+v", visits, samples, f.Poll)
	}
	c.t.Fatalf("never %s: %s", what, last)
}

func TestVisitsAreReadAndRevised(t *testing.T) {
	c := newVisitsTest(t)
	now := *c.now.Load()
	september, yesterday := now.AddDate(0, -2, 0), now.AddDate(0, 0, -1)
	c.Count(plausibletest.Visit{At: september, Visits: 3}, plausibletest.Visit{At: yesterday, Visits: 5})
	defer c.run()()
	through := func(f evidence.SampleFeedWithPoll) bool {
		return f.Poll.Condition.Health == feeds.Healthy && string(f.Poll.Position) == `{"until":"2026-11-18","began":true}`
	}
	hours := int(now.Sub(september)/time.Hour) + 1
	c.until("read", func(f evidence.SampleFeedWithPoll, visits float64, samples int) bool {
		return through(f) && visits == 8 && samples == hours
	})
	// Yesterday is revised: its visits moved to another hour.
	c.Count(plausibletest.Visit{At: september, Visits: 3}, plausibletest.Visit{At: yesterday.Add(time.Hour), Visits: 7})
	c.until("revised", func(f evidence.SampleFeedWithPoll, visits float64, samples int) bool {
		return visits == 10 && samples == hours
	})
	// Older samples are not requested again.
	c.Count(plausibletest.Visit{At: yesterday, Visits: 1})
	c.until("revised again", func(f evidence.SampleFeedWithPoll, visits float64, samples int) bool {
		return visits == 4 && samples == hours
	})
}

func TestAFeedOfVisitsThatFails(t *testing.T) {
	c := newVisitsTest(t)
	c.Count(plausibletest.Visit{At: c.now.Load().AddDate(0, 0, -1), Visits: 5})
	defer c.run()()
	c.until("read", func(_ evidence.SampleFeedWithPoll, visits float64, _ int) bool { return visits == 5 })
	c.Refuse(func() (int, string) { return http.StatusUnauthorized, `{"error":"Invalid API key or site ID."}` })
	c.until("in need of a key", func(f evidence.SampleFeedWithPoll, visits float64, _ int) bool {
		return f.Poll.Condition.Health == feeds.NeedsKey && f.Poll.Condition.Error != "" && visits == 5
	})
	c.Refuse(nil)
	err := c.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		f, err := evidence.GetSampleFeed(t.Context(), tx, "", "f")
		if err != nil {
			return err
		}
		return evidence.UpdateSampleFeed(t.Context(), tx, f.SampleFeed) // as if the user had entered another key
	})
	if err != nil {
		t.Fatal(err)
	}
	c.until("healthy again", func(f evidence.SampleFeedWithPoll, _ float64, _ int) bool {
		return f.Poll.Condition.Health == feeds.Healthy && f.Poll.Condition.Error == ""
	})
}

// The process stops during the backfill, each time at another point.
func TestABackfillThatIsInterrupted(t *testing.T) {
	c := newVisitsTest(t)
	now := *c.now.Load()
	var want float64
	var visits []plausibletest.Visit
	for d := range 390 {
		visits = append(visits, plausibletest.Visit{At: now.AddDate(0, 0, -d), Visits: d%7 + 1})
		want += float64(d%7 + 1)
	}
	c.Count(visits...)
	for round := range 6 {
		stop := c.run()
		time.Sleep(time.Duration(10+15*round) * time.Millisecond)
		stop()
	}
	defer c.run()()
	c.until("complete", func(f evidence.SampleFeedWithPoll, visits float64, samples int) bool {
		return visits == want && samples == 389*24+1
	})
}

// Nothing is stored of a feed that is deleted while it is read.
func TestAFeedOfVisitsThatIsDeletedMeanwhile(t *testing.T) {
	c := newVisitsTest(t)
	read := make(chan struct{})
	defer c.run(deletingReader{c, read})()
	<-read
	time.Sleep(3 * often)
	items, _, err := evidence.ListSamples(t.Context(), c.ledger, evidence.SampleFilter{Feed: "f"})
	if err != nil || len(items) != 0 {
		t.Errorf("%d samples of a deleted feed, %v", len(items), err)
	}
}

type deletingReader struct {
	*visitsTest
	read chan struct{}
}

func (d deletingReader) Samples(ctx context.Context, f feeds.SampleFeed, _ feeds.Position) (feeds.SampleBatch, error) {
	defer close(d.read)
	err := d.ledger.Write(ctx, func(tx *ledger.Tx) error { return evidence.DeleteSampleFeed(ctx, tx, "", f.ID) })
	now := *d.now.Load()
	return feeds.SampleBatch{From: now, To: now.Add(time.Hour), Position: feeds.Position(`1`), Samples: []feeds.Sample{
		{Start: now, Span: feeds.HourSpan, Metric: "visits", Value: 1, State: feeds.Final},
	}}, err
}

// A panic in a reader fails the read of its own feed only.
func TestAReaderOfVisitsThatPanics(t *testing.T) {
	c := newVisitsTest(t)
	defer c.run(panickingReader{})()
	c.until("broken", func(f evidence.SampleFeedWithPoll, _ float64, _ int) bool {
		return f.Poll.Condition.Health == feeds.Broken
	})
}

type panickingReader struct{}

func (panickingReader) Samples(context.Context, feeds.SampleFeed, feeds.Position) (feeds.SampleBatch, error) {
	panic("off the end")
}
