package public

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/form"
	"github.com/namedrop/namedrop/feeds/leads/hubspot"
	"github.com/namedrop/namedrop/feeds/leads/typeform"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

const signing = "a secret of the form"

// leadsTest is a public side that receives leads.
type leadsTest struct {
	t      testing.TB
	ledger *ledger.Ledger
	leads  *Leads
	clock  *clock
	base   string
	woken  int
}

func receiving(t *testing.T) *leadsTest {
	t.Helper()
	d := newLeadsTest(t, slog.DiscardHandler)
	addr, _ := serve(t, func(p *Public) { p.srv.Handler = d.handler() })
	d.base = "http://" + addr
	return d
}

func (d *leadsTest) handler() http.Handler {
	return handler(prometheus.NewCounterVec(prometheus.CounterOpts{Name: "x"}, []string{"code"}), Options{Leads: d.leads})
}

// newLeadsTest returns one that nobody serves yet.
func newLeadsTest(t testing.TB, log slog.Handler) *leadsTest {
	t.Helper()
	d := &leadsTest{t: t, ledger: ledgertest.Open(t), clock: &clock{at: nine}}
	crm, err := hubspot.New(hubspot.Options{Transport: http.DefaultTransport, UserAgent: "test", Now: d.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	d.leads, err = NewLeads(LeadsOptions{
		Ledger: d.ledger, URL: "https://public.example", Wake: func() { d.woken++ }, Logger: slog.New(log), Registry: prometheus.NewRegistry(), Now: d.clock.now,
		Adapters: []feeds.LeadAdapter{
			{LeadSpec: form.Spec(), Receiver: form.New(d.clock.now)}, {LeadSpec: typeform.Spec(), Receiver: typeform.New(d.clock.now)}, {LeadSpec: hubspot.Spec(), Reader: crm, Receiver: crm},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// source adds a source and returns its path.
func (d *leadsTest) source(kind feeds.LeadType, how evidence.Arrival, settings string, secrets map[string]feeds.Secret) (id, path string) {
	d.t.Helper()
	id = feeds.ID("leads", string(kind), settings)
	err := d.ledger.Write(d.t.Context(), func(tx *ledger.Tx) error {
		_, _, err := evidence.AddLeadSource(d.t.Context(), tx, feeds.LeadSource{ID: id, Site: "shop", Type: kind, Name: string(kind), Settings: []byte(settings), Secrets: secrets}, how)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return id, leadsPath + id
}

func (d *leadsTest) post(path, body string, header ...string) *http.Response {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.base+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp
}

func (d *leadsTest) want(status int, path, body string, header ...string) *http.Response {
	d.t.Helper()
	resp := d.post(path, body, header...)
	if resp.StatusCode != status {
		d.t.Errorf("%s %.60q answered %d, want %d", path, body, resp.StatusCode, status)
	}
	return resp
}

func (d *leadsTest) stored() (out []evidence.StoredLead) {
	d.t.Helper()
	out, _, err := evidence.ListLeads(d.t.Context(), d.ledger, evidence.LeadFilter{})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

func (d *leadsTest) condition(id string) evidence.LeadSourceWithPoll {
	d.t.Helper()
	s, err := evidence.GetLeadSource(d.t.Context(), d.ledger, "", id)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

const formType = "application/x-www-form-urlencoded"

func TestAFormSendsLeads(t *testing.T) {
	d := receiving(t)
	id, path := d.source(form.Type, evidence.ByRequest, `{"redirect":"https://shop.example/thanks","honeypot":"fax","origins":"https://shop.example"}`, nil)
	const body = "email=ann%40buyer.example&how_did_you_hear_about_us=The+Slow+Quarter"
	resp := d.want(303, path, body, "Content-Type", formType, "Origin", "https://shop.example")
	if resp.Header.Get("Location") != "https://shop.example/thanks" || resp.Header.Get("Access-Control-Allow-Origin") != "https://shop.example" || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%v", resp.Header)
	}
	d.clock.set(nine.Add(5 * time.Minute))
	d.want(303, path, body, "Content-Type", formType) // the button was pressed twice
	d.want(303, path, body+"&fax=1", "Content-Type", formType)
	leads := d.stored()
	if len(leads) != 1 || leads[0].Answer != "The Slow Quarter" || leads[0].Person == "" || leads[0].Address != "" || !leads[0].Time.Equal(nine) {
		t.Fatalf("%+v", leads)
	}
	if c := d.condition(id); c.Poll.Condition.Health != feeds.Healthy || c.Leads != 1 {
		t.Errorf("%+v", c.Poll)
	}
	d.want(403, path, body, "Content-Type", formType, "Origin", "https://other.example")
	d.want(400, path, "{", "Content-Type", "application/json")
	// A refusal doesn't make a form that works look broken: anybody can cause one.
	if c := d.condition(id).Poll.Condition; c.Health != feeds.Healthy || c.Code != "leads_origin_refused" {
		t.Errorf("%+v", c)
	}
	markup := strings.Repeat("<script>alert(1)</script>", 2000)
	d.want(303, path, "email=bo%40buyer.example&answer="+strings.ReplaceAll(markup, "/", "%2F"), "Content-Type", formType)
	d.want(400, path, "answer="+strings.Repeat("a", 100<<10), "Content-Type", formType)
	d.want(413, path, "answer="+strings.Repeat("a", 2<<20), "Content-Type", formType)
	for _, l := range d.stored() {
		if l.Answer != "The Slow Quarter" && (!l.Cut || len(l.Answer) > feeds.MaxLeadText || !strings.HasPrefix(l.Answer, "<script>")) {
			t.Errorf("%d bytes, cut %t", len(l.Answer), l.Cut)
		}
	}
	if n := len(d.stored()); n != 2 {
		t.Errorf("%d leads", n)
	}
}

func TestWhatIsNotProvenIsNotStored(t *testing.T) {
	d := receiving(t)
	id, path := d.source(typeform.Type, evidence.ByRequest, `{}`, map[string]feeds.Secret{"secret": signing})
	const body = `{"event_type":"form_response","form_response":{"token":"t1","submitted_at":"2026-11-19T09:00:00Z",
		"definition":{"fields":[{"id":"a","ref":"a","type":"short_text","title":"How did you hear about us?"}]},"answers":[{"type":"text","text":"A podcast","field":{"id":"a","ref":"a","type":"short_text"}}]}}`
	mac := hmac.New(sha256.New, []byte(signing))
	mac.Write([]byte(body))
	signature := "sha256=" + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	d.want(401, path, body)
	d.want(401, path, body+" ", "Typeform-Signature", signature)
	if c := d.condition(id).Poll.Condition; c.Health != feeds.Failing || c.Code != "leads_typeform_unsigned" {
		t.Errorf("nobody sees that the secret is wrong: %+v", c)
	}
	if n := len(d.stored()); n != 0 {
		t.Fatalf("%d leads were stored", n)
	}
	d.want(204, path, body, "Typeform-Signature", signature)
	d.want(204, path, body, "Typeform-Signature", signature)
	if leads := d.stored(); len(leads) != 1 || leads[0].Answer != "A podcast" {
		t.Errorf("%+v", leads)
	}
	if c := d.condition(id).Poll.Condition; c.Health != feeds.Healthy || c.Code != "" {
		t.Errorf("%+v", c)
	}
}

// HubSpot signs the address that it called, with the time.
func TestANoticeOfHubSpot(t *testing.T) {
	d := receiving(t)
	id, path := d.source(hubspot.Type, evidence.ByPoll, `{}`, map[string]feeds.Secret{"token": "t", "client_secret": signing})
	src := d.condition(id).LeadSource
	ledgertest.Write(t, d.ledger, func(tx *ledger.Tx) error {
		_, err := evidence.PutLeads(t.Context(), tx, src, []feeds.Lead{src.Lead("7", nine), src.Lead("8", nine)}, evidence.LeadsOptions{})
		return err
	})
	notice := func(path, body string) []string {
		stamp := strconv.FormatInt(d.clock.now().UnixMilli(), 10)
		mac := hmac.New(sha256.New, []byte(signing))
		fmt.Fprint(mac, "POST", "https://public.example"+path, body, stamp)
		return []string{"X-HubSpot-Request-Timestamp", stamp, "X-HubSpot-Signature-v3", base64.StdEncoding.EncodeToString(mac.Sum(nil))}
	}
	const gone = `[{"subscriptionType":"contact.privacyDeletion","objectId":7}]`
	d.want(401, path, gone, notice(path+"x", gone)...)
	if len(d.stored()) != 2 || d.woken != 0 {
		t.Fatal("a forged notice did something")
	}
	d.want(204, path, gone, notice(path, gone)...)
	if leads := d.stored(); len(leads) != 1 || leads[0].Key != "8" {
		t.Errorf("%+v", leads)
	}
	const changed = `[{"subscriptionType":"contact.propertyChange","objectId":8}]`
	ledgertest.Write(t, d.ledger, func(tx *ledger.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE polls SET due = ? WHERE subject = ?`, time.Now().Add(24*time.Hour), id)
		return err
	})
	d.want(204, path, changed, notice(path, changed)...)
	if s := d.condition(id); d.woken != 1 || s.Poll.State.Due.After(time.Now().Add(time.Hour)) || s.Poll.Condition.Health != feeds.Waiting {
		t.Errorf("woken %d times, due %s, %+v", d.woken, s.Poll.State.Due, s.Poll.Condition)
	}
}

func TestRequestsThatReachNoSource(t *testing.T) {
	d := receiving(t)
	id, path := d.source(form.Type, evidence.ByRequest, `{}`, nil)
	for _, other := range []string{leadsPath, leadsPath + "short", leadsPath + strings.Repeat("a", 20), path + "/more"} {
		d.want(404, other, "answer=x", "Content-Type", formType)
	}
	s := d.condition(id).LeadSource
	s.Paused = true
	ledgertest.Write(t, d.ledger, func(tx *ledger.Tx) error { return evidence.UpdateLeadSource(t.Context(), tx, s) })
	if resp := d.want(503, path, "answer=x", "Content-Type", formType); resp.Header.Get("Retry-After") == "" {
		t.Error("nobody says when to try again")
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil || resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET: %v, %v", resp, err)
	}
	resp.Body.Close()
	if len(d.stored()) != 0 {
		t.Error("something was stored")
	}
}

// A flood from one address is refused before anything is looked up.
func TestAFloodOfLeads(t *testing.T) {
	d := receiving(t)
	_, path := d.source(form.Type, evidence.ByRequest, `{}`, nil)
	got := map[int]int{}
	for i := range floodLimit + 10 {
		got[d.post(path, fmt.Sprint("answer=x", i), "Content-Type", formType, "X-Forwarded-For", "203.0.113.7").StatusCode]++
	}
	if want := map[int]int{204: floodLimit, 429: 10}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	d.want(204, path, "answer=y", "Content-Type", formType, "X-Forwarded-For", "203.0.113.8")
	d.clock.set(nine.Add(time.Minute))
	d.want(204, path, "answer=z", "Content-Type", formType, "X-Forwarded-For", "203.0.113.7")
	if n := testutil.ToFloat64(d.leads.outcomes.WithLabelValues("flood")); n != 10 {
		t.Errorf("%g counted", n)
	}
}
