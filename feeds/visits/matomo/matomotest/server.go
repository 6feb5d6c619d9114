// Package matomotest is a small Matomo for tests: it answers calls of the Reporting API about visits that a
// test makes up, over real HTTP, and counts as Matomo does: in hours of UTC that are relabelled.
package matomotest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Token is the one that the server accepts, and Site the site that it knows.
const (
	Token = "matomo-token"
	Site  = "7"
)

// Visit is a number of visits of one kind at one time.
type Visit struct {
	At       time.Time
	Visits   int
	Referrer string // direct, search, website, campaign, social
}

// Server counts visits in its time zone.
type Server struct {
	*httptest.Server
	Zone *time.Location

	mu       sync.Mutex
	visits   []Visit
	missing  map[string]bool // days that were not counted
	segments bool
	refuse   func() (status int, body string)
	calls    []map[string]string
}

// New starts a server without visits.
func New(t testing.TB, zone string) *Server {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Zone: loc, missing: map[string]bool{}, segments: true}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	return s
}

// Count sets the visits.
func (s *Server) Count(visits ...Visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visits = visits
}

// Miss makes the server have no numbers for a day.
func (s *Server) Miss(day string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missing[day] = true
}

// WithoutSegments makes the server answer reports of segments with nothing, as one that doesn't archive them.
func (s *Server) WithoutSegments() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.segments = false
}

// Refuse makes f decide every answer; with status 0 the call is answered normally.
func (s *Server) Refuse(f func() (status int, body string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = f
}

// Calls returns the calls since the last time.
func (s *Server) Calls() []map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.calls = nil }()
	return s.calls
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	_ = r.ParseForm()
	f := map[string]string{}
	for k := range r.PostForm {
		f[k] = r.PostForm.Get(k)
	}
	s.calls = append(s.calls, f)
	w.Header().Set("Content-Type", "application/json")
	status, text := 0, ""
	if s.refuse != nil {
		status, text = s.refuse()
	}
	switch {
	case status != 0:
		if status >= 300 && status < 400 {
			w.Header().Set("Location", text)
		}
		w.WriteHeader(status)
	case r.Method != http.MethodPost || r.URL.Path != "/index.php" || strings.Contains(r.URL.RawQuery, "token"):
		w.WriteHeader(http.StatusNotFound)
	case f["token_auth"] != Token:
		text = `{"result":"error","message":"Unable to authenticate with the provided token. It is either invalid or expired."}`
	case f["idSite"] != Site:
		text = `{"result":"error","message":"You can't access this resource as it requires 'view' access for the website id = ` + f["idSite"] + `."}`
	default:
		text = s.call(f)
	}
	_, _ = io.WriteString(w, text)
}

func (s *Server) call(f map[string]string) string {
	if f["method"] == "SitesManager.getSiteFromId" {
		b, _ := json.Marshal(map[string]any{"idsite": 7, "timezone": s.Zone.String()})
		return string(b)
	}
	from, to, _ := strings.Cut(f["date"], ",")
	first, _ := time.ParseInLocation(time.DateOnly, from, s.Zone)
	last, _ := time.ParseInLocation(time.DateOnly, to, s.Zone)
	_, referrer, _ := strings.Cut(f["segment"], "==")
	out := map[string]any{}
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		name := day.Format(time.DateOnly)
		hours, sum := s.hours(day, referrer)
		switch {
		case f["method"] == "VisitsSummary.getVisits" && s.missing[name]:
			out[name] = []any{}
		case f["method"] == "VisitsSummary.getVisits":
			out[name] = sum
		case sum == 0 || s.missing[name] || referrer != "" && !s.segments:
			out[name] = []any{}
		default:
			out[name] = hours
		}
	}
	b, _ := json.Marshal(out)
	return string(b)
}

// hours returns the rows of a day.
func (s *Server) hours(day time.Time, referrer string) (rows []map[string]any, sum int) {
	var visits [24]int
	for _, v := range s.visits {
		if at := v.At.In(s.Zone); at.Format(time.DateOnly) == day.Format(time.DateOnly) && (referrer == "" || referrer == v.Referrer) {
			visits[v.At.UTC().Truncate(time.Hour).In(s.Zone).Hour()] += v.Visits
			sum += v.Visits
		}
	}
	for hour, n := range visits {
		rows = append(rows, map[string]any{"label": hour, "nb_uniq_visitors": n, "nb_visits": n, "nb_actions": 2 * n})
	}
	return rows, sum
}
