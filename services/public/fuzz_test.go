package public

import (
	"context"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/form"
	"github.com/namedrop/namedrop/feeds/leads/hubspot"
	"github.com/namedrop/namedrop/feeds/leads/typeform"
	"github.com/namedrop/namedrop/feeds/visits/channel"
	"github.com/namedrop/namedrop/feeds/visits/tag"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// troubles is a log handler that collects errors: a panic that was caught, or a write that failed.
type troubles struct{ found *[]string }

func (troubles) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelError }
func (t troubles) WithAttrs([]slog.Attr) slog.Handler         { return t }
func (t troubles) WithGroup(string) slog.Handler              { return t }
func (t troubles) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool { text += " " + a.String(); return true })
	*t.found = append(*t.found, text)
	return nil
}

// from is a request as the server hands it on. Headers whose names can't be sent are left out.
func from(ctx context.Context, method, path, body string, headers map[string]string) *http.Request {
	r := httptest.NewRequestWithContext(ctx, method, "/", strings.NewReader(body))
	r.URL = &url.URL{Path: path}
	r.RequestURI = r.URL.EscapedPath()
	r.RemoteAddr = "127.0.0.1:1" // a proxy, so that the address of the visitor is chosen by the sender
	r.Header = http.Header{}
	for name, value := range headers {
		if value != "" && !strings.ContainsAny(value, "\r\n\x00") {
			r.Header.Set(name, value)
		}
	}
	return r
}

// Whatever is sent to a source of leads, nothing crashes, nothing unproven is stored, and what is
// stored is bounded and in its place.
func FuzzReceiveLeads(f *testing.F) {
	const redirect = "https://shop.example/thanks"
	var found []string
	d := newLeadsTest(f, troubles{&found})
	paths := map[feeds.LeadType]string{}
	_, paths[form.Type] = d.source(form.Type, evidence.ByRequest, `{"redirect":"`+redirect+`","honeypot":"fax"}`, nil)
	_, paths[typeform.Type] = d.source(typeform.Type, evidence.ByRequest, `{}`, map[string]feeds.Secret{"secret": signing})
	_, paths[hubspot.Type] = d.source(hubspot.Type, evidence.ByPoll, `{}`, map[string]feeds.Secret{"token": "t", "client_secret": "of the app"})
	h := d.handler()
	at := nine
	w := httptest.NewRecorder()
	h.ServeHTTP(w, from(f.Context(), http.MethodPost, paths[form.Type], "email=ann%40buyer.example", map[string]string{"Content-Type": formType, "X-Forwarded-For": "203.0.113.7"}))
	if w.Code != http.StatusSeeOther || len(d.stored()) != 1 {
		f.Fatalf("a form is answered %d", w.Code)
	}
	clearLeads(f, d.ledger)
	f.Add("email=ann%40buyer.example&how_did_you_hear_about_us=A+show", formType, "https://shop.example", "", "203.0.113.7", "")
	f.Add(`{"email":"ann@buyer.example","source":{"deep":[[[["x"]]]]}}`, "application/json", "null", "sha256=AAAA", "::1, x", "?a=%zz")
	f.Add("--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nann@buyer.example\r\n--b--", "multipart/form-data; boundary=b", "", "", "", "")
	f.Add(`{"event_type":"form_response","form_response":{"token":"t","answers":[{"type":"text","text":"x"}]}}`, "application/json", "", "sha256=", "[::", "")
	f.Add("email=a%40b.example&x="+strings.Repeat("<script>", 3000), formType, "javascript:1", strings.Repeat("v", 200), strings.Repeat("1.2.3.4,", 500), "/../x")
	f.Fuzz(func(t *testing.T, body, contentType, origin, signature, forwarded, suffix string) {
		if len(body) > maxLeadBody {
			return
		}
		at = at.Add(time.Minute) // so that the flood limit doesn't hide the rest
		d.clock.set(at)
		for kind, path := range paths {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, from(t.Context(), http.MethodPost, path+suffix, body, map[string]string{
				"Content-Type": contentType, "Origin": origin, "X-Forwarded-For": forwarded,
				"Typeform-Signature": signature, "X-HubSpot-Signature-v3": signature, "X-HubSpot-Request-Timestamp": forwarded,
			}))
			if w.Code >= 500 && w.Code != http.StatusServiceUnavailable || w.Body.Len() > 1000 || w.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: %d %v %q", kind, w.Code, w.Header(), w.Body)
			}
			if to := w.Header().Get("Location"); to != "" && to != redirect {
				t.Errorf("%s leads to %q", kind, to)
			}
		}
		if len(found) > 0 {
			t.Errorf("%q", found)
		}
		found = found[:0]
		leads, _, err := evidence.ListLeads(t.Context(), d.ledger, evidence.LeadFilter{})
		if err != nil || len(leads) > 1 {
			t.Fatalf("%d leads of one request, %v", len(leads), err)
		}
		for _, l := range leads {
			if l.Source != strings.TrimPrefix(paths[form.Type], leadsPath) {
				t.Errorf("stored without proof: %+v", l)
			}
			if len(l.Answer) > feeds.MaxLeadText || len(l.Note) > feeds.MaxLeadText || len(l.Landing) > 2000 || len(l.Stage) > 200 || l.Address != "" || strings.Contains(l.Person, "@") {
				t.Errorf("%+v", l)
			}
			if l.Value != nil && (math.IsNaN(*l.Value) || math.IsInf(*l.Value, 0)) {
				t.Errorf("a value of %v", *l.Value)
			}
		}
		if len(leads) > 0 {
			clearLeads(t, d.ledger)
		}
	})
}

func clearLeads(t testing.TB, l *ledger.Ledger) {
	t.Helper()
	ledgertest.Write(t, l, func(tx *ledger.Tx) error {
		_, err := tx.Exec(t.Context(), `DELETE FROM leads`)
		return err
	})
}

// Without the token of a link nobody sees anything of a report, or learns whether there is one.
func FuzzSharedToken(f *testing.F) {
	var found []string
	s, h := newShared(f, troubles{&found})
	token, _ := s.share(nine.AddDate(1, 0, 0))
	over, _ := s.share(nine.AddDate(0, 0, -1))
	at := nine
	answer := func(ctx context.Context, path, forwarded, language string) *httptest.ResponseRecorder {
		at = at.Add(time.Minute)
		s.clock.set(at)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, from(ctx, http.MethodGet, path, "", map[string]string{"X-Forwarded-For": forwarded, "Accept-Language": language}))
		return w
	}
	if w := answer(f.Context(), "/shared/"+token+"/report", "203.0.113.7", ""); w.Code != 200 || !strings.Contains(w.Body.String(), s.report.Body.Mention.Title) {
		f.Fatalf("the link itself answers %d %s", w.Code, w.Body)
	}
	at = nine
	f.Add(over, false, "203.0.113.7", "nl")
	f.Add("' OR 1=1 --", false, "", "")
	f.Add("%2e%2e", false, "x", "en;q=9")
	f.Add("a", true, "", strings.Repeat("nl,", 1000))
	f.Add(" ", true, "", "")
	f.Add("\x00", true, "", "")
	f.Add("/report", false, "", "")
	f.Add(strings.ToUpper(token), false, "", "")
	f.Add(token[:len(token)-1], false, "", "")
	f.Fuzz(func(t *testing.T, given string, after bool, forwarded, language string) {
		if after { // something behind the token
			if given == "" || given == "/report" {
				return
			}
			given = token + given
		} else if given == token || given == token+"/report" {
			return
		}
		for _, path := range []string{"/shared/" + given, "/shared/" + given + "/report"} {
			if path == "/shared/"+token || path == "/shared/"+token+"/report" {
				continue
			}
			w := answer(t.Context(), path, forwarded, language)
			body := w.Body.String()
			if w.Code != http.StatusNotFound || len(body) > 20_000 {
				t.Errorf("%q: %d with %d bytes", path, w.Code, len(body))
			}
			for _, secret := range []string{s.report.ID, s.mention.ID, s.report.Body.Mention.Title, "Acme", "the page", token} {
				if strings.Contains(body, secret) {
					t.Errorf("%q is answered with %q", path, secret)
				}
			}
		}
		if len(found) > 0 {
			t.Errorf("%q", found)
		}
		found = found[:0]
	})
}

// Every report of a page view has the same answer, and what is stored of it is a count in one of a
// few places: never a text of the sender's.
func FuzzCollect(f *testing.F) {
	var found []string
	l := ledgertest.Open(f)
	now := &clock{at: nine}
	c := shop(f, l, now.now)
	c.opts.Logger = slog.New(troubles{&found})
	h := handler(prometheus.NewCounterVec(prometheus.CounterOpts{Name: "x"}, []string{"code"}), Options{Collector: c})
	const view = `{"f":"shop","p":"/a","r":"news.example","s":"x","m":"","x":0,"t":0}`
	f.Add(view, "https://www.shop.example", browser, "203.0.113.7", "")
	f.Add(`{"f":"shop","p":"//\\evil","r":"`+strings.Repeat("a", 500)+`"}`, "https://shop.example.evil.example", browser, "::ffff:10.0.0.1", "1")
	f.Add(`[[[[[[`, "null", "curl/8", "", "")
	f.Add(view, "https://www.shop.example", browser, strings.Repeat(",", 4000), "")
	f.Add("\xff\xfe{", "HTTPS://SHOP.EXAMPLE:443", browser, "1.1.1.1%eth0", "")
	if got := c.collect(from(f.Context(), http.MethodPost, "/collect", view, map[string]string{"Origin": "https://www.shop.example", "User-Agent": browser, "X-Forwarded-For": "203.0.113.7"})); got != string(tag.Counted) {
		f.Fatalf("a page view is %s", got)
	}
	known := []string{channel.Direct, channel.Search, channel.Social, channel.Assistant, channel.Email, channel.Campaign, channel.Referral, channel.Unknown}
	at := nine
	f.Fuzz(func(t *testing.T, body, origin, userAgent, forwarded, track string) {
		at = at.Add(time.Second)
		now.set(at)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, from(t.Context(), http.MethodPost, "/collect", body, map[string]string{"Origin": origin, "User-Agent": userAgent, "X-Forwarded-For": forwarded, "DNT": track}))
		if w.Code != http.StatusNoContent || w.Body.Len() > 0 || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%d %v %q", w.Code, w.Header(), w.Body)
		}
		if err := c.tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			t.Errorf("%q", found)
		}
		found = found[:0]
		samples, _, err := evidence.ListSamples(t.Context(), l, evidence.SampleFilter{Feed: "shop"})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range samples {
			if !slices.Contains(known, s.Channel) || !slices.Contains([]feeds.Landing{"", feeds.HomeLanding, feeds.DeepLanding}, s.Landing) || s.Country != "" || !(s.Value >= 0 && s.Value < 1e9) ||
				!slices.Contains([]string{feeds.VisitsMetric, "pageviews"}, s.Metric) {
				t.Errorf("%+v", s)
			}
		}
	})
}
