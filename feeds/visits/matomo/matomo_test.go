package matomo_test

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
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/visits/matomo"
	"github.com/namedrop/namedrop/feeds/visits/matomo/matomotest"
	"github.com/namedrop/namedrop/feeds/visits/pull"
	"github.com/namedrop/namedrop/feeds/visits/pull/pulltest"
)

const amsterdam = "Europe/Amsterdam"

// now is a Friday, half past one in Amsterdam.
var now = time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)

func reader(t testing.TB, now time.Time) *matomo.Reader {
	t.Helper()
	r, err := matomo.New(pulltest.Options(t, now))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func feed(url, zone, settings string) feeds.SampleFeed {
	return feeds.SampleFeed{ID: "f", URL: url, Zone: zone, Secret: matomotest.Token, Settings: json.RawMessage(settings)}
}

const plain = `{"site_id":"7","channels":false}`

func TestTheFirstReadGoesBack400Days(t *testing.T) {
	s := matomotest.New(t, amsterdam)
	first := pulltest.At(t, "2026-09-15T10:20:00Z")
	s.Count(matomotest.Visit{At: first, Visits: 3}, matomotest.Visit{At: now.Add(-time.Hour), Visits: 2})
	r, f := reader(t, now), feed(s.URL, amsterdam, plain)
	all := pulltest.ReadAll(t, r, f)
	if all.Reads != 14 { // 401 days by 30
		t.Errorf("%d reads", all.Reads)
	}
	if begun := s.Calls()[1]["date"]; !strings.HasPrefix(begun, "2025-10-16,") {
		t.Errorf("begun at %s", begun)
	}
	hours := 0
	for _, s := range all.Samples {
		if s.Metric == "visits" {
			hours++
			if s.Start.Before(first.Truncate(24 * time.Hour).Add(-2 * time.Hour)) {
				t.Fatalf("%v lies before the first day with visits", s.Start)
			}
		}
	}
	// From midnight of the first day until now.
	want := int(now.Truncate(time.Hour).Sub(pulltest.At(t, "2026-09-14T22:00:00Z"))/time.Hour) + 1
	if hours != want {
		t.Errorf("%d hours of visits, want %d", hours, want)
	}
	// The next read takes the last three days again, and no more.
	b, err := r.Samples(t.Context(), f, all.Position)
	if err != nil || !b.From.Equal(pulltest.At(t, "2026-11-16T23:00:00Z")) || !b.To.Equal(pulltest.At(t, "2026-11-20T23:00:00Z")) || b.More {
		t.Errorf("%v to %v, more %t, %v", b.From, b.To, b.More, err)
	}
	pulltest.States(t, b, now, 48*time.Hour)
	// What is revised is replaced.
	s.Count(matomotest.Visit{At: first, Visits: 3}, matomotest.Visit{At: now.Add(-25 * time.Hour), Visits: 9})
	b, err = r.Samples(t.Context(), f, b.Position)
	if diff := cmp.Diff([]string{"11-19T11Z hour 9 provisional"}, pulltest.Lines(b.Samples)); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestChannels(t *testing.T) {
	s := matomotest.New(t, amsterdam)
	ten := pulltest.At(t, "2026-11-18T10:00:00Z")
	s.Count(
		matomotest.Visit{At: ten, Visits: 3, Referrer: "search"}, matomotest.Visit{At: ten, Visits: 4, Referrer: "direct"},
		matomotest.Visit{At: ten.Add(time.Hour), Visits: 5, Referrer: "website"}, matomotest.Visit{At: ten.Add(time.Hour), Visits: 1, Referrer: "of-a-later-version"},
	)
	r := reader(t, now)
	b, err := r.Samples(t.Context(), feed(s.URL, amsterdam, `{"site_id":"7"}`), pulltest.Position("2026-11-20", true))
	want := []string{"11-18T10Z hour direct 4 final", "11-18T10Z hour organic_search 3 final", "11-18T11Z hour 1 final", "11-18T11Z hour referral 5 final"}
	if diff := cmp.Diff(want, pulltest.Lines(b.Samples)); diff != "" || err != nil || len(b.Warnings) != 0 {
		t.Errorf("%v, %v\n%s", err, b.Warnings, diff)
	}
	s.WithoutSegments()
	b, err = r.Samples(t.Context(), feed(s.URL, amsterdam, `{"site_id":"7"}`), pulltest.Position("2026-11-20", true))
	if diff := cmp.Diff([]string{"11-18T10Z hour 7 final", "11-18T11Z hour 6 final"}, pulltest.Lines(b.Samples)); diff != "" || err != nil || len(b.Warnings) != 1 {
		t.Errorf("without segments: %v, %v\n%s", err, b.Warnings, diff)
	}
}

func TestTheHourThatOccursTwice(t *testing.T) {
	s := matomotest.New(t, amsterdam)
	s.Count(
		matomotest.Visit{At: pulltest.At(t, "2026-10-24T23:30:00Z"), Visits: 1}, matomotest.Visit{At: pulltest.At(t, "2026-10-25T00:30:00Z"), Visits: 2},
		matomotest.Visit{At: pulltest.At(t, "2026-10-25T01:30:00Z"), Visits: 3}, matomotest.Visit{At: pulltest.At(t, "2026-10-25T02:30:00Z"), Visits: 4},
	)
	b, err := reader(t, pulltest.At(t, "2026-10-29T12:00:00Z")).Samples(t.Context(), feed(s.URL, amsterdam, plain), pulltest.Position("2026-10-25", true))
	want := []string{"10-24T23Z hour 1 final", "10-25T00Z hour 5 provisional", "10-25T02Z hour 4 final"}
	if diff := cmp.Diff(want, pulltest.Lines(b.Samples)); diff != "" || err != nil || len(b.Warnings) != 1 || !strings.Contains(b.Warnings[0].Detail, "02:00 on 2026-10-25") {
		t.Errorf("%v, %v\n%s", err, b.Warnings, diff)
	}
	for _, s := range b.Samples {
		if s.Start.Equal(pulltest.At(t, "2026-10-25T01:00:00Z")) {
			t.Errorf("the second hour is unknown: %+v", s)
		}
	}
	s.Count(matomotest.Visit{At: pulltest.At(t, "2026-03-29T00:30:00Z"), Visits: 1}, matomotest.Visit{At: pulltest.At(t, "2026-03-29T01:30:00Z"), Visits: 2})
	b, err = reader(t, pulltest.At(t, "2026-04-02T12:00:00Z")).Samples(t.Context(), feed(s.URL, amsterdam, plain), pulltest.Position("2026-03-29", true))
	if diff := cmp.Diff([]string{"03-29T00Z hour 1 final", "03-29T01Z hour 2 final"}, pulltest.Lines(b.Samples)); diff != "" || err != nil {
		t.Errorf("spring: %v\n%s", err, diff)
	}
}

// In a zone that is half an hour off, Matomo's hours are not the site's.
func TestHalfAnHourOff(t *testing.T) {
	s := matomotest.New(t, "Asia/Kolkata")
	s.Count(matomotest.Visit{At: pulltest.At(t, "2026-11-18T18:40:00Z"), Visits: 5})
	b, err := reader(t, now).Samples(t.Context(), feed(s.URL, "Asia/Kolkata", plain), pulltest.Position("2026-11-20", true))
	if diff := cmp.Diff([]string{"11-18T18Z day 5 provisional"}, pulltest.Lines(b.Samples)); diff != "" || err != nil || len(b.Warnings) != 1 {
		t.Errorf("%v, %v\n%s", err, b.Warnings, diff)
	}
}

func TestAnEmptyAnswerIsNotZero(t *testing.T) {
	s := matomotest.New(t, amsterdam)
	r, f := reader(t, now), feed(s.URL, amsterdam, plain)
	b, err := r.Samples(t.Context(), f, nil)
	if err != nil || len(b.Samples) != 0 || !b.From.IsZero() || !b.More {
		t.Errorf("before the first visit: %d samples, %v, %v", len(b.Samples), b.From, err)
	}
	s.Miss("2026-11-18")
	b, err = r.Samples(t.Context(), f, pulltest.Position("2026-11-20", true))
	if err != nil || len(b.Samples) == 0 || pulltest.Lines(b.Samples) != nil || len(b.Warnings) != 1 {
		t.Errorf("a quiet time: %d samples, %v, %v", len(b.Samples), b.Warnings, err)
	}
	for _, s := range b.Samples {
		if day := s.Start.Add(time.Hour).Format(time.DateOnly); day == "2026-11-18" {
			t.Fatalf("a day that was not counted is zero: %+v", s)
		}
	}
}

func TestRefusals(t *testing.T) {
	s := matomotest.New(t, amsterdam)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("the token went elsewhere: %v", r.URL) }))
	defer elsewhere.Close()
	site := `{"idsite":7,"timezone":"Europe/Amsterdam"}`
	day := func(rows string) string {
		return `{"2026-11-17":` + rows + `,"2026-11-18":[],"2026-11-19":[],"2026-11-20":[]}`
	}
	for _, c := range []struct {
		status int
		body   string
		then   string // the second answer
		kind   feeds.FaultKind
		words  string
	}{
		{200, `{"result":"error","message":"You can't access this resource as it requires 'view' access for the website id = 7."}`, "", feeds.FaultCredentials, "may not see this site"},
		{401, `{"result":"error","message":"Unable to authenticate with the provided token matomo-token."}`, "", feeds.FaultCredentials, "doesn't accept the key"},
		{200, `{"result":"error","message":"Please specify a value for 'idSite'."}`, "", feeds.FaultUnparsable, "doesn't accept the request"},
		{400, `{"result":"error","message":"The method is not available"}`, "", feeds.FaultUnparsable, "doesn't accept the request"},
		{403, ``, "", feeds.FaultBlocked, "refuses"},
		{404, `Not Found`, "", feeds.FaultAbsent, "nothing at this address"},
		{429, `slow down`, "", feeds.FaultThrottled, "asks for a pause"},
		{302, elsewhere.URL, "", feeds.FaultUnparsable, "redirects"},
		{503, ``, "", feeds.FaultTransient, "error of its own"},
		{200, `<!DOCTYPE html><html>login`, "", feeds.FaultUnparsable, "not Matomo's"},
		{200, ``, "", feeds.FaultUnparsable, "not Matomo's"},
		{200, `{"idsite":7}`, "", feeds.FaultUnparsable, "not Matomo's"},
		{200, `{"idsite":7,"timezone":"America/New_York"}`, "", feeds.FaultUnparsable, "time zone America/New_York"},
		{200, `{"idsite":7,"timezone":"UTC+5.5"}`, "", feeds.FaultUnparsable, "time zone UTC+5.5"},
		{200, site, `{}`, feeds.FaultUnparsable, "not Matomo's"},
		{200, site, day(`[{"nb_visits":1}]`), feeds.FaultUnparsable, "not Matomo's"}, // one hour
		{200, site, day(`{"nb_visits":1}`), feeds.FaultUnparsable, "not Matomo's"},
		{200, site, day(`[` + strings.TrimSuffix(strings.Repeat(`{"nb_visits":-1,"nb_actions":0},`, 24), ",") + `]`), feeds.FaultUnparsable, "not Matomo's"},
		{200, site, day(`[` + strings.TrimSuffix(strings.Repeat(`{"nb_visits":"50%","nb_actions":0},`, 24), ",") + `]`), feeds.FaultUnparsable, "not Matomo's"},
		{200, site, `{"result":"error","message":"no access"}`, feeds.FaultCredentials, "may not see"},
	} {
		n := 0
		s.Refuse(func() (int, string) {
			if n++; n > 1 && c.then != "" {
				return 200, c.then
			}
			return c.status, c.body
		})
		_, err := reader(t, now).Samples(t.Context(), feed(s.URL, amsterdam, plain), pulltest.Position("2026-11-20", true))
		if feeds.FaultOf(err) != c.kind || !strings.Contains(feeds.Explain(err), c.words) || strings.Contains(fmt.Sprintf("%+v %s", err, fetch.AnswerOf(err).Head), matomotest.Token) {
			t.Errorf("%d %.80s %.80s: %s, %v", c.status, c.body, c.then, feeds.FaultOf(err), err)
		}
		if c.status == 429 && feeds.RetryAfterOf(err) < time.Minute {
			t.Error("asked again at once")
		}
	}
	s.Refuse(nil)
	f := feed(s.URL, amsterdam, plain)
	f.Secret = "old"
	if _, err := reader(t, now).Samples(t.Context(), f, nil); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Errorf("a token that was revoked: %v", err)
	}
	guarded, err := matomo.New(pull.Options{Transport: fetch.NewTransport(nil), UserAgent: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := guarded.Samples(t.Context(), feed(s.URL, amsterdam, plain), nil); feeds.FaultOf(err) != feeds.FaultRefused {
		t.Errorf("an address inside: %v", err)
	}
	s.Close()
	if _, err := reader(t, now).Samples(t.Context(), feed(s.URL, amsterdam, plain), nil); feeds.FaultOf(err) != feeds.FaultTransient {
		t.Errorf("nobody there: %v", err)
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		url, site string
		ok        bool
	}{{"https://matomo.example", "7", true}, {"https://matomo.example/stats/", "7", true}, {"https://matomo.example/index.php", "7", false}, {"https://matomo.example/?token_auth=x", "7", false}, {"https://matomo.example", "shop", false}, {"https://matomo.example", "", false}} {
		err := matomo.Spec().Check(feed(c.url, amsterdam, fmt.Sprintf(`{"site_id":%q}`, c.site)))
		if (err == nil) != c.ok {
			t.Errorf("%s %s: %v", c.url, c.site, err)
		}
	}
}

// The hand-made answers agree with what the adapter expects of Matomo.
func TestMadeAnswers(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	b, err := os.ReadFile(filepath.Join(dir, "visits", "matomo", "made_error_200.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := feedstest.NewServer(t)
	s.Page("/index.php", "application/json", string(b))
	if _, err := reader(t, now).Samples(t.Context(), feed(s.URL, amsterdam, plain), nil); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Error(err)
	}
}
