package hubspot_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/leads/hubspot"
	"github.com/namedrop/namedrop/feeds/leads/hubspot/hubspottest"
)

const token = hubspottest.Token

var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func reader(t testing.TB, now time.Time) *hubspot.Reader {
	t.Helper()
	transport := fetch.NewTransport(feedstest.Loopback())
	t.Cleanup(transport.CloseIdleConnections)
	r, err := hubspot.New(hubspot.Options{Transport: transport, UserAgent: "test", Now: func() time.Time { return now }, Pause: time.Microsecond})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func source(url string) feeds.LeadSource {
	return feeds.LeadSource{ID: "s", URL: url, HashKey: "key", Secrets: map[string]feeds.Secret{"token": token}}
}

// all reads until there is no more, and returns the leads by key, how often each came, and the position.
func all(t testing.TB, r *hubspot.Reader, src feeds.LeadSource, pos feeds.Position) (map[string]feeds.Lead, feeds.Position) {
	t.Helper()
	leads := map[string]feeds.Lead{}
	for n := 0; ; n++ {
		b, err := r.Leads(t.Context(), src, pos)
		if err != nil || n > 200 {
			t.Fatalf("read %d: %v", n, err)
		}
		for _, l := range b.Leads {
			leads[l.Key] = l
		}
		if pos = b.Position; !b.More {
			return leads, pos
		}
	}
}

func TestContactsBecomeLeads(t *testing.T) {
	c := hubspottest.New(t)
	c.Options = `{"options":[{"label":"A podcast","value":"opt_1"},{"label":"A friend","value":"opt_2"}]}`
	c.Add(51, now.Add(-time.Hour), "email", "pat@buyer.example", "lifecyclestage", "salesqualifiedlead", "how_did_you_hear_about_us", "opt_1;opt_2", "hs_analytics_first_url", "https://shop.example/pricing?gclid=x&utm_source=pod", "recent_deal_amount", "1200.5", "sales", "<p>Sounded <b>keen</b> &amp; quick</p><p>call</p>")
	c.Add(52, now.Add(-time.Hour), "hs_analytics_source", "OFFLINE", "how_did_you_hear_about_us", "Late Shift")
	c.Add(53, now.Add(-time.Hour), "email", "bh@hubspot.com")
	src := source(c.URL)
	src.Settings = json.RawMessage(`{"value":"recent_deal_amount","note":"sales","landing":"hs_analytics_first_url"}`)
	leads, _ := all(t, reader(t, now), src, nil)
	if len(leads) != 2 {
		t.Fatalf("%d leads", len(leads))
	}
	l := leads["51"]
	if l.Answer != "A podcast, A friend" || l.Note != "Sounded keen & quick\ncall" || *l.Value != 1200.5 || l.Stage != "salesqualifiedlead" || l.Landing != "/pricing?utm_source=pod" ||
		l.Person != src.Person("pat@buyer.example") || l.Address != "" || !l.Time.Equal(now.Add(-2*time.Hour)) || !l.Updated.Equal(now.Add(-time.Hour)) || l.Imported {
		t.Errorf("%+v", l)
	}
	if l := leads["52"]; !l.Imported || l.Answer != "Late Shift" || l.Person != "" {
		t.Errorf("%+v", l)
	}
}

// A change that the search shows late is found by the next read, and a lead that is read twice is one.
func TestReadsOverlap(t *testing.T) {
	c := hubspottest.New(t)
	c.Add(1, now.Add(-time.Hour))
	c.Add(2, now.Add(-time.Minute)) // too new: the search may not be complete yet
	leads, pos := all(t, reader(t, now), source(c.URL), nil)
	if len(leads) != 1 {
		t.Fatalf("%d leads", len(leads))
	}
	c.Add(3, now.Add(-5*time.Minute)) // shown late
	later, _ := all(t, reader(t, now.Add(10*time.Minute)), source(c.URL), pos)
	if len(later) != 2 || later["3"].ID == "" || later["2"].ID == "" {
		t.Errorf("%+v", later)
	}
}

// The search gives no more than 10,000 results, and an import may change more at one moment.
func TestMoreThanTheSearchGives(t *testing.T) {
	c := hubspottest.New(t)
	for i := range 500 {
		c.Add(i+1, now.Add(-48*time.Hour+time.Duration(i)*time.Second))
	}
	same := now.Add(-24 * time.Hour)
	for i := range 12_000 {
		c.Add(100_000+i, same)
	}
	for i := range 500 {
		c.Add(200_000+i, now.Add(-12*time.Hour+time.Duration(i)*time.Second))
	}
	leads, _ := all(t, reader(t, now), source(c.URL), nil)
	if len(leads) != 13_000 {
		t.Errorf("%d leads", len(leads))
	}
}

func TestAnAccountWithoutTheDatedAPI(t *testing.T) {
	c := hubspottest.New(t)
	c.Dated = false
	c.Add(1, now.Add(-time.Hour))
	if leads, _ := all(t, reader(t, now), source(c.URL), nil); len(leads) != 1 {
		t.Errorf("%d leads", len(leads))
	}
}

func TestOptionsThatMayNotBeRead(t *testing.T) {
	c := hubspottest.New(t)
	c.Options = `not JSON`
	c.Add(1, now.Add(-time.Hour), "how_did_you_hear_about_us", "opt_1")
	b, err := reader(t, now).Leads(t.Context(), source(c.URL), nil)
	if err != nil || len(b.Leads) != 1 || b.Leads[0].Answer != "opt_1" || len(b.Warnings) != 1 {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestRefusals(t *testing.T) {
	c := hubspottest.New(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("the token went elsewhere: %v", r.Header) }))
	defer elsewhere.Close()
	for _, x := range []struct {
		status int
		body   string
		kind   feeds.FaultKind
		words  string
	}{
		{401, `{}`, feeds.FaultCredentials, "new token"},
		{403, `{"category":"MISSING_SCOPES"}`, feeds.FaultCredentials, "scopes"},
		{404, ``, feeds.FaultAbsent, "address"},
		{400, `{"category":"VALIDATION_ERROR"}`, feeds.FaultUnparsable, "properties"},
		{429, `{"policyName":"TEN_SECONDLY_ROLLING"}`, feeds.FaultThrottled, ""},
		{429, `{"policyName":"DAILY"}`, feeds.FaultQuota, "today"},
		{302, elsewhere.URL, feeds.FaultUnparsable, "redirects"},
		{503, ``, feeds.FaultTransient, ""},
		{200, `<html>`, feeds.FaultUnparsable, "not HubSpot's"},
		{200, `{}`, feeds.FaultUnparsable, "not HubSpot's"},
		{200, `{"results":[{"id":"1"}]}`, feeds.FaultUnparsable, "not HubSpot's"},
		{200, `{"results":[{"id":"1","createdAt":"2026-11-01T00:00:00Z","updatedAt":"never"}]}`, feeds.FaultUnparsable, "not HubSpot's"},
	} {
		c.Refuse = func() (int, string) { return x.status, x.body }
		_, err := reader(t, now).Leads(t.Context(), source(c.URL), nil)
		if feeds.FaultOf(err) != x.kind || !strings.Contains(feeds.Explain(err), x.words) || strings.Contains(fmt.Sprintf("%+v", err), token) {
			t.Errorf("%d %s: %s, %v", x.status, x.body, feeds.FaultOf(err), err)
		}
		if x.status == 429 && feeds.RetryAfterOf(err) < 10*time.Second {
			t.Error("asked again at once")
		}
	}
	src := source(c.URL)
	src.Secrets = map[string]feeds.Secret{"token": "old"}
	if c.Refuse = nil; feeds.FaultOf(func() error { _, err := reader(t, now).Leads(t.Context(), src, nil); return err }()) != feeds.FaultCredentials {
		t.Error("an old token")
	}
}

func TestMadeAnswer(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	body, err := os.ReadFile(filepath.Join(dir, "visits", "hubspot", "made_search_2026-09.json"))
	if err != nil {
		t.Fatal(err)
	}
	c := hubspottest.New(t)
	asked := 0
	c.Refuse = func() (int, string) {
		if asked++; asked > 1 {
			return 200, `{"results":[],"options":[]}`
		}
		return 200, string(body)
	}
	b, err := reader(t, now).Leads(t.Context(), source(c.URL), nil)
	if err != nil || len(b.Leads) != 2 || b.Leads[0].Answer != "Heard you on the Late Shift podcast" || !b.Leads[1].Imported {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestSpec(t *testing.T) {
	check := hubspot.Spec().Check
	if err := check(feeds.LeadSource{URL: hubspot.Cloud, Settings: json.RawMessage(`{"answer":"heard_from"}`)}); err != nil {
		t.Error(err)
	}
	for _, src := range []feeds.LeadSource{{Settings: json.RawMessage(`{"answer":"Heard from?"}`)}, {URL: "https://api.hubapi.com?hapikey=x"}, {Settings: json.RawMessage(`[]`)}} {
		if check(src) == nil {
			t.Errorf("%s %s is taken", src.URL, src.Settings)
		}
	}
}
