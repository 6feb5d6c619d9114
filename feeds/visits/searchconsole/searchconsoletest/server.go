// Package searchconsoletest is a small Search Console for tests: it answers queries about searches that a test
// makes up, over real HTTP, to a service account that signs in with its key.
package searchconsoletest

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/visits/google/googletest"
)

// Property is the one that the account may see.
const Property = "sc-domain:shop.example"

// Search is a number of searches of one kind on one day. Rare ones are left out of answers about words.
type Search struct {
	Day         string
	Query       string
	Clicks      int
	Impressions int
	Rare        bool
}

// Server answers for Pacific days.
type Server struct {
	*httptest.Server
	Account *googletest.Account

	mu         sync.Mutex
	searches   []Search
	incomplete string
	refuse     func() (status int, body string)
	ranges     []string
}

// New starts a server without searches.
func New(t testing.TB, now time.Time) *Server {
	t.Helper()
	s := &Server{Account: googletest.New(t, now)}
	mux := http.NewServeMux()
	mux.Handle("POST /token", s.Account)
	mux.HandleFunc("POST /webmasters/v3/sites/{site}/searchAnalytics/query", s.answer)
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// Count sets the searches, and the first day that is incomplete.
func (s *Server) Count(incomplete string, searches ...Search) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.incomplete, s.searches = incomplete, searches
}

// Refuse makes f decide every answer; with status 0 the query is answered normally.
func (s *Server) Refuse(f func() (status int, body string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = f
}

// Ranges returns the first and last days of the queries since the last time.
func (s *Server) Ranges() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.ranges = nil }()
	return s.ranges
}

type query struct {
	StartDate, EndDate    string
	Dimensions            []string
	DataState, Type       string
	DimensionFilterGroups []struct {
		Filters []struct{ Dimension, Operator, Expression string }
	}
	RowLimit, StartRow int
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if s.refuse != nil {
		if status, body := s.refuse(); status != 0 {
			if status >= 300 && status < 400 {
				w.Header().Set("Location", body)
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			return
		}
	}
	var q query
	switch {
	case !s.Account.Allowed(r, "https://www.googleapis.com/auth/webmasters.readonly"):
		w.WriteHeader(http.StatusUnauthorized)
	case r.PathValue("site") != Property:
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, `{"error":{"code":403,"message":"User does not have sufficient permission for site.","errors":[{"reason":"forbidden"}]}}`)
	case json.NewDecoder(r.Body).Decode(&q) != nil || len(q.Dimensions) != 1 || q.DataState != "all" || q.Type != "web":
		w.WriteHeader(http.StatusBadRequest)
	default:
		s.ranges = append(s.ranges, q.StartDate+" "+q.EndDate)
		s.rows(w, q)
	}
}

func (s *Server) rows(w io.Writer, q query) {
	type sum struct{ clicks, impressions int }
	sums := map[string]sum{}
	for _, v := range s.searches {
		if v.Day < q.StartDate || v.Day > q.EndDate {
			continue
		}
		if len(q.DimensionFilterGroups) > 0 {
			f := q.DimensionFilterGroups[0].Filters[0]
			if matched, err := regexp.MatchString(f.Expression, v.Query); err != nil || !matched || v.Rare || f.Operator != "includingRegex" {
				continue
			}
		}
		n := sums[v.Day]
		sums[v.Day] = sum{n.clicks + v.Clicks, n.impressions + v.Impressions}
	}
	var rows []any
	for _, day := range slices.Sorted(maps.Keys(sums)) {
		rows = append(rows, map[string]any{"keys": []string{day}, "clicks": float64(sums[day].clicks), "impressions": float64(sums[day].impressions), "ctr": 0.1, "position": 4.2})
	}
	out := map[string]any{"responseAggregationType": "byProperty"}
	if len(rows) > 0 {
		out["rows"] = rows
	}
	if s.incomplete != "" && s.incomplete <= q.EndDate {
		out["metadata"] = map[string]string{"first_incomplete_date": s.incomplete}
	}
	_ = json.NewEncoder(w).Encode(out)
}
