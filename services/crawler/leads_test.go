package crawler_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/leads/hubspot"
	"github.com/namedrop/namedrop/feeds/leads/hubspot/hubspottest"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/crawler"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// leadsTest is a source in a HubSpot over real HTTP, read into a real ledger.
type leadsTest struct {
	*hubspottest.Server
	t      *testing.T
	ledger *ledger.Ledger
}

func newLeadsTest(t *testing.T) *leadsTest {
	t.Helper()
	c := &leadsTest{Server: hubspottest.New(t), t: t, ledger: ledgertest.Open(t)}
	c.write(func(tx *ledger.Tx) error {
		_, _, err := evidence.AddLeadSource(t.Context(), tx, feeds.LeadSource{ID: "s", Site: "shop", Type: hubspot.Type, Name: "HubSpot", URL: c.URL,
			Secrets: map[string]feeds.Secret{"token": hubspottest.Token}}, evidence.ByPoll)
		return err
	})
	return c
}

func (c *leadsTest) write(do func(*ledger.Tx) error) {
	c.t.Helper()
	if err := c.ledger.Write(c.t.Context(), do); err != nil {
		c.t.Fatal(err)
	}
}

// run reads until stop is called.
func (c *leadsTest) run(readers ...feeds.LeadReader) (stop func()) {
	c.t.Helper()
	transport := fetch.NewTransport(feedstest.Loopback())
	r, err := hubspot.New(hubspot.Options{Transport: transport, UserAgent: "test", Now: time.Now, Pause: time.Microsecond})
	if err != nil {
		c.t.Fatal(err)
	}
	adapter := feeds.LeadAdapter{LeadSpec: hubspot.Spec(), Reader: r}
	for _, other := range readers {
		adapter.Reader = other
	}
	l, err := crawler.NewLeads(crawler.LeadsOptions{
		Adapters: []feeds.LeadAdapter{adapter},
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
	go func() { ended <- l.Run(ctx) }()
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

func (c *leadsTest) until(what string, holds func(s evidence.LeadSourceWithPoll) bool) {
	c.t.Helper()
	var last evidence.LeadSourceWithPoll
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(often) {
		s, err := evidence.GetLeadSource(c.t.Context(), c.ledger, "", "s")
		if err != nil {
			c.t.Fatal(err)
		}
		if last = s; holds(s) {
			return
		}
	}
	c.t.Fatalf("never %s: %d leads, %+v", what, last.Leads, last.Poll)
}

// The reads go on where the last one ended, also in another process.
func TestLeadsAreReadAndRevised(t *testing.T) {
	c := newLeadsTest(t)
	hour := time.Now().Add(-time.Hour)
	for i := range 3000 { // more than one read
		c.Add(i+1, hour.Add(time.Duration(i)*time.Millisecond), "email", fmt.Sprintf("p%d@buyer.example", i), "how_did_you_hear_about_us", "A podcast")
	}
	stop := c.run()
	c.until("read", func(s evidence.LeadSourceWithPoll) bool {
		return s.Leads == 3000 && s.Poll.Condition.Health == feeds.Healthy
	})
	stop()
	c.Add(3001, time.Now().Add(-10*time.Minute))
	defer c.run()()
	c.until("continued", func(s evidence.LeadSourceWithPoll) bool { return s.Leads == 3001 })
	found, _, err := evidence.ListLeads(t.Context(), c.ledger, evidence.LeadFilter{Text: "podcast"})
	if err != nil || len(found) == 0 || found[0].Person == "" || found[0].Address != "" {
		t.Errorf("%+v, %v", found, err)
	}
}

// What is wrong with HubSpot is the health of the source, and ends when it does.
func TestTheHealthOfASourceOfLeads(t *testing.T) {
	c := newLeadsTest(t)
	c.Add(1, time.Now().Add(-time.Hour))
	stop := c.run()
	c.until("read", func(s evidence.LeadSourceWithPoll) bool { return s.Leads == 1 })
	stop()
	for status, want := range map[int]struct {
		health feeds.Health
		code   string
	}{401: {feeds.NeedsKey, "leads_token_refused"}, 403: {feeds.NeedsKey, "leads_scope_missing"}, 429: {feeds.Throttled, ""}} {
		c.Set(func(s *hubspottest.Server) { s.Refuse = func() (int, string) { return status, "{}" } })
		c.write(func(tx *ledger.Tx) error { return evidence.SetLeadSourceDue(t.Context(), tx, "s") })
		stop := c.run()
		c.until(fmt.Sprint("refused with ", status), func(s evidence.LeadSourceWithPoll) bool {
			return s.Poll.Condition.Health == want.health && (want.code == "" || s.Poll.Condition.Code == want.code) && s.Leads == 1
		})
		stop()
	}
	// A new token is used at once.
	c.Set(func(s *hubspottest.Server) { s.Refuse = nil })
	s, err := evidence.GetLeadSource(t.Context(), c.ledger, "", "s")
	if err != nil {
		t.Fatal(err)
	}
	c.write(func(tx *ledger.Tx) error { return evidence.UpdateLeadSource(t.Context(), tx, s.LeadSource) })
	defer c.run()()
	c.until("well again", func(s evidence.LeadSourceWithPoll) bool {
		return s.Poll.Condition.Health == feeds.Healthy && s.Poll.Condition.Error == ""
	})
}

type panickingLeads struct{}

func (panickingLeads) Leads(context.Context, feeds.LeadSource, feeds.Position) (feeds.LeadBatch, error) {
	panic("a hostile answer")
}

func TestAReaderOfLeadsThatPanics(t *testing.T) {
	c := newLeadsTest(t)
	defer c.run(panickingLeads{})()
	c.until("failed", func(s evidence.LeadSourceWithPoll) bool {
		return s.Poll.State.Failures > 0 && s.Poll.Condition.Error != ""
	})
}
