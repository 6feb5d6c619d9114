// Package plausibletest is a small Plausible for tests: it answers version 2 queries about
// visits that a test makes up, over real HTTP.
package plausibletest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Key is the one that the server accepts, and Site the site that it knows.
const (
	Key  = "plausible-key"
	Site = "shop.example"
)

// Visit is a number of visits of one kind at one time.
type Visit struct {
	At      time.Time
	Visits  int
	Views   int
	Channel string
	Page    string
	Country string
}

// Server counts visits in its time zone. Like Plausible it gives both hours the same label that
// occur when the clocks go back.
type Server struct {
	*httptest.Server
	Zone *time.Location
	Page int // rows in one answer, if fewer than requested

	mu       sync.Mutex
	visits   []Visit
	imported map[string]int // visits of days, which have no hours
	refuse   func() (status int, body string)
	queries  []Query
}

// Query is a request to the server.
type Query struct {
	Site       string            `json:"site_id"`
	Metrics    []string          `json:"metrics"`
	Dates      []string          `json:"date_range"`
	Dimensions []string          `json:"dimensions"`
	Filters    []json.RawMessage `json:"filters"`
	Include    map[string]any    `json:"include"`
	Pagination struct {
		Limit  int `json:"limit"`
		Offset int `json:"offset"`
	} `json:"pagination"`
}

// New starts a server without visits.
func New(t testing.TB, zone string) *Server {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Zone: loc, imported: map[string]int{}}
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

// Import sets the visits of a day that was imported.
func (s *Server) Import(day string, visits int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.imported[day] = visits
}

// Refuse makes f decide every answer; with status 0 the query is answered normally.
func (s *Server) Refuse(f func() (status int, body string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = f
}

// Queries returns the requests since the last call.
func (s *Server) Queries() []Query {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.queries = nil }()
	return s.queries
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var q Query
	body, _ := io.ReadAll(r.Body)
	status, text := s.check(r, body, &q)
	s.queries = append(s.queries, q)
	if status == 0 && s.refuse != nil {
		status, text = s.refuse()
	}
	w.Header().Set("Content-Type", "application/json")
	if status != 0 {
		if status >= 300 && status < 400 {
			w.Header().Set("Location", text)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
		return
	}
	_ = json.NewEncoder(w).Encode(s.results(q))
}

func (s *Server) check(r *http.Request, body []byte, q *Query) (int, string) {
	refused := func(text string) string { b, _ := json.Marshal(map[string]string{"error": text}); return string(b) }
	switch {
	case r.Method != http.MethodPost || r.URL.Path != "/api/v2/query":
		return http.StatusNotFound, "Not Found"
	case strings.Contains(r.URL.String(), Key) || strings.Contains(string(body), Key):
		return http.StatusBadRequest, refused("the key is not in the header alone")
	case r.Header.Get("Authorization") != "Bearer "+Key:
		return http.StatusUnauthorized, refused("Invalid API key or site ID.")
	case json.Unmarshal(body, q) != nil || len(q.Dates) != 2 || q.Include["total_rows"] != true:
		return http.StatusBadRequest, refused("bad query")
	case q.Site != Site:
		return http.StatusUnauthorized, refused("Invalid API key or site ID.")
	}
	return 0, ""
}

func (s *Server) results(q Query) map[string]any {
	from, to := s.span(q.Dates)
	hours := slices.Contains(q.Dimensions, "time:hour")
	sums := map[string][2]int{}
	add := func(key string, visits, views int) {
		n := sums[key]
		sums[key] = [2]int{n[0] + visits, n[1] + views}
	}
	for _, v := range s.visits {
		if v.At.Before(from) || !v.At.Before(to) || len(q.Filters) > 0 && !strings.Contains(string(q.Filters[0]), fmt.Sprintf("%q", v.Page)) {
			continue
		}
		add(s.labels(q, v), v.Visits, v.Views)
	}
	skipped := false
	for day, n := range s.imported {
		at, _ := time.ParseInLocation(time.DateOnly, day, s.Zone)
		if at.Before(from) || !at.Before(to) {
			continue
		}
		if skipped = skipped || hours; !hours && len(q.Filters) == 0 {
			add(s.labels(q, Visit{At: at, Channel: "Direct", Country: "NL"}), n, n)
		}
	}
	if len(q.Dimensions) == 0 && len(sums) == 0 {
		sums[""] = [2]int{}
	}
	keys := slices.Sorted(maps.Keys(sums))
	total := len(keys)
	limit := q.Pagination.Limit
	if s.Page > 0 {
		limit = min(limit, s.Page)
	}
	keys = keys[min(q.Pagination.Offset, total):]
	keys = keys[:min(limit, len(keys))]
	rows := []any{}
	for _, k := range keys {
		labels := []string{}
		if len(q.Dimensions) > 0 {
			labels = strings.Split(k, "\x00")
		}
		rows = append(rows, map[string]any{"metrics": sums[k], "dimensions": labels})
	}
	meta := map[string]any{"total_rows": total}
	if skipped {
		meta["imports_skip_reason"] = "unsupported_interval"
	}
	return map[string]any{"results": rows, "meta": meta, "query": map[string]any{
		"date_range": []string{from.In(s.Zone).Format(time.RFC3339), to.Add(-time.Second).In(s.Zone).Format(time.RFC3339)},
	}}
}

func (s *Server) labels(q Query, v Visit) string {
	labels := make([]string, len(q.Dimensions))
	for i, d := range q.Dimensions {
		switch d {
		case "time:hour":
			labels[i] = v.At.In(s.Zone).Format("2006-01-02 15:00:00")
		case "time:day":
			labels[i] = v.At.In(s.Zone).Format(time.DateOnly)
		case "visit:channel":
			labels[i] = v.Channel
		case "visit:country":
			labels[i] = v.Country
		}
	}
	return strings.Join(labels, "\x00")
}

func (s *Server) span(dates []string) (from, to time.Time) {
	if len(dates[0]) > len(time.DateOnly) {
		from, _ = time.Parse(time.RFC3339, dates[0])
		to, _ = time.Parse(time.RFC3339, dates[1])
		return from, to.Add(time.Second)
	}
	from, _ = time.ParseInLocation(time.DateOnly, dates[0], s.Zone)
	to, _ = time.ParseInLocation(time.DateOnly, dates[1], s.Zone)
	return from, to.AddDate(0, 0, 1)
}
