package umami_test

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
	"github.com/namedrop/namedrop/feeds/visits/umami"
	"github.com/namedrop/namedrop/feeds/visits/umami/umamitest"
)

const amsterdam = "Europe/Amsterdam"

var now = time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)

func reader(t testing.TB, now time.Time) *umami.Reader {
	t.Helper()
	r, err := umami.New(pulltest.Options(t, now))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func feed(url, zone string) feeds.SampleFeed {
	return feeds.SampleFeed{ID: "f", URL: url, Zone: zone, Secret: umamitest.Password, Settings: json.RawMessage(fmt.Sprintf(`{"site_id":%q,"user":%q}`, umamitest.Site, umamitest.User))}
}

func TestTheFirstReadGoesBack400Days(t *testing.T) {
	s := umamitest.New(t)
	first := pulltest.At(t, "2026-09-15T10:20:00Z")
	s.Count(umamitest.Visit{At: first, Visits: 3, Views: 5}, umamitest.Visit{At: now.Add(-time.Hour), Visits: 2, Views: 2})
	r, f := reader(t, now), feed(s.URL, amsterdam)
	all := pulltest.ReadAll(t, r, f)
	if all.Reads != 29 { // 401 days by 14
		t.Errorf("%d reads", all.Reads)
	}
	for _, call := range s.Calls() {
		if strings.Contains(call, umamitest.Password) || strings.Contains(call, "token") {
			t.Fatalf("the password is in an address: %s", call)
		}
	}
	hours, days := 0, 0
	for k, s := range all.Samples {
		switch {
		case s.Start.Before(pulltest.At(t, "2026-09-14T22:00:00Z")):
			t.Fatalf("%+v lies before the first visit", s)
		case k.Metric == "visits":
			days++
		case k.Metric == "pageviews":
			hours++
		}
	}
	if want := int(now.Truncate(time.Hour).Sub(first.Truncate(time.Hour))/time.Hour) + 1; hours != want || days != 67 {
		t.Errorf("%d hours and %d days, want %d and 67", hours, days, want)
	}
	b, err := r.Samples(t.Context(), f, all.Position)
	if err != nil || !b.From.Equal(pulltest.At(t, "2026-11-17T23:00:00Z")) || !b.To.Equal(pulltest.At(t, "2026-11-20T23:00:00Z")) || b.More {
		t.Errorf("%v to %v, more %t, %v", b.From, b.To, b.More, err)
	}
	pulltest.States(t, b, now, time.Hour)
	s.Count(umamitest.Visit{At: now.Add(-25 * time.Hour), Visits: 9, Views: 10}) // revised
	b, err = r.Samples(t.Context(), f, b.Position)
	if diff := cmp.Diff([]string{"11-18T23Z day 9 final"}, pulltest.Lines(b.Samples)); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

// Both versions, and all forms of times, mean the same.
func TestVersions(t *testing.T) {
	for _, c := range []struct {
		version int
		bare    bool
	}{{2, true}, {3, true}, {3, false}} {
		s := umamitest.New(t)
		s.Version, s.Bare = c.version, c.bare
		s.Count(umamitest.Visit{At: pulltest.At(t, "2026-11-19T09:10:00Z"), Visits: 3, Views: 5}, umamitest.Visit{At: pulltest.At(t, "2026-11-19T10:10:00Z"), Visits: 1, Views: 1})
		b, err := reader(t, now).Samples(t.Context(), feed(s.URL, amsterdam), pulltest.Position("2026-11-20", true))
		if diff := cmp.Diff([]string{"11-18T23Z day 4 final"}, pulltest.Lines(b.Samples)); diff != "" || err != nil {
			t.Errorf("%+v: %v\n%s", c, err, diff)
		}
		if diff := cmp.Diff([]string{"11-19T09Z hour 5 final", "11-19T10Z hour 1 final"}, pulltest.Lines(b.Samples, "pageviews")); diff != "" {
			t.Errorf("%+v:\n%s", c, diff)
		}
	}
}

// Requests are in UTC, so no hour is there twice or missing.
func TestDaysOnWhichTheClocksChange(t *testing.T) {
	s := umamitest.New(t)
	for _, c := range []struct {
		day   string
		hours int
		lines []string
	}{
		{"2026-10-25", 25, []string{"10-25T00Z hour 2 final", "10-25T01Z hour 3 final"}},
		{"2026-03-29", 23, []string{"03-29T00Z hour 2 final", "03-29T01Z hour 3 final"}},
	} {
		s.Count(umamitest.Visit{At: pulltest.At(t, c.day+"T00:30:00Z"), Visits: 1, Views: 2}, umamitest.Visit{At: pulltest.At(t, c.day+"T01:30:00Z"), Visits: 1, Views: 3})
		at := pulltest.At(t, c.day+"T12:00:00Z").AddDate(0, 0, 2)
		b, err := reader(t, at).Samples(t.Context(), feed(s.URL, amsterdam), pulltest.Position(c.day, true))
		if diff := cmp.Diff(c.lines, pulltest.Lines(b.Samples, "pageviews")); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", c.day, err, diff)
		}
		zone, _ := time.LoadLocation(amsterdam)
		hours := 0
		for _, s := range b.Samples {
			if s.Span == feeds.HourSpan && s.Start.In(zone).Format(time.DateOnly) == c.day {
				hours++
			}
		}
		if hours != c.hours {
			t.Errorf("%s has %d hours", c.day, hours)
		}
	}
}

// In a zone that is half an hour off, an hour of Umami's is one of UTC all the same.
func TestHalfAnHourOff(t *testing.T) {
	s := umamitest.New(t)
	s.Count(umamitest.Visit{At: pulltest.At(t, "2026-11-18T18:40:00Z"), Visits: 5, Views: 6})
	b, err := reader(t, now).Samples(t.Context(), feed(s.URL, "Asia/Kolkata"), pulltest.Position("2026-11-20", true))
	if diff := cmp.Diff([]string{"11-18T18Z day 5 final"}, pulltest.Lines(b.Samples)); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if diff := cmp.Diff([]string{"11-18T18Z hour 6 final"}, pulltest.Lines(b.Samples, "pageviews")); diff != "" {
		t.Error(diff)
	}
	for _, s := range b.Samples {
		if s.Span == feeds.HourSpan && s.Start.Minute() != 0 {
			t.Fatalf("%v is no full hour", s.Start)
		}
	}
}

func TestAnEmptyAnswerIsNotZero(t *testing.T) {
	s := umamitest.New(t)
	r, f := reader(t, now), feed(s.URL, amsterdam)
	b, err := r.Samples(t.Context(), f, nil)
	if err != nil || len(b.Samples) != 0 || !b.From.IsZero() || !b.More {
		t.Errorf("before the first visit: %d samples, %v, %v", len(b.Samples), b.From, err)
	}
	b, err = r.Samples(t.Context(), f, pulltest.Position("2026-11-20", true))
	if err != nil || len(b.Samples) != 3+62 || pulltest.Lines(b.Samples) != nil {
		t.Errorf("a quiet time: %d samples, %v", len(b.Samples), err)
	}
}

// Umami answers in days where the time is too long for it. Such numbers are no hours.
func TestIntervalsOfAnotherLength(t *testing.T) {
	s := umamitest.New(t)
	s.Count(umamitest.Visit{At: pulltest.At(t, "2026-11-19T09:10:00Z"), Visits: 3, Views: 5})
	s.Answer("day")
	_, err := reader(t, now).Samples(t.Context(), feed(s.URL, amsterdam), pulltest.Position("2026-11-20", true))
	if feeds.FaultOf(err) != feeds.FaultUnparsable {
		t.Error(err)
	}
}

func TestRefusals(t *testing.T) {
	s := umamitest.New(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("the password went elsewhere: %v", r.URL) }))
	defer elsewhere.Close()
	unauthorized := `{"error":{"message":"Unauthorized","code":"unauthorized","status":401}}`
	for _, c := range []struct {
		path   string // of the answer
		status int
		body   string
		kind   feeds.FaultKind
		words  string
	}{
		{"login", 401, unauthorized, feeds.FaultCredentials, "doesn't accept the key"},
		{"login", 200, `{"token":""}`, feeds.FaultUnparsable, "not Umami's"},
		{"login", 200, `<html>`, feeds.FaultUnparsable, "not Umami's"},
		{"login", 302, elsewhere.URL, feeds.FaultUnparsable, "redirects"},
		{"stats", 401, unauthorized, feeds.FaultCredentials, "site's id"},
		{"stats", 400, `{"error":{"code":"bad-request"}}`, feeds.FaultUnparsable, "doesn't accept the request"},
		{"stats", 403, ``, feeds.FaultBlocked, "refuses"},
		{"stats", 404, ``, feeds.FaultAbsent, "nothing at this address"},
		{"stats", 429, ``, feeds.FaultThrottled, "asks for a pause"},
		{"stats", 503, ``, feeds.FaultTransient, "error of its own"},
		{"stats", 307, elsewhere.URL, feeds.FaultUnparsable, "redirects"},
		{"stats", 200, `{}`, feeds.FaultUnparsable, "not Umami's"},
		{"stats", 200, `{"visits":-1}`, feeds.FaultUnparsable, "not Umami's"},
		{"stats", 200, `{"visits":{"prev":1}}`, feeds.FaultUnparsable, "not Umami's"},
		{"stats", 200, `{"visits":"many"}`, feeds.FaultUnparsable, "not Umami's"},
		{"pageviews", 200, `{"sessions":[]}`, feeds.FaultUnparsable, "not Umami's"},
		{"pageviews", 200, `{"pageviews":[{"x":"9 o'clock","y":1}]}`, feeds.FaultUnparsable, "not Umami's"},
		{"pageviews", 200, `{"pageviews":[{"x":"2026-11-18T09:30:00Z","y":1}]}`, feeds.FaultUnparsable, "not Umami's"},
		{"pageviews", 200, `{"pageviews":[{"x":"2020-11-18T09:00:00Z","y":1}]}`, feeds.FaultUnparsable, "not Umami's"},
		{"pageviews", 200, `{"pageviews":[{"x":"2026-11-18T09:00:00Z","y":1},{"x":"2026-11-18 09:00:00","y":1}]}`, feeds.FaultUnparsable, "not Umami's"},
		{"pageviews", 200, `{"pageviews":[{"x":"2026-11-18T09:00:00Z","y":1`, feeds.FaultUnparsable, "not Umami's"},
	} {
		s.Refuse(func(path string) (int, string) {
			if !strings.HasSuffix(path, c.path) {
				return 0, ""
			}
			return c.status, c.body
		})
		_, err := reader(t, now).Samples(t.Context(), feed(s.URL, amsterdam), pulltest.Position("2026-11-20", true))
		if feeds.FaultOf(err) != c.kind || !strings.Contains(feeds.Explain(err), c.words) || strings.Contains(fmt.Sprintf("%+v", err), umamitest.Password) {
			t.Errorf("%s %d %.80s: %s, %v", c.path, c.status, c.body, feeds.FaultOf(err), err)
		}
	}
	s.Refuse(nil)
	f := feed(s.URL, amsterdam)
	f.Secret = "old"
	if _, err := reader(t, now).Samples(t.Context(), f, nil); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Errorf("a password that was changed: %v", err)
	}
	guarded, err := umami.New(pull.Options{Transport: fetch.NewTransport(nil), UserAgent: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := guarded.Samples(t.Context(), feed(s.URL, amsterdam), nil); feeds.FaultOf(err) != feeds.FaultRefused {
		t.Errorf("an address inside: %v", err)
	}
	s.Close()
	if _, err := reader(t, now).Samples(t.Context(), feed(s.URL, amsterdam), nil); feeds.FaultOf(err) != feeds.FaultTransient {
		t.Errorf("nobody there: %v", err)
	}
}

// The key of the cloud goes in its header.
func TestTheCloudsKey(t *testing.T) {
	var keys []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keys = append(keys, r.Header.Get("x-umami-api-key")+" "+r.URL.Path+r.Header.Get("Authorization"))
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer s.Close()
	f := feed(s.URL+"/v1", amsterdam)
	f.Settings = json.RawMessage(fmt.Sprintf(`{"site_id":%q}`, umamitest.Site))
	_, err := reader(t, now).Samples(t.Context(), f, nil)
	if diff := cmp.Diff([]string{umamitest.Password + " /v1/websites/" + umamitest.Site + "/stats"}, keys); diff != "" || feeds.FaultOf(err) != feeds.FaultThrottled {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		url, site, user string
		ok              bool
	}{
		{"https://umami.example", umamitest.Site, "viewer", true}, {umami.Cloud, umamitest.Site, "", true}, {"", umamitest.Site, "", true},
		{"https://umami.example", umamitest.Site, "", false}, {umami.Cloud, umamitest.Site, "viewer", false},
		{"https://umami.example", "../../admin", "viewer", false}, {"https://umami.example?key=x", umamitest.Site, "viewer", false},
	} {
		f := feed(c.url, amsterdam)
		f.Settings = json.RawMessage(fmt.Sprintf(`{"site_id":%q,"user":%q}`, c.site, c.user))
		if err := umami.Spec().Check(f); (err == nil) != c.ok {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// The hand-made answers agree with what the adapter expects of Umami.
func TestMadeAnswers(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	load := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, "visits", "umami", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, c := range []struct{ stats, views, want string }{
		{"made_v3_stats.json", "made_v3_pageviews_utc.json", "[11-28T09Z hour 14 final 11-28T11Z hour 3 final]"},
		{"made_v2_stats.json", "made_v2_pageviews_local.json", "[11-28T10Z hour 14 final]"},
	} {
		s, pieces := umamitest.New(t), 0
		s.Refuse(func(path string) (int, string) {
			switch {
			case strings.HasSuffix(path, "stats"):
				return 200, load(c.stats)
			case strings.HasSuffix(path, "pageviews"):
				if pieces++; pieces == 2 { // the 28th
					return 200, load(c.views)
				}
				return 200, `{"pageviews":[]}`
			}
			return 0, ""
		})
		at := pulltest.At(t, "2026-11-28T22:30:00Z")
		b, err := reader(t, at).Samples(t.Context(), feed(s.URL, "UTC"), pulltest.Position("2026-11-28", true))
		if got := fmt.Sprint(pulltest.Lines(b.Samples, "pageviews")); got != c.want || err != nil {
			t.Errorf("%s: %s, %v", c.views, got, err)
		}
	}
}
