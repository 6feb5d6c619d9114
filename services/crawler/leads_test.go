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

// What leads mean is written back where the source asks for it: once, again after it changed, later where it was
// refused, and never of a lead that was erased. What is refused keeps nothing from being read.
func TestMeaningsAreWrittenBack(t *testing.T) {
	c := newLeadsTest(t)
	changed := time.Now().Add(-time.Hour)
	for i := range 250 {
		c.Add(i+1, changed, "how_did_you_hear_about_us", "Square Talk")
	}
	stop := c.run()
	c.until("read", func(s evidence.LeadSourceWithPoll) bool { return s.Leads == 250 })
	stop()
	means := func(show string, keys ...string) {
		t.Helper()
		c.write(func(tx *ledger.Tx) error {
			if _, err := tx.Exec(t.Context(), `UPDATE leads SET match_due = 0`); err != nil {
				return err
			}
			for _, key := range keys {
				lead := feeds.LeadSource{ID: "s"}.Lead(key, time.Time{}).ID
				if err := evidence.JudgeMatch(t.Context(), tx, "", evidence.LeadMatch{Lead: lead, Tier: evidence.ShowTier, Show: show}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	var keys []string
	for i := range 250 {
		keys = append(keys, fmt.Sprint(i+1))
	}
	means("Square Talk", keys...)
	stop = c.run()
	time.Sleep(5 * often)
	stop()
	if c.Writes != 0 {
		t.Fatalf("%d contacts are changed without being asked to", c.Writes)
	}
	c.write(func(tx *ledger.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE lead_sources SET settings = ?`, `{"write_to":"heard_on"}`)
		return err
	})
	stop = c.run()
	c.until("written", func(evidence.LeadSourceWithPoll) bool {
		return c.Property(250, "heard_on") == "Square Talk" && c.Property(1, "heard_on") == "Square Talk"
	})
	time.Sleep(10 * often)
	stop()
	if c.Writes != 250 {
		t.Errorf("%d writes, want one for each contact", c.Writes)
	}
	// Refused, then accepted; and an erased lead is left alone.
	means("Paths", "7")
	c.write(func(tx *ledger.Tx) error {
		return evidence.EraseLeads(t.Context(), tx, feeds.LeadSource{ID: "s"}, []string{"8"})
	})
	c.Set(func(s *hubspottest.Server) { s.NoWrites = true })
	stop = c.run()
	c.until("refused", func(s evidence.LeadSourceWithPoll) bool {
		w := s.Poll.Condition.WarningDetails
		return len(w) == 1 && w[0].Code == "hubspot_write_forbidden" && s.Poll.Condition.Health == feeds.Healthy
	})
	c.Set(func(s *hubspottest.Server) { s.NoWrites = false })
	c.until("written again", func(evidence.LeadSourceWithPoll) bool { return c.Property(7, "heard_on") == "Paths" })
	stop()
	if c.Writes != 251 || c.Property(8, "heard_on") != "Square Talk" {
		t.Errorf("%d writes", c.Writes)
	}
	// Taken back: what was written is emptied.
	c.write(func(tx *ledger.Tx) error {
		if err := evidence.UnjudgeMatch(t.Context(), tx, "", feeds.LeadSource{ID: "s"}.Lead("7", time.Time{}).ID); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), `UPDATE leads SET match_due = 0`)
		return err
	})
	stop = c.run()
	c.until("emptied", func(evidence.LeadSourceWithPoll) bool { return c.Property(7, "heard_on") == "" })
	stop()
}
