package public

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// page stands for the build, which tests of Go code may lack.
type page struct{}

func (page) ServePage(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "the page") }
func (page) ServeFile(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.URL.Path) }

// sharing is a public side with a report of a mention in the workspace default.
type sharing struct {
	t       testing.TB
	l       *ledger.Ledger
	clock   *clock
	addr    string
	mention index.Mention
	report  evidence.Report
}

func newSharing(t *testing.T) *sharing {
	t.Helper()
	s, h := newShared(t, slog.DiscardHandler)
	s.addr, _ = serve(t, func(p *Public) { p.srv.Handler = h })
	return s
}

// newShared returns one that nobody serves yet, and its handler.
func newShared(t testing.TB, log slog.Handler) (*sharing, http.Handler) {
	t.Helper()
	s := &sharing{t: t, clock: &clock{at: nine}}
	s.l = ledgertest.OpenAt(t, s.clock.now)
	source := ledgertest.AddSource(t, s.l, "paths")
	doc := ledgertest.Episode("one", "How we moved", "we moved to Acme then")
	ledgertest.Save(t, s.l, source.ID, doc)
	s.mention = ledgertest.Mention("acme", doc)
	number := func(v float64) *float64 { return &v }
	s.report = evidence.Report{
		ID: evidence.ReportID("", "acme", doc.ID), Workspace: "default", Brand: "acme", State: evidence.Ready, Verdict: evidence.Likely, P: 0.01,
		Revision: 1, Created: nine, Revised: nine,
		Body: evidence.ReportBody{
			Mention: evidence.ReportMention{ID: s.mention.ID, Cluster: doc.ID, Kind: "podcast", Type: "discussed", Title: "How we moved", Show: "Paths", Network: "podcast", URL: "https://pod.example/feed?key=secret", Published: doc.Published},
			Site:    evidence.ReportSite{ID: "site-id", Name: "shop", Zone: "Europe/Amsterdam", Feed: "feed-id"}, Metric: "visits",
			Window: evidence.ReportWindow{Days: 7, From: "2026-11-19", To: "2026-11-25", LookOn: "2026-11-26"}, Reasons: []string{},
			Lift:      &evidence.Lift{Observed: number(9), Effect: evidence.Interval{Low: number(1)}},
			Rows:      []evidence.ReportRow{{Day: "2026-11-19", Observed: number(3)}},
			Hours:     []evidence.HourCount{{Start: nine, Value: 1}},
			Dots:      []float64{1},
			Placebos:  []evidence.ReportPlacebo{{Day: "2026-09-01", Score: 1}},
			Secondary: []evidence.ReportLonger{{Days: 14}},
			Lines:     []evidence.ReportLine{{Kind: "lift", Strength: "statistical", State: "ready", Code: "c", Text: "t", Metric: "visits", Observed: number(9), Expected: number(8), Effect: &evidence.Interval{}, P: number(0.1)}},
			Overlaps:  []evidence.ReportOverlap{{Mention: "other-mention", Brand: "private-rival", Kind: "video", Title: "Another", Show: "Channel", Published: nine, From: "2026-11-19", To: "2026-11-21", Group: true}},
			Explained: &evidence.Interval{}, GroupDays: &evidence.ReportDays{Days: 9, From: "2026-11-17", To: "2026-11-25"},
			Group:   []string{"other-mention", s.mention.ID},
			Events:  []evidence.ReportEvent{{Name: "Release", Kind: "release", From: "2026-11-19", To: "2026-11-19"}},
			Caveats: []evidence.ReportNote{{Code: "grouped", Params: map[string]string{"mentions": "2"}, Text: "x"}},
			Method:  evidence.ReportMethod{Version: "1", Text: "m"}, DataTo: "2026-11-25",
		},
	}
	ledgertest.Write(t, s.l, func(tx *ledger.Tx) error {
		if _, err := record.PutBrand(t.Context(), tx, index.Brand{ID: "acme", Name: "Acme", Own: true, Active: true}); err != nil {
			return err
		}
		if err := record.SaveMention(t.Context(), tx, s.mention); err != nil {
			return err
		}
		return evidence.PutReport(t.Context(), tx, s.report)
	})
	shared, err := NewShared(SharedOptions{Ledger: s.l, Page: page{}, Logger: slog.New(log), Now: s.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	return s, handler(prometheus.NewCounterVec(prometheus.CounterOpts{Name: "x"}, []string{"code"}), Options{Shared: shared})
}

// share makes a link and returns its token and its id.
func (s *sharing) share(expires time.Time) (token, id string) {
	s.t.Helper()
	token, hash := evidence.NewShareToken()
	id = hash[:10]
	ledgertest.Write(s.t, s.l, func(tx *ledger.Tx) error {
		return evidence.AddShare(s.t.Context(), tx, evidence.Share{ID: id, Report: s.report.ID, Hash: hash, Creator: "ann@acme.example", Expires: expires})
	})
	return token, id
}

// get requests a path. headers are whole lines.
func (s *sharing) get(path string, headers ...string) (int, http.Header, string) {
	s.t.Helper()
	resp := send(s.t, s.addr, "GET "+path+" HTTP/1.1\r\nHost: public.example\r\nConnection: close\r\n"+strings.Join(append(headers, ""), "\r\n")+"\r\n")
	if resp == nil {
		s.t.Fatalf("%s: no answer", path)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(body)
}

func TestASharedReport(t *testing.T) {
	s := newSharing(t)
	token, id := s.share(nine.AddDate(0, 0, 7))
	status, h, body := s.get("/shared/" + token)
	if status != 200 || body != "the page" {
		t.Fatalf("%d %s", status, body)
	}
	for name, want := range map[string]string{"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "Set-Cookie": "", "Cross-Origin-Resource-Policy": "same-origin"} {
		if got := h.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	status, h, body = s.get("/shared/"+token+"/report", "Cookie: namedrop_session=x", "Authorization: Bearer x")
	if status != 200 || h.Get("Content-Type") != "application/json; charset=utf-8" || h.Get("X-Robots-Tag") == "" {
		t.Fatalf("%d %v %s", status, h, body)
	}
	if status, _, body := s.get("/assets/shared-abc.js"); status != 200 || body != "/assets/shared-abc.js" {
		t.Errorf("%d %s", status, body)
	}
	// It follows the report.
	ledgertest.Write(t, s.l, func(tx *ledger.Tx) error {
		next := s.report
		next.Revision, next.Verdict = 2, evidence.NoSign
		return evidence.PutReport(t.Context(), tx, next)
	})
	if _, _, body := s.get("/shared/" + token + "/report"); !strings.Contains(body, `"revision":2`) || !strings.Contains(body, `"verdict":"no_sign"`) {
		t.Error(body)
	}
	// A dismissed mention has none, even before its report is removed.
	state := func(state index.State) {
		ledgertest.Write(t, s.l, func(tx *ledger.Tx) error {
			_, err := record.UpdateMention(t.Context(), tx, "", s.mention.ID, 0, record.MentionChange{State: &state})
			return err
		})
	}
	state(index.Dismissed)
	for _, path := range []string{"/shared/" + token, "/shared/" + token + "/report"} {
		if status, _, body := s.get(path); status != 410 || !strings.Contains(body, "any more") || strings.Contains(body, "How we moved") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	state(index.Confirmed)
	if status, _, _ := s.get("/shared/" + token); status != 200 {
		t.Errorf("not shown again: %d", status)
	}
	ledgertest.Write(t, s.l, func(tx *ledger.Tx) error { return evidence.RemoveReport(t.Context(), tx, s.report.ID) })
	if status, _, _ := s.get("/shared/" + token); status != 410 {
		t.Errorf("of a removed report: %d", status)
	}
	ledgertest.Write(t, s.l, func(tx *ledger.Tx) error { return evidence.RevokeShare(t.Context(), tx, "", id) })
	if status, _, _ := s.get("/shared/" + token); status != 404 {
		t.Errorf("revoked: %d", status)
	}
}

// Whoever guesses learns nothing: all links that don't work have the same answer.
func TestLinksThatDontWork(t *testing.T) {
	s := newSharing(t)
	live, _ := s.share(nine.AddDate(0, 0, 7))
	over, _ := s.share(nine.Add(-time.Second))
	revoked, id := s.share(nine.AddDate(0, 0, 7))
	ledgertest.Write(t, s.l, func(tx *ledger.Tx) error { return evidence.RevokeShare(t.Context(), tx, "", id) })
	strip := func(body string) string { // of what is new in every answer
		before, rest, _ := strings.Cut(body, `nonce="`)
		_, after, _ := strings.Cut(rest, `"`)
		return before + after
	}
	_, wantHeader, want := s.get("/shared/" + over)
	for what, token := range map[string]string{
		"revoked": revoked, "unknown": "x", "a hash": evidence.ShareHash(live), "longer": live + "A", "shorter": live[1:], "the other case": strings.ToLower(live),
		"long": strings.Repeat("a", 2000), "SQL": "'or'1'='1", "a wildcard": "_______", "the report's id": s.report.ID,
	} {
		for _, path := range []string{"/shared/" + token, "/shared/" + token + "/report"} {
			status, h, body := s.get(path)
			if status != 404 || strip(body) != strip(want) || len(h) != len(wantHeader) {
				t.Errorf("%s: %d %v %s", what, status, h, body)
			}
		}
	}
	for path, want := range map[string]int{
		"/shared/": 404, "/shared": 404, "/shared/" + live + "/": 404, "/shared/" + live + "/report/": 404, "/shared/../api/v1/status": 404, "/shared/%2e%2e": 404,
		"/shared/" + live + "%00": 404, "/assets/": 404, "/assets/../index.html": 404, "/index.html": 404, "/reports/" + s.report.ID: 404, "/api/v1/reports": 404,
	} {
		if status, _, body := s.get(path); status != want || strings.Contains(body, "the page") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	if resp := send(t, s.addr, "POST /shared/"+live+" HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"); resp == nil || resp.StatusCode != 405 {
		t.Errorf("a write: %v", resp)
	}
	for accept, want := range map[string]string{
		"nl-NL,nl;q=0.9,en;q=0.8": "Deze link werkt niet", "de, en;q=0.5, nl;q=0.4": "This link doesn't work", "": "This link doesn't work",
		"nl;q=0, en": "This link doesn't work", "NL": "Deze link werkt niet", "nl;q=x": "This link doesn't work", strings.Repeat("x,", 3000) + "nl": "This link doesn't work",
	} {
		_, h, body := s.get("/shared/x", "Accept-Language: "+accept)
		if !strings.Contains(strings.ReplaceAll(body, "&#39;", "'"), want) || !strings.Contains(body, `lang="`+h.Get("Content-Language")+`"`) {
			t.Errorf("%.40q: %s", accept, body)
		}
	}
}

func TestRequestsForSharedReportsAreLimited(t *testing.T) {
	s := newSharing(t)
	token, _ := s.share(nine.AddDate(0, 0, 7))
	get := func(from string) int {
		status, _, _ := s.get("/shared/"+token, "X-Forwarded-For: "+from)
		return status
	}
	for i := range floodLimit {
		if got := get("192.0.2.1"); got != 200 {
			t.Fatalf("request %d: %d", i, got)
		}
	}
	if got := get("192.0.2.1"); got != 429 {
		t.Errorf("one too many: %d", got)
	}
	if got := get("192.0.2.2"); got != 200 {
		t.Errorf("from another address: %d", got)
	}
	s.clock.set(nine.Add(time.Minute))
	if got := get("192.0.2.1"); got != 200 {
		t.Errorf("a minute later: %d", got)
	}
}

// What is shared is listed here. A field that is added to a report isn't shared before it is added
// to this list, which takes a look at what it holds.
func TestWhatIsShared(t *testing.T) {
	s := newSharing(t)
	token, _ := s.share(nine.AddDate(0, 0, 7))
	_, _, body := s.get("/shared/" + token + "/report")
	for _, secret := range []string{"other-mention", "private-rival", s.mention.ID, "site-id", "feed-id", "pod.example", "ann@", "desk", "default", token} {
		if strings.Contains(body, secret) {
			t.Errorf("%s is shared: %s", secret, body)
		}
	}
	var all map[string]any
	if err := json.Unmarshal([]byte(body), &all); err != nil {
		t.Fatal(err)
	}
	paths := map[string]bool{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, x := range v {
				walk(strings.TrimPrefix(path+"."+name, "."), x)
			}
		case []any:
			for _, x := range v {
				walk(path+"[]", x)
			}
		default:
			paths[path] = true
		}
	}
	walk("", all)
	var got []string
	for p := range paths {
		got = append(got, p)
	}
	slices.Sort(got)
	if diff := cmp.Diff(strings.Fields(sharedFields), got); diff != "" {
		t.Error(diff)
	}
}

const sharedFields = `
brand.name brand.own caveats[].code caveats[].params.mentions caveats[].text data_to dots[] events[].from events[].kind events[].name
events[].to expires explained.effect explained.high explained.low family.by_chance family.mentions group_days.days group_days.from group_days.to id lift.as_high lift.effect.effect lift.effect.high lift.effect.low lift.expected
lift.lambda lift.observed lift.p lift.p_model lift.p_placebo lift.per_day.effect lift.per_day.high lift.per_day.low lift.placebos
lift.positive lift.q lift.relative.effect lift.relative.high lift.relative.low lift.score lift.smallest_visible lift.stands_out lines[].code
lines[].effect.effect lines[].effect.high lines[].effect.low lines[].expected lines[].kind lines[].metric lines[].observed lines[].p
lines[].state lines[].strength lines[].text mention.kind mention.network mention.published mention.show mention.title mention.type
method.text method.version metric overlaps[].from overlaps[].group overlaps[].kind overlaps[].published overlaps[].show overlaps[].title
overlaps[].to placebos[].day placebos[].score revised revision rows[].day rows[].high50 rows[].high80 rows[].high95 rows[].low50
rows[].low80 rows[].low95 rows[].middle rows[].observed rows[].window secondary[].days secondary[].effect.effect secondary[].effect.high
secondary[].effect.low secondary[].expected secondary[].observed secondary[].others secondary[].p site.name site.zone state together verdict
window.days window.from window.look_on window.to
`
