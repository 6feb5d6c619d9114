package searchconsole_test

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

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/visits/pull"
	"github.com/namedrop/namedrop/feeds/visits/pull/pulltest"
	"github.com/namedrop/namedrop/feeds/visits/searchconsole"
	"github.com/namedrop/namedrop/feeds/visits/searchconsole/searchconsoletest"
)

// now is a Friday, half past four in the morning in California.
var now = time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)

type search = searchconsoletest.Search

func reader(t testing.TB, s *searchconsoletest.Server, now time.Time) *searchconsole.Reader {
	t.Helper()
	r, err := searchconsole.New(searchconsole.Options{Options: pulltest.Options(t, now), API: s.URL, Tokens: s.URL + "/token"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func feed(s *searchconsoletest.Server) feeds.SampleFeed {
	return feeds.SampleFeed{ID: "f", Zone: searchconsole.Zone, Secret: s.Account.File, Settings: json.RawMessage(`{"property":"sc-domain:shop.example","names":"Quill Mark, Über+"}`)}
}

func TestTheFirstReadGoesBack400Days(t *testing.T) {
	s := searchconsoletest.New(t, now)
	s.Count("2026-11-19", search{Day: "2026-09-15", Query: "quillmark", Clicks: 3, Impressions: 9}, search{Day: "2026-09-18", Query: "pens", Clicks: 1, Impressions: 9}, search{Day: "2026-11-19", Query: "quillmark", Clicks: 1, Impressions: 2})
	r, f := reader(t, s, now), feed(s)
	all := pulltest.ReadAll(t, r, f)
	if all.Reads != 14 { // 401 days by 30
		t.Errorf("%d reads", all.Reads)
	}
	if begun := s.Ranges()[0]; !strings.HasPrefix(begun, "2025-10-16 ") {
		t.Errorf("begun at %s", begun)
	}
	for _, s := range all.Samples {
		if s.Start.Before(pulltest.At(t, "2026-09-15T07:00:00Z")) {
			t.Fatalf("%v lies before the first search", s.Start)
		}
	}
	b, err := r.Samples(t.Context(), f, all.Position)
	if err != nil || !b.From.Equal(pulltest.At(t, "2026-11-14T08:00:00Z")) || !b.To.Equal(pulltest.At(t, "2026-11-21T08:00:00Z")) || b.More {
		t.Errorf("%v to %v, more %t, %v", b.From, b.To, b.More, err)
	}
	s.Count("", search{Day: "2026-11-17", Query: "quillmark", Clicks: 4, Impressions: 9}) // revised
	b, err = r.Samples(t.Context(), f, b.Position)
	if diff := cmp.Diff([]string{"11-17T08Z day organic_search 4 provisional"}, pulltest.Lines(b.Samples, "branded_clicks")); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

// A search is branded if it has one of the names, spelled together or apart, and not within another word.
func TestNames(t *testing.T) {
	s := searchconsoletest.New(t, now)
	const day = "2026-11-15"
	s.Count("2026-11-18",
		search{Day: day, Query: "quillmark", Clicks: 1, Impressions: 10}, search{Day: day, Query: "buy Quill-Mark pen", Clicks: 2, Impressions: 20}, search{Day: day, Query: "quill mark", Clicks: 4, Impressions: 40},
		search{Day: day, Query: "über+ app", Clicks: 8, Impressions: 80}, search{Day: day, Query: "quillmarks", Clicks: 100, Impressions: 100}, search{Day: day, Query: "überall", Clicks: 100, Impressions: 100},
		search{Day: day, Query: "quillmark of my aunt", Clicks: 1000, Impressions: 1000, Rare: true},
		search{Day: "2026-11-17", Query: "pens", Clicks: 5, Impressions: 50}, search{Day: "2026-11-18", Query: "quillmark", Clicks: 1, Impressions: 10},
	)
	b, err := reader(t, s, pulltest.At(t, "2026-11-26T12:00:00Z")).Samples(t.Context(), feed(s), pulltest.Position("2026-11-14", true))
	if err == nil {
		t.Fatal("the account's clock is days off, and it let us in")
	}
	r := reader(t, s, now)
	if b, err = r.Samples(t.Context(), feed(s), pulltest.Position("2026-11-14", true)); err != nil {
		t.Fatal(err)
	}
	for metric, want := range map[string][]string{
		"branded_clicks":      {"11-15T08Z day organic_search 15 provisional", "11-18T08Z day organic_search 1 provisional"},
		"branded_impressions": {"11-15T08Z day organic_search 150 provisional", "11-18T08Z day organic_search 10 provisional"},
		"clicks":              {"11-15T08Z day organic_search 1215 provisional", "11-17T08Z day organic_search 5 provisional", "11-18T08Z day organic_search 1 provisional"},
	} {
		if diff := cmp.Diff(want, pulltest.Lines(b.Samples, metric)); diff != "" {
			t.Errorf("%s:\n%s", metric, diff)
		}
	}
	zero := 0
	for _, s := range b.Samples {
		if s.Metric == "branded_clicks" && s.Value == 0 { // the 16th and the 17th
			zero++
		}
	}
	if zero != 2 {
		t.Errorf("%d days with other searches have no zero", zero)
	}
}

// Days are Pacific days, on those with 23 and 25 hours too.
func TestDaysOnWhichTheClocksChange(t *testing.T) {
	s := searchconsoletest.New(t, now)
	s.Count("", search{Day: "2026-11-01", Query: "quillmark", Clicks: 1, Impressions: 1}, search{Day: "2026-11-02", Query: "quillmark", Clicks: 2, Impressions: 2},
		search{Day: "2026-03-08", Query: "quillmark", Clicks: 3, Impressions: 3}, search{Day: "2026-03-09", Query: "quillmark", Clicks: 4, Impressions: 4})
	for from, want := range map[string][]string{
		"2026-11-01": {"11-01T07Z day organic_search 1 final", "11-02T08Z day organic_search 2 final"},
		"2026-03-08": {"03-08T08Z day organic_search 3 final", "03-09T07Z day organic_search 4 final"},
	} {
		b, err := reader(t, s, now).Samples(t.Context(), feed(s), pulltest.Position(from, true))
		if diff := cmp.Diff(want, pulltest.Lines(b.Samples, "branded_clicks")); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", from, err, diff)
		}
	}
}

func TestAnEmptyAnswerIsNotZero(t *testing.T) {
	s := searchconsoletest.New(t, now)
	r, f := reader(t, s, now), feed(s)
	b, err := r.Samples(t.Context(), f, nil)
	if err != nil || len(b.Samples) != 0 || !b.From.IsZero() || !b.More || len(b.Warnings) != 0 {
		t.Errorf("before the first search: %d samples, %v, %v", len(b.Samples), b.From, err)
	}
	b, err = r.Samples(t.Context(), f, pulltest.Position("2026-11-20", true))
	if err != nil || len(b.Samples) != 0 || !b.From.IsZero() || len(b.Warnings) != 1 {
		t.Errorf("not ready: %d samples, %v, %v", len(b.Samples), b.Warnings, err)
	}
}

func TestRefusals(t *testing.T) {
	s := searchconsoletest.New(t, now)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("the token went elsewhere: %v", r.Header) }))
	defer elsewhere.Close()
	rows := func(text string) string { return `{"rows":[` + text + `],"responseAggregationType":"byProperty"}` }
	reason := func(text string) string {
		return `{"error":{"code":403,"message":"x","errors":[{"reason":"` + text + `"}]}}`
	}
	for _, c := range []struct {
		status int
		body   string
		kind   feeds.FaultKind
		words  string
	}{
		{400, `{"error":{"code":400}}`, feeds.FaultUnparsable, "doesn't accept the request"},
		{401, ``, feeds.FaultCredentials, "doesn't accept the key"},
		{403, reason("forbidden"), feeds.FaultCredentials, "may not see this site"},
		{403, reason("accessNotConfigured"), feeds.FaultCredentials, "switched off"},
		{403, reason("quotaExceeded"), feeds.FaultQuota, "quota"},
		{404, ``, feeds.FaultAbsent, "nothing at this address"},
		{429, reason("rateLimitExceeded"), feeds.FaultQuota, "quota"},
		{503, ``, feeds.FaultTransient, "error of its own"},
		{302, elsewhere.URL, feeds.FaultUnparsable, "redirects"},
		{200, `<html>`, feeds.FaultUnparsable, "not Search Console's"},
		{200, ``, feeds.FaultUnparsable, "not Search Console's"},
		{200, `{}`, feeds.FaultUnparsable, "not Search Console's"},
		{200, rows(`{"keys":["2026-11-18"],"clicks":1}`), feeds.FaultUnparsable, "not Search Console's"},
		{200, rows(`{"keys":["2026-11-18","x"],"clicks":1,"impressions":1}`), feeds.FaultUnparsable, "not Search Console's"},
		{200, rows(`{"keys":["today"],"clicks":1,"impressions":1}`), feeds.FaultUnparsable, "not Search Console's"},
		{200, rows(`{"keys":["2020-11-18"],"clicks":1,"impressions":1}`), feeds.FaultUnparsable, "not Search Console's"},
		{200, rows(`{"keys":["2026-11-18"],"clicks":-1,"impressions":1}`), feeds.FaultUnparsable, "not Search Console's"},
		{200, rows(`{"keys":["2026-11-18"],"clicks":1,"impressions":1},{"keys":["2026-11-18"],"clicks":1,"impressions":1}`), feeds.FaultUnparsable, "not Search Console's"},
		{200, rows(`{"keys":["2026-11-18"],"clicks":1,"impressions":1}`)[:40], feeds.FaultUnparsable, "not Search Console's"},
		{200, `{"responseAggregationType":"byProperty","metadata":{"first_incomplete_date":"soon"}}`, feeds.FaultUnparsable, "not Search Console's"},
	} {
		s.Refuse(func() (int, string) { return c.status, c.body })
		_, err := reader(t, s, now).Samples(t.Context(), feed(s), pulltest.Position("2026-11-20", true))
		if feeds.FaultOf(err) != c.kind || !strings.Contains(feeds.Explain(err), c.words) || strings.Contains(fmt.Sprintf("%+v", err), "PRIVATE") {
			t.Errorf("%d %.120s: %s, %v", c.status, c.body, feeds.FaultOf(err), err)
		}
		if c.kind == feeds.FaultQuota && feeds.RetryAfterOf(err) < 15*time.Minute {
			t.Error("asked again at once")
		}
	}
	s.Refuse(nil)
	f := feed(s)
	f.Settings = json.RawMessage(`{"property":"https://shop.example/","names":"a"}`)
	if _, err := reader(t, s, now).Samples(t.Context(), f, nil); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Errorf("another spelling of the property: %v", err)
	}
	r := reader(t, s, now)
	if _, err := r.Samples(t.Context(), feed(s), nil); err != nil {
		t.Fatal(err)
	}
	s.Account.Expire()
	if _, err := r.Samples(t.Context(), feed(s), nil); err != nil {
		t.Errorf("a token that ran out: %v", err)
	}
	s.Account.Revoke()
	if _, err := r.Samples(t.Context(), feed(s), nil); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Errorf("a key that was revoked: %v", err)
	}
	guarded, err := searchconsole.New(searchconsole.Options{Options: pull.Options{Transport: fetch.NewTransport(nil), UserAgent: "test", Now: time.Now}, API: s.URL, Tokens: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := guarded.Samples(t.Context(), feed(s), nil); feeds.FaultOf(err) != feeds.FaultRefused {
		t.Errorf("an address inside: %v", err)
	}
	s.Close()
	if _, err := reader(t, s, now).Samples(t.Context(), feed(s), nil); feeds.FaultOf(err) != feeds.FaultTransient {
		t.Errorf("nobody there: %v", err)
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		property, names, zone string
		ok                    bool
	}{
		{"sc-domain:shop.example", "Quillmark", searchconsole.Zone, true}, {"https://shop.example/", "Quillmark", searchconsole.Zone, true},
		{"https://shop.example", "Quillmark", searchconsole.Zone, false}, {"shop.example", "Quillmark", searchconsole.Zone, false}, {"sc-domain:", "Quillmark", searchconsole.Zone, false},
		{"sc-domain:shop.example", " , ", searchconsole.Zone, false}, {"sc-domain:shop.example", strings.Repeat("quill,", 500), searchconsole.Zone, false}, {"sc-domain:shop.example", "Quillmark", "Europe/Amsterdam", false},
	} {
		f := feeds.SampleFeed{Zone: c.zone, Settings: json.RawMessage(fmt.Sprintf(`{"property":%q,"names":%q}`, c.property, c.names))}
		if err := searchconsole.Spec().Check(f); (err == nil) != c.ok {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// The hand-made answers agree with what the adapter expects of Google.
func TestMadeAnswers(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	s := searchconsoletest.New(t, now)
	for name, c := range map[string]struct {
		status int
		kind   feeds.FaultKind
	}{"made_empty.json": {200, ""}, "made_error_403.json": {403, feeds.FaultCredentials}} {
		b, err := os.ReadFile(filepath.Join(dir, "visits", "searchconsole", name))
		if err != nil {
			t.Fatal(err)
		}
		s.Refuse(func() (int, string) { return c.status, string(b) })
		batch, err := reader(t, s, now).Samples(t.Context(), feed(s), nil)
		if (err != nil) != (c.kind != "") || err != nil && feeds.FaultOf(err) != c.kind || !batch.From.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
	}
}
