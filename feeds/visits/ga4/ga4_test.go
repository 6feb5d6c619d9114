package ga4_test

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
	"github.com/namedrop/namedrop/feeds/visits/ga4"
	"github.com/namedrop/namedrop/feeds/visits/ga4/ga4test"
	"github.com/namedrop/namedrop/feeds/visits/pull"
	"github.com/namedrop/namedrop/feeds/visits/pull/pulltest"
)

const amsterdam = "Europe/Amsterdam"

// now is a Friday, half past one in Amsterdam.
var now = time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)

func reader(t testing.TB, s *ga4test.Server, now time.Time) *ga4.Reader {
	t.Helper()
	r, err := ga4.New(ga4.Options{Options: pulltest.Options(t, now), API: s.URL, Tokens: s.URL + "/token"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func feed(s *ga4test.Server, settings string) feeds.SampleFeed {
	return feeds.SampleFeed{ID: "f", Zone: s.Zone.String(), Secret: s.Account.File, Settings: json.RawMessage(settings)}
}

const (
	plain = `{"property":"123456789","channels":false}`
	split = `{"property":"properties/123456789"}`
)

func TestTheFirstReadGoesBack400Days(t *testing.T) {
	s := ga4test.New(t, amsterdam, now)
	first := pulltest.At(t, "2026-09-15T10:20:00Z")
	var visits []ga4test.Visit
	for at := first; at.Before(now.Add(-5 * time.Hour)); at = at.Add(7 * time.Hour) {
		visits = append(visits, ga4test.Visit{At: at, Sessions: 3})
	}
	s.Count(visits...)
	last := visits[len(visits)-1].At
	r, f := reader(t, s, now), feed(s, plain)
	all := pulltest.ReadAll(t, r, f)
	if all.Reads != 14 { // 401 days by 30
		t.Errorf("%d reads", all.Reads)
	}
	if begun := s.Ranges()[0]; !strings.HasPrefix(begun, "2025-10-16 ") {
		t.Errorf("begun at %s", begun)
	}
	hours := 0
	for _, s := range all.Samples {
		if s.Start.Before(first.Truncate(time.Hour)) || s.Start.After(last) {
			t.Fatalf("%v lies outside of what Google answered for", s.Start)
		}
		if s.Metric == "visits" {
			hours++
		}
	}
	// Without the second of two hours that are one, and without hours after the last in a piece.
	if want := int(last.Truncate(time.Hour).Sub(first.Truncate(time.Hour))/time.Hour) + 1; hours < want-40 || hours > want {
		t.Errorf("%d hours of visits, want nearly %d", hours, want)
	}
	if s.Account.Given() != 1 {
		t.Errorf("signed in %d times", s.Account.Given())
	}
	// Once a week the last month is read again, else the last four days.
	b, err := r.Samples(t.Context(), f, all.Position)
	if err != nil || !b.From.Equal(pulltest.At(t, "2026-10-21T22:00:00Z")) || !b.To.Equal(pulltest.At(t, "2026-11-20T23:00:00Z")) || b.More {
		t.Errorf("%v to %v, more %t, %v", b.From, b.To, b.More, err)
	}
	pulltest.States(t, b, now, 72*time.Hour)
	s.Count(ga4test.Visit{At: now.Add(-25 * time.Hour), Sessions: 9}) // revised
	b, err = r.Samples(t.Context(), f, b.Position)
	if diff := cmp.Diff([]string{"11-19T11Z hour 9 provisional"}, pulltest.Lines(b.Samples)); diff != "" || err != nil || !b.From.Equal(pulltest.At(t, "2026-11-15T23:00:00Z")) {
		t.Errorf("%v, %v\n%s", b.From, err, diff)
	}
}

func TestChannelsOverSeveralPages(t *testing.T) {
	s := ga4test.New(t, amsterdam, now)
	s.Page = 2
	ten := pulltest.At(t, "2026-11-17T10:00:00Z")
	s.Count(ga4test.Visit{At: ten, Sessions: 3, Channel: "Organic Search"}, ga4test.Visit{At: ten, Sessions: 4, Channel: "Direct"},
		ga4test.Visit{At: ten.Add(time.Hour), Sessions: 5, Channel: "AI Assistant"}, ga4test.Visit{At: ten.Add(3 * time.Hour), Sessions: 1, Channel: "(not set)"}, ga4test.Visit{At: ten.Add(3 * time.Hour), Sessions: 2, Channel: "Unassigned"})
	b, err := reader(t, s, now).Samples(t.Context(), feed(s, split), pulltest.Position("2026-11-20", true))
	want := []string{"11-17T10Z hour direct 4 final", "11-17T10Z hour organic_search 3 final", "11-17T11Z hour ai_assistant 5 final", "11-17T13Z hour 3 provisional"}
	if diff := cmp.Diff(want, pulltest.Lines(b.Samples)); diff != "" || err != nil || len(s.Ranges()) != 3 {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestTheHourThatOccursTwice(t *testing.T) {
	at := pulltest.At(t, "2026-10-29T12:00:00Z")
	s := ga4test.New(t, amsterdam, at)
	s.Count(ga4test.Visit{At: pulltest.At(t, "2026-10-24T23:30:00Z"), Sessions: 1}, ga4test.Visit{At: pulltest.At(t, "2026-10-25T00:30:00Z"), Sessions: 2},
		ga4test.Visit{At: pulltest.At(t, "2026-10-25T01:30:00Z"), Sessions: 3}, ga4test.Visit{At: pulltest.At(t, "2026-10-25T02:30:00Z"), Sessions: 4})
	b, err := reader(t, s, at).Samples(t.Context(), feed(s, split), pulltest.Position("2026-10-29", true))
	want := []string{"10-24T23Z hour 1 final", "10-25T00Z hour 5 provisional", "10-25T02Z hour 4 final"}
	if diff := cmp.Diff(want, pulltest.Lines(b.Samples)); diff != "" || err != nil || len(b.Warnings) != 1 {
		t.Errorf("%v, %v\n%s", err, b.Warnings, diff)
	}
	for _, s := range b.Samples {
		if s.Start.Equal(pulltest.At(t, "2026-10-25T01:00:00Z")) {
			t.Errorf("the second hour is unknown: %+v", s)
		}
	}
	s.Count(ga4test.Visit{At: pulltest.At(t, "2026-03-29T00:30:00Z"), Sessions: 1}, ga4test.Visit{At: pulltest.At(t, "2026-03-29T01:30:00Z"), Sessions: 2})
	spring := pulltest.At(t, "2026-04-02T12:00:00Z")
	r, err := ga4.New(ga4.Options{Options: pulltest.Options(t, spring), API: s.URL, Tokens: s.URL + "/token"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Samples(t.Context(), feed(s, plain), pulltest.Position("2026-04-02", true)); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Errorf("a clock that is months off: %v", err)
	}
	s2 := ga4test.New(t, amsterdam, spring)
	s2.Count(ga4test.Visit{At: pulltest.At(t, "2026-03-29T00:30:00Z"), Sessions: 1}, ga4test.Visit{At: pulltest.At(t, "2026-03-29T01:30:00Z"), Sessions: 2})
	b, err = reader(t, s2, spring).Samples(t.Context(), feed(s2, plain), pulltest.Position("2026-04-02", true))
	if diff := cmp.Diff([]string{"03-29T00Z hour 1 final", "03-29T01Z hour 2 final"}, pulltest.Lines(b.Samples)); diff != "" || err != nil {
		t.Errorf("spring: %v\n%s", err, diff)
	}
}

// Google's empty answer may mean that it isn't ready, or that numbers are too small to be shown.
func TestAnEmptyAnswerIsNotZero(t *testing.T) {
	s := ga4test.New(t, amsterdam, now)
	r, f := reader(t, s, now), feed(s, plain)
	b, err := r.Samples(t.Context(), f, nil)
	if err != nil || len(b.Samples) != 0 || !b.From.IsZero() || !b.More || len(b.Warnings) != 0 {
		t.Errorf("before the first visit: %d samples, %v, %v", len(b.Samples), b.From, err)
	}
	b, err = r.Samples(t.Context(), f, pulltest.Position("2026-11-20", true))
	if err != nil || len(b.Samples) != 0 || !b.From.IsZero() || len(b.Warnings) != 1 {
		t.Errorf("not ready: %d samples, %v, %v", len(b.Samples), b.Warnings, err)
	}
	s.Count(ga4test.Visit{At: pulltest.At(t, "2026-11-17T10:00:00Z"), Sessions: 3}, ga4test.Visit{At: pulltest.At(t, "2026-11-17T13:00:00Z"), Sessions: 3})
	for _, flag := range []string{"none", "subjectToThresholding"} { // what was said once holds on
		zeros := flag == "none"
		s.Say(flag, true)
		b, err = r.Samples(t.Context(), f, pulltest.Position("2026-11-20", true))
		found, late := false, false
		for _, s := range b.Samples {
			found = found || s.Value == 0 && s.Start.Equal(pulltest.At(t, "2026-11-17T11:00:00Z"))
			late = late || s.Start.After(pulltest.At(t, "2026-11-17T13:00:00Z"))
		}
		if err != nil || found != zeros || late || (len(b.Warnings) == 1) == zeros {
			t.Errorf("%s: zeros %t, after the last %t, %v, %v", flag, found, late, b.Warnings, err)
		}
	}
	s.Say("dataLossFromOtherRow", true)
	s.Say("samplingMetadatas", []any{map[string]string{"samplesReadCount": "1"}})
	if b, err = r.Samples(t.Context(), f, pulltest.Position("2026-11-20", true)); err != nil || len(b.Warnings) != 3 {
		t.Errorf("%v, %v", b.Warnings, err)
	}
}

func failure(code int, status, message string) string {
	return fmt.Sprintf(`{"error":{"code":%d,"message":%q,"status":%q}}`, code, message, status)
}

func TestRefusals(t *testing.T) {
	s := ga4test.New(t, amsterdam, now)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("the token went elsewhere: %v", r.Header) }))
	defer elsewhere.Close()
	whole := func(rows string) string {
		return `{"dimensionHeaders":[{"name":"dateHour"}],"metricHeaders":[{"name":"sessions"},{"name":"screenPageViews"}],"rows":[` + rows + `],"rowCount":1,"metadata":{"timeZone":"Europe/Amsterdam"}}`
	}
	row := func(hour, n string) string {
		return `{"dimensionValues":[{"value":"` + hour + `"}],"metricValues":[{"value":"` + n + `"},{"value":"1"}]}`
	}
	for _, c := range []struct {
		status int
		body   string
		kind   feeds.FaultKind
		words  string
		wait   time.Duration
	}{
		{400, failure(400, "INVALID_ARGUMENT", "Field x is not a valid dimension."), feeds.FaultUnparsable, "doesn't accept the request", 0},
		{401, failure(401, "UNAUTHENTICATED", "x"), feeds.FaultCredentials, "doesn't accept the key", 0},
		{403, failure(403, "PERMISSION_DENIED", "User does not have sufficient permissions for this property."), feeds.FaultCredentials, "may not see this site", 0},
		{403, failure(403, "PERMISSION_DENIED", "Google Analytics Data API has not been used in project 1 before or it is disabled."), feeds.FaultCredentials, "switched off", 0},
		{403, `{"error":{"status":"PERMISSION_DENIED","details":[{"reason":"SERVICE_DISABLED"}]}}`, feeds.FaultCredentials, "switched off", 0},
		{404, ``, feeds.FaultAbsent, "nothing at this address", 0},
		{429, failure(429, "RESOURCE_EXHAUSTED", "Exhausted concurrent requests quota."), feeds.FaultThrottled, "asks for a pause", 30 * time.Second},
		{429, failure(429, "RESOURCE_EXHAUSTED", "Exhausted property tokens for a project per hour."), feeds.FaultQuota, "quota", 30 * time.Minute},
		{429, failure(429, "RESOURCE_EXHAUSTED", "Exhausted property tokens per day."), feeds.FaultQuota, "quota", 6 * time.Hour},
		{429, failure(429, "RESOURCE_EXHAUSTED", "Exhausted potentially thresholded requests quota."), feeds.FaultQuota, "quota", 30 * time.Minute},
		{429, failure(429, "RESOURCE_EXHAUSTED", "Exhausted server errors quota."), feeds.FaultQuota, "quota", time.Hour},
		{500, ``, feeds.FaultTransient, "error of its own", 0},
		{503, ``, feeds.FaultTransient, "error of its own", 0},
		{307, elsewhere.URL, feeds.FaultUnparsable, "redirects", 0},
		{200, `<html>`, feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, ``, feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, `{}`, feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, whole(row("2026111910", "1"))[:150], feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, whole(row("10 o'clock", "1")), feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, whole(row("2020111910", "1")), feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, whole(row("2026111910", "-1")), feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, whole(row("2026111910", "many")), feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, whole(`{"dimensionValues":[],"metricValues":[]}`), feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, whole(``), feeds.FaultUnparsable, "not Google Analytics's", 0}, // a row was promised
		{200, strings.Replace(whole(row("2026111910", "1")), "sessions", "totalUsers", 1), feeds.FaultUnparsable, "not Google Analytics's", 0},
		{200, strings.Replace(whole(row("2026111910", "1")), "Amsterdam", "London", 1), feeds.FaultUnparsable, "time zone Europe/London", 0},
		{200, strings.Replace(whole(row("2026111910", "1")), `"timeZone":"Europe/Amsterdam"`, "", 1), feeds.FaultUnparsable, "not Google Analytics's", 0},
	} {
		s.Refuse(func() (int, string) { return c.status, c.body })
		_, err := reader(t, s, now).Samples(t.Context(), feed(s, plain), pulltest.Position("2026-11-20", true))
		if feeds.FaultOf(err) != c.kind || !strings.Contains(feeds.Explain(err), c.words) || strings.Contains(fmt.Sprintf("%+v", err), "PRIVATE") || feeds.RetryAfterOf(err) < c.wait {
			t.Errorf("%d %.120s: %s, after %s, %v", c.status, c.body, feeds.FaultOf(err), feeds.RetryAfterOf(err), err)
		}
	}
	s.Refuse(nil)
	// A token that ran out early is replaced; a key that was revoked is not.
	r := reader(t, s, now)
	if _, err := r.Samples(t.Context(), feed(s, plain), nil); err != nil {
		t.Fatal(err)
	}
	s.Account.Expire()
	if _, err := r.Samples(t.Context(), feed(s, plain), nil); err != nil {
		t.Errorf("a token that ran out: %v", err)
	}
	s.Account.Revoke()
	if _, err := r.Samples(t.Context(), feed(s, plain), nil); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Errorf("a key that was revoked: %v", err)
	}
	if _, err := reader(t, s, now).Samples(t.Context(), feed(s, `{"property":"5"}`), nil); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Errorf("another property: %v", err)
	}
	guarded, err := ga4.New(ga4.Options{Options: pull.Options{Transport: fetch.NewTransport(nil), UserAgent: "test", Now: time.Now}, API: s.URL, Tokens: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := guarded.Samples(t.Context(), feed(s, plain), nil); feeds.FaultOf(err) != feeds.FaultRefused {
		t.Errorf("an address inside: %v", err)
	}
	s.Close()
	if _, err := reader(t, s, now).Samples(t.Context(), feed(s, plain), nil); feeds.FaultOf(err) != feeds.FaultTransient {
		t.Errorf("nobody there: %v", err)
	}
}

func TestCheck(t *testing.T) {
	for property, ok := range map[string]bool{"123456789": true, "properties/123": true, "G-ABC123": false, "": false, "1/../2": false} {
		if err := ga4.Spec().Check(feeds.SampleFeed{Settings: json.RawMessage(fmt.Sprintf(`{"property":%q}`, property))}); (err == nil) != ok {
			t.Errorf("%q: %v", property, err)
		}
	}
}

// The hand-made answers agree with what the adapter expects of Google.
func TestMadeAnswers(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	b, err := os.ReadFile(filepath.Join(dir, "visits", "ga4", "made_error_429.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := ga4test.New(t, amsterdam, now)
	s.Refuse(func() (int, string) { return 429, string(b) })
	if _, err := reader(t, s, now).Samples(t.Context(), feed(s, plain), nil); feeds.FaultOf(err) != feeds.FaultThrottled || feeds.RetryAfterOf(err) != 30*time.Second {
		t.Errorf("%v", err)
	}
}
