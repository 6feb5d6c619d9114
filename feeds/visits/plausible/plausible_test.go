package plausible_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/visits/plausible"
	"github.com/namedrop/namedrop/feeds/visits/plausible/plausibletest"
)

const amsterdam = "Europe/Amsterdam"

// now is a Friday, half past one in Amsterdam.
var now = time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)

func at(t testing.TB, text string) time.Time {
	t.Helper()
	out, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func reader(t testing.TB, now time.Time) *plausible.Reader {
	t.Helper()
	transport := fetch.NewTransport(feedstest.Loopback())
	t.Cleanup(transport.CloseIdleConnections)
	r, err := plausible.New(plausible.Options{Transport: transport, UserAgent: "test", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func feed(url string, settings string) feeds.SampleFeed {
	return feeds.SampleFeed{ID: "f", URL: url, Zone: amsterdam, Secret: plausibletest.Key, Settings: json.RawMessage(settings)}
}

const plain = `{"site_id":"shop.example","channels":false}`

// lines are samples of visits as a test writes them; zeros are left out.
func lines(samples []feeds.Sample) (out []string) {
	for _, s := range samples {
		if s.Metric == "visits" && s.Value != 0 {
			out = append(out, strings.Join(strings.Fields(fmt.Sprint(s.Start.Format("01-02T15Z"), " ", s.Span, " ", s.Channel, " ", s.Landing, " ", s.Country, " ", s.Value, " ", s.State)), " "))
		}
	}
	return out
}

func position(until string, began bool) feeds.Position {
	b, _ := json.Marshal(map[string]any{"until": until, "began": began})
	return b
}

func TestTheFirstReadGoesBack400Days(t *testing.T) {
	s := plausibletest.New(t, amsterdam)
	first := at(t, "2026-09-15T10:20:00Z")
	s.Count(plausibletest.Visit{At: first, Visits: 3, Views: 5}, plausibletest.Visit{At: now.Add(-time.Hour), Visits: 2, Views: 2})
	r, f := reader(t, now), feed(s.URL, plain)
	var pos feeds.Position
	held, reads := map[feeds.SampleKey]feeds.Sample{}, 0
	var end time.Time
	for more := true; more; reads++ {
		b, err := r.Samples(t.Context(), f, pos)
		if err != nil || reads > 20 {
			t.Fatalf("read %d: %v", reads, err)
		}
		if !b.From.IsZero() && !end.IsZero() && !b.From.Equal(end) {
			t.Errorf("a gap: %v to %v", end, b.From)
		}
		for _, s := range b.Samples {
			if s.Start.Before(b.From) || !s.Start.Before(b.To) {
				t.Errorf("%v lies outside %v to %v", s.Start, b.From, b.To)
			}
			held[s.Key()] = s
		}
		if end = b.To; b.To.IsZero() && len(b.Samples) > 0 {
			t.Error("samples of no time")
		}
		pos, more = b.Position, b.More
	}
	if reads != 14 { // 401 days by 30
		t.Errorf("%d reads", reads)
	}
	oldest := s.Queries()[0].Dates[0]
	if oldest != "2025-10-16" {
		t.Errorf("begun at %s", oldest)
	}
	hours := 0
	for _, s := range held {
		if s.Start.Before(first.Truncate(time.Hour)) {
			t.Fatalf("%v lies before the first visit", s.Start)
		}
		if s.Metric == "visits" {
			hours++
		}
	}
	if want := int(now.Truncate(time.Hour).Sub(first.Truncate(time.Hour))/time.Hour) + 1; hours != want {
		t.Errorf("%d hours of visits, want %d: zeros too", hours, want)
	}
	// The next read takes the last two days again, and no more.
	b, err := r.Samples(t.Context(), f, pos)
	if err != nil || !b.From.Equal(at(t, "2026-11-17T23:00:00Z")) || !b.To.Equal(at(t, "2026-11-20T23:00:00Z")) || b.More {
		t.Errorf("%v to %v, more %t, %v", b.From, b.To, b.More, err)
	}
	// After a while without, those days are read again that weren't over at the last read.
	late, err := reader(t, now.AddDate(0, 0, 10)).Samples(t.Context(), f, b.Position)
	if err != nil || !late.From.Equal(b.From) {
		t.Errorf("after ten days from %v, %v", late.From, err)
	}
	for _, s := range b.Samples {
		want := feeds.Final
		switch end := s.Start.Add(time.Hour); {
		case end.After(now):
			want = feeds.Partial
		case end.After(now.Add(-24 * time.Hour)):
			want = feeds.Provisional
		}
		if s.State != want || s.Start.After(now) {
			t.Errorf("%v is %s", s.Start, s.State)
		}
	}
}

func TestSplitByChannelLandingAndCountry(t *testing.T) {
	s := plausibletest.New(t, amsterdam)
	s.Page = 2 // several answers for each query
	ten := at(t, "2026-11-19T10:00:00Z")
	s.Count(
		plausibletest.Visit{At: ten, Visits: 3, Channel: "Organic Search", Page: "/pricing", Country: "NL"},
		plausibletest.Visit{At: ten, Visits: 4, Channel: "Organic Search", Page: "/", Country: "BE"},
		plausibletest.Visit{At: ten.Add(time.Hour), Visits: 5, Channel: "AI", Page: "/docs", Country: "NL"},
		plausibletest.Visit{At: ten.Add(2 * time.Hour), Visits: 6, Channel: "Direct", Page: "/nl", Country: ""},
	)
	b, err := reader(t, now).Samples(t.Context(), feed(s.URL, `{"site_id":"shop.example","landing":true,"countries":true,"home":"/, /nl"}`), position("2026-11-20", true))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"11-18T23Z day BE 4 provisional", "11-18T23Z day NL 8 provisional",
		"11-19T10Z hour organic_search deep 3 final", "11-19T10Z hour organic_search home 4 final",
		"11-19T11Z hour ai_assistant deep 5 final", "11-19T12Z hour direct home 6 provisional",
	}
	if diff := cmp.Diff(want, lines(b.Samples)); diff != "" {
		t.Error(diff)
	}
	for _, q := range s.Queries() {
		if slices.Contains(q.Metrics, "visitors") {
			t.Error("visitors are asked for, which don't add up")
		}
	}
}

func TestTheHourThatOccursTwice(t *testing.T) {
	s := plausibletest.New(t, amsterdam)
	s.Count(
		plausibletest.Visit{At: at(t, "2026-10-24T23:30:00Z"), Visits: 1},
		plausibletest.Visit{At: at(t, "2026-10-25T00:30:00Z"), Visits: 2}, // 02:30 in summer
		plausibletest.Visit{At: at(t, "2026-10-25T01:30:00Z"), Visits: 3}, // 02:30 in winter
		plausibletest.Visit{At: at(t, "2026-10-25T02:30:00Z"), Visits: 4},
	)
	b, err := reader(t, at(t, "2026-10-27T12:00:00Z")).Samples(t.Context(), feed(s.URL, plain), position("2026-10-26", true))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"10-24T23Z hour 1 final", "10-25T00Z hour 2 final", "10-25T01Z hour 3 final", "10-25T02Z hour 4 final"}
	if diff := cmp.Diff(want, lines(b.Samples)); diff != "" {
		t.Error(diff)
	}
	hours := 0
	for _, s := range b.Samples {
		if s.Metric == "visits" && s.Start.Before(at(t, "2026-10-25T23:00:00Z")) {
			hours++
		}
	}
	if hours != 25 {
		t.Errorf("the day has %d hours", hours)
	}
}

func TestImportedDaysHaveNoHours(t *testing.T) {
	s := plausibletest.New(t, amsterdam)
	s.Import("2026-11-18", 70)
	s.Count(plausibletest.Visit{At: at(t, "2026-11-18T22:10:00Z"), Visits: 1}, plausibletest.Visit{At: at(t, "2026-11-19T09:00:00Z"), Visits: 5})
	b, err := reader(t, now).Samples(t.Context(), feed(s.URL, plain), position("2026-11-20", true))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"11-17T23Z day 71 final", "11-19T09Z hour 5 final"}
	if diff := cmp.Diff(want, lines(b.Samples)); diff != "" || len(b.Warnings) != 1 || !strings.Contains(b.Warnings[0].Detail, "no hours") {
		t.Errorf("warnings %v\n%s", b.Warnings, diff)
	}
	for _, s := range b.Samples {
		if s.Span == feeds.HourSpan && s.Start.Before(at(t, "2026-11-18T23:00:00Z")) {
			t.Errorf("an hour of the imported day: %+v", s)
		}
	}
}

// An empty answer may mean that nothing is counted yet. It is zero only where Plausible
// answers for the whole time and says so.
func TestAnEmptyAnswerIsNotZero(t *testing.T) {
	s := plausibletest.New(t, amsterdam)
	r, f := reader(t, now), feed(s.URL, plain)
	b, err := r.Samples(t.Context(), f, nil)
	if err != nil || len(b.Samples) != 0 || !b.From.IsZero() || !b.More {
		t.Errorf("before the first visit: %d samples, %v, %v", len(b.Samples), b.From, err)
	}
	b, err = r.Samples(t.Context(), f, position("2026-11-20", true))
	if err != nil || len(b.Samples) == 0 || b.From.IsZero() || lines(b.Samples) != nil {
		t.Errorf("a quiet time: %d samples, %v", len(b.Samples), err)
	}
	s.Refuse(func() (int, string) {
		return 200, `{"results":[],"meta":{"total_rows":0},"query":{"date_range":["2026-11-18T00:00:00+01:00","2026-11-20T23:59:59+01:00"]}}`
	})
	b, err = r.Samples(t.Context(), f, position("2026-11-20", true))
	if err != nil || len(b.Samples) != 0 || !b.From.IsZero() || len(b.Warnings) != 1 {
		t.Errorf("no answer to the whole: %d samples, %v, %v", len(b.Samples), b.Warnings, err)
	}
}

func TestRefusals(t *testing.T) {
	s := plausibletest.New(t, amsterdam)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the key went elsewhere: %v", r.Header)
	}))
	defer elsewhere.Close()
	long := "<html>" + strings.Repeat("x", 5000)
	whole := `"query":{"date_range":["2026-11-18T00:00:00+01:00","2026-11-20T23:59:59+01:00"]}`
	for _, c := range []struct {
		status int
		body   string
		kind   feeds.FaultKind
		words  string
	}{
		{400, `{"error":"Missing site ID."}`, feeds.FaultUnparsable, "site's name"},
		{401, `{"error":"Invalid API key or site ID."}`, feeds.FaultCredentials, "new key"},
		{402, `{"error":"plan"}`, feeds.FaultCredentials, "plan"},
		{403, ``, feeds.FaultBlocked, "refuses"},
		{404, `Not Found`, feeds.FaultAbsent, "version 2"},
		{429, `{"error":"Too many API requests."}`, feeds.FaultThrottled, "asks for a pause"},
		{302, elsewhere.URL + "/api/v2/query", feeds.FaultUnparsable, "redirects"},
		{307, elsewhere.URL + "/api/v2/query", feeds.FaultUnparsable, "redirects"},
		{503, ``, feeds.FaultTransient, "error of its own"},
		{200, long, feeds.FaultUnparsable, "not Plausible's"},
		{200, ``, feeds.FaultUnparsable, "not Plausible's"},
		{200, `{}`, feeds.FaultUnparsable, "not Plausible's"},
		{200, `{"results":null,` + whole + `}`, feeds.FaultUnparsable, "not Plausible's"},
		{200, `{"results":[]}`, feeds.FaultUnparsable, "not Plausible's"},
		{200, `{"results":[{"metrics":[1],"dimensions":["2026-11-19 10:00:00"]}],` + whole + `}`, feeds.FaultUnparsable, "not Plausible's"},
		{200, `{"results":[{"metrics":[1,1],"dimensions":["10 o'clock"]}],` + whole + `}`, feeds.FaultUnparsable, "not Plausible's"},
		{200, `{"results":[{"metrics":[-1,1],"dimensions":["2026-11-19 10:00:00"]}],` + whole + `}`, feeds.FaultUnparsable, "not Plausible's"},
		{200, `{"results":[{"metrics":["1","1"],"dimensions":["2026-11-19 10:00:00"]}],` + whole + `}`, feeds.FaultUnparsable, "not Plausible's"},
		{200, `{"results":[],"meta":{"total_rows":5},` + whole + `}`, feeds.FaultUnparsable, "not Plausible's"},
		{200, `{"results":[],"meta":{"total_rows":0},"query":{"date_range":["2026-11-18T00:00:00Z","2026-11-20T23:59:59Z"]}}`, feeds.FaultUnparsable, "another time zone"},
	} {
		s.Refuse(func() (int, string) { return c.status, c.body })
		_, err := reader(t, now).Samples(t.Context(), feed(s.URL, plain), position("2026-11-20", true))
		if feeds.FaultOf(err) != c.kind || !strings.Contains(feeds.Explain(err), c.words) || strings.Contains(fmt.Sprintf("%+v", err), plausibletest.Key) {
			t.Errorf("%d %.60s: %s, %v", c.status, c.body, feeds.FaultOf(err), err)
		}
		if head := fetch.AnswerOf(err).Head; c.body == long && (len(head) != 1024 || !strings.HasPrefix(string(head), "<html>")) {
			t.Errorf("%d bytes of the answer are kept", len(head))
		}
		if c.status == 429 && feeds.RetryAfterOf(err) < time.Minute {
			t.Error("asked again at once")
		}
	}
	s.Refuse(nil)
	f := feed(s.URL, plain)
	f.Secret = "old"
	if _, err := reader(t, now).Samples(t.Context(), f, nil); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Errorf("a key that was revoked: %v", err)
	}
	guarded, err := plausible.New(plausible.Options{Transport: fetch.NewTransport(nil), UserAgent: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := guarded.Samples(t.Context(), feed(s.URL, plain), nil); feeds.FaultOf(err) != feeds.FaultRefused {
		t.Errorf("an address inside: %v", err)
	}
	s.Close()
	if _, err := reader(t, now).Samples(t.Context(), feed(s.URL, plain), nil); feeds.FaultOf(err) != feeds.FaultTransient {
		t.Errorf("nobody there: %v", err)
	}
}

// The hand-made answers agree with what the adapter expects of Plausible.
func TestMadeAnswers(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	load := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, "visits", "plausible", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	var refusals []struct {
		Status int
		Body   json.RawMessage
	}
	if err := json.Unmarshal(load("made_errors.json"), &refusals); err != nil {
		t.Fatal(err)
	}
	s := plausibletest.New(t, amsterdam)
	kinds := map[int]feeds.FaultKind{400: feeds.FaultUnparsable, 401: feeds.FaultCredentials, 402: feeds.FaultCredentials, 429: feeds.FaultThrottled}
	for _, c := range refusals {
		s.Refuse(func() (int, string) { return c.Status, string(c.Body) })
		if _, err := reader(t, now).Samples(t.Context(), feed(s.URL, plain), nil); feeds.FaultOf(err) != kinds[c.Status] {
			t.Errorf("%d: %v", c.Status, err)
		}
	}
	hours := load("made_v2_hourly_dst_end.json")
	mux := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q plausibletest.Query
		b, _ := io.ReadAll(r.Body)
		if err := errors.Join(json.Unmarshal(b, &q)); err != nil {
			t.Error(err)
		}
		switch {
		case slices.Contains(q.Dimensions, "time:hour"):
			_, _ = w.Write(hours)
		case slices.Contains(q.Dimensions, "time:day"):
			_, _ = io.WriteString(w, `{"results":[{"metrics":[10,14],"dimensions":["2026-10-25","Direct / None"]}],"meta":{"total_rows":1},"query":{"date_range":["2026-10-25T00:00:00+02:00","2026-10-25T23:59:59+01:00"]}}`)
		default:
			rows := map[string]string{"+02:00": `{"metrics":[2,3],"dimensions":["Direct / None"]}`, "+01:00": `{"metrics":[3,4],"dimensions":["Google"]}`}
			fmt.Fprintf(w, `{"results":[%s],"meta":{"total_rows":1},"query":{"date_range":[%q,%q]}}`, rows[q.Dates[0][19:]], q.Dates[0], q.Dates[1])
		}
	})
	one := httptest.NewServer(mux)
	defer one.Close()
	b, err := reader(t, at(t, "2026-10-27T12:00:00Z")).Samples(t.Context(), feed(one.URL, `{"site_id":"shop.example"}`), position("2026-10-28", true))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"10-24T23Z hour direct 4 final", "10-25T00Z hour direct 2 final", "10-25T01Z hour google 3 final", "10-25T02Z hour direct 1 final"}
	if diff := cmp.Diff(want, lines(b.Samples)); diff != "" {
		t.Error(diff)
	}
}
