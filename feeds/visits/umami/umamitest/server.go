// Package umamitest is a small Umami for tests: it answers for visits that a test makes up, over real HTTP.
package umamitest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the server knows.
const (
	Site     = "86d4095c-a2a8-4fc8-9521-103e858e2b41"
	User     = "viewer"
	Password = "umami-password"
	token    = "umami-token"
)

// Visit is a number of visits at one time.
type Visit struct {
	At            time.Time
	Visits, Views int
}

// Server answers as a version of Umami does.
type Server struct {
	*httptest.Server
	Version int  // 2 or 3
	Bare    bool // times without Z

	mu     sync.Mutex
	visits []Visit
	unit   string // answered instead of the one that was requested
	refuse func(path string) (status int, body string)
	calls  []string
}

// New starts a server of version 3 without visits.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{Version: 3}
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

// Answer sets the unit that is answered, whatever was requested.
func (s *Server) Answer(unit string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unit = unit
}

// Refuse makes f decide every answer; with status 0 the call is answered normally.
func (s *Server) Refuse(f func(path string) (status int, body string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = f
}

// Calls returns the addresses requested since the last time.
func (s *Server) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.calls = nil }()
	return s.calls
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, r.URL.String())
	w.Header().Set("Content-Type", "application/json")
	status, text := 0, ""
	if s.refuse != nil {
		status, text = s.refuse(r.URL.Path)
	}
	if status == 0 {
		status, text = s.result(r)
	}
	if status >= 300 && status < 400 {
		w.Header().Set("Location", text)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

func (s *Server) result(r *http.Request) (int, string) {
	unauthorized := `{"error":{"message":"Unauthorized","code":"unauthorized","status":401}}`
	if r.URL.Path == "/api/auth/login" {
		var in struct{ Username, Password string }
		_ = json.NewDecoder(r.Body).Decode(&in)
		if r.Method != http.MethodPost || in.Username != User || in.Password != Password {
			return 401, `{"error":{"message":"Unauthorized","code":"incorrect-username-password","status":401}}`
		}
		return 200, `{"token":"` + token + `","user":{"username":"viewer"}}`
	}
	report, ok := strings.CutPrefix(r.URL.Path, "/api/websites/"+Site+"/")
	q := r.URL.Query()
	from, err := strconv.ParseInt(q.Get("startAt"), 10, 64)
	to, err2 := strconv.ParseInt(q.Get("endAt"), 10, 64)
	switch {
	case !ok || r.Header.Get("Authorization") != "Bearer "+token:
		return 401, unauthorized
	case err != nil || err2 != nil || q.Get("timezone") != "UTC" && report == "pageviews":
		return 400, `{"error":{"message":"Bad request","code":"bad-request","status":400}}`
	}
	var in []Visit
	for _, v := range s.visits {
		if ms := v.At.UnixMilli(); ms >= from && ms <= to {
			in = append(in, v)
		}
	}
	var out any
	switch report {
	case "stats":
		visits, views := 0, 0
		for _, v := range in {
			visits, views = visits+v.Visits, views+v.Views
		}
		if s.Version == 2 {
			out = map[string]any{"visits": map[string]int{"value": visits, "prev": 0}, "pageviews": map[string]int{"value": views, "prev": 0}}
		} else {
			out = map[string]any{"visits": strconv.Itoa(visits), "pageviews": strconv.Itoa(views), "comparison": map[string]int{"visits": 1}}
		}
	case "pageviews":
		out = map[string]any{"pageviews": s.intervals(in, q.Get("unit")), "sessions": []any{}}
	default:
		return 404, "Not Found"
	}
	b, _ := json.Marshal(out)
	return 200, string(b)
}

func (s *Server) intervals(visits []Visit, unit string) []map[string]any {
	length := time.Hour
	if unit != "hour" || s.unit == "day" {
		length = 24 * time.Hour
	}
	sums := map[time.Time]int{}
	for _, v := range visits {
		sums[v.At.UTC().Truncate(length)] += v.Views
	}
	out := []map[string]any{}
	for at, n := range sums {
		label := at.Format("2006-01-02T15:04:05Z")
		if s.Bare {
			label = at.Format(time.DateTime)
		}
		out = append(out, map[string]any{"x": label, "y": n})
	}
	slices.SortFunc(out, func(a, b map[string]any) int { return strings.Compare(a["x"].(string), b["x"].(string)) })
	return out
}
