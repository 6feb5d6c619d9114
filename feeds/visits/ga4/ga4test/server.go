// Package ga4test is a small Google Analytics for tests: it answers reports about sessions that a test makes
// up, over real HTTP, to a service account that signs in with its key.
package ga4test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/visits/google/googletest"
)

// Property is the one that the account may see.
const Property = "123456789"

// Visit is a number of sessions of one kind at one time.
type Visit struct {
	At       time.Time
	Sessions int
	Channel  string
}

// Server counts sessions in its time zone. Like Google it puts both hours into one that have the same name.
type Server struct {
	*httptest.Server
	Account *googletest.Account
	Zone    *time.Location
	Page    int // rows in one answer, if fewer than requested

	mu       sync.Mutex
	visits   []Visit
	metadata map[string]any
	refuse   func() (status int, body string)
	ranges   []string
}

// New starts a server without sessions.
func New(t testing.TB, zone string, now time.Time) *Server {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Zone: loc, Account: googletest.New(t, now), metadata: map[string]any{}}
	mux := http.NewServeMux()
	mux.Handle("POST /token", s.Account)
	mux.HandleFunc("POST /v1beta/properties/", s.answer)
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// Count sets the sessions.
func (s *Server) Count(visits ...Visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visits = visits
}

// Say sets a flag in the metadata.
func (s *Server) Say(name string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.metadata[name] = value
}

// Refuse makes f decide every answer; with status 0 the report is answered normally.
func (s *Server) Refuse(f func() (status int, body string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = f
}

// Ranges returns the first and last days of the reports since the last time.
func (s *Server) Ranges() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.ranges = nil }()
	return s.ranges
}

type report struct {
	Ranges     []struct{ StartDate, EndDate string } `json:"dateRanges"`
	Dimensions []struct{ Name string }               `json:"dimensions"`
	Metrics    []struct{ Name string }               `json:"metrics"`
	Limit      string                                `json:"limit"`
	Offset     string                                `json:"offset"`
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	fail := func(status int, name, text string) {
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error":{"code":%d,"message":%q,"status":%q}}`, status, text, name)
	}
	var q report
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
	switch {
	case !s.Account.Allowed(r, "https://www.googleapis.com/auth/analytics.readonly"):
		fail(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
	case r.URL.Path != "/v1beta/properties/"+Property+":runReport":
		fail(403, "PERMISSION_DENIED", "User does not have sufficient permissions for this property.")
	case json.NewDecoder(r.Body).Decode(&q) != nil || len(q.Ranges) != 1:
		fail(400, "INVALID_ARGUMENT", "bad request")
	default:
		s.ranges = append(s.ranges, q.Ranges[0].StartDate+" "+q.Ranges[0].EndDate)
		_ = json.NewEncoder(w).Encode(s.rows(q))
	}
}

func (s *Server) rows(q report) map[string]any {
	sums := map[string]int{}
	for _, v := range s.visits {
		at := v.At.In(s.Zone)
		if day := at.Format(time.DateOnly); day < q.Ranges[0].StartDate || day > q.Ranges[0].EndDate {
			continue
		}
		key := at.Format("2006010215")
		if len(q.Dimensions) > 1 {
			key += "\x00" + v.Channel
		}
		sums[key] += v.Sessions
	}
	keys := slices.Sorted(maps.Keys(sums))
	total := len(keys)
	limit, _ := strconv.Atoi(q.Limit)
	offset, _ := strconv.Atoi(q.Offset)
	if s.Page > 0 {
		limit = min(limit, s.Page)
	}
	keys = keys[min(offset, total):]
	keys = keys[:min(limit, len(keys))]
	var rows []any
	for _, k := range keys {
		var labels []any
		for part := range strings.SplitSeq(k, "\x00") {
			labels = append(labels, map[string]string{"value": part})
		}
		rows = append(rows, map[string]any{"dimensionValues": labels, "metricValues": []any{map[string]string{"value": strconv.Itoa(sums[k])}, map[string]string{"value": strconv.Itoa(2 * sums[k])}}})
	}
	headers := func(names []struct{ Name string }) (out []any) {
		for _, n := range names {
			out = append(out, map[string]string{"name": n.Name})
		}
		return out
	}
	metadata := map[string]any{"timeZone": s.Zone.String(), "currencyCode": "EUR"}
	maps.Copy(metadata, s.metadata)
	out := map[string]any{"dimensionHeaders": headers(q.Dimensions), "metricHeaders": headers(q.Metrics), "metadata": metadata, "kind": "analyticsData#runReport"}
	if total > 0 { // without rows both are missing
		out["rows"], out["rowCount"] = rows, total
	}
	return out
}
