// Package hubspottest is a small HubSpot for tests: it answers searches for contacts that a test makes
// up, over real HTTP.
package hubspottest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Token is the one that the server accepts.
const Token = "pat-eu1-secret"

// Server is a HubSpot account as its API shows it.
type Server struct {
	*httptest.Server
	Options string               // of the answer's property
	Dated   bool                 // it has the dated API
	Refuse  func() (int, string) // if it is set: status and body, or the address of a redirect

	Writes   int  // contacts that were changed
	NoWrites bool // contacts may not be changed

	mu       sync.Mutex
	contacts []record
}

// Set changes the server while it may be asked.
func (c *Server) Set(change func(*Server)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(c)
}

type record struct {
	id      int
	changed time.Time
	props   map[string]string
}

// New returns an account without contacts.
func New(t testing.TB) *Server {
	c := &Server{Dated: true, Options: `{"options":[]}`}
	c.Server = httptest.NewServer(http.HandlerFunc(c.serve))
	t.Cleanup(c.Close)
	return c
}

// Add adds a contact that was created an hour before it was changed. The pairs are properties and
// values.
func (c *Server) Add(id int, changed time.Time, pairs ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	props := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		props[pairs[i]] = pairs[i+1]
	}
	c.contacts = append(c.contacts, record{id, changed, props})
}

func (c *Server) serve(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.Header.Get("Authorization") != "Bearer "+Token {
		http.Error(w, `{"status":"error","category":"INVALID_AUTHENTICATION"}`, http.StatusUnauthorized)
		return
	}
	if c.Refuse != nil {
		status, body := c.Refuse()
		w.Header().Set("Location", body)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
		return
	}
	if r.Method == http.MethodPatch && c.NoWrites {
		http.Error(w, `{"status":"error","category":"MISSING_SCOPES"}`, http.StatusForbidden)
		return
	}
	if r.Method == http.MethodPatch {
		c.change(w, r)
		return
	}
	switch {
	case r.URL.Path == "/crm/v3/properties/contacts/how_did_you_hear_about_us":
		fmt.Fprint(w, c.Options)
	case r.URL.Path == "/crm/objects/2026-09/contacts/search" && c.Dated, r.URL.Path == "/crm/v3/objects/contacts/search":
		c.search(w, r)
	default:
		http.Error(w, `{"category":"OBJECT_NOT_FOUND"}`, http.StatusNotFound)
	}
}

func (c *Server) search(w http.ResponseWriter, r *http.Request) {
	var q struct {
		FilterGroups []struct {
			Filters []struct{ PropertyName, Operator, Value string }
		}
		Sorts []struct{ PropertyName string }
		Limit int
		After string
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil || len(q.FilterGroups) != 1 || q.Limit > 200 {
		http.Error(w, `{"category":"VALIDATION_ERROR"}`, http.StatusBadRequest)
		return
	}
	var found []record
	for _, x := range c.contacts {
		ok := true
		for _, f := range q.FilterGroups[0].Filters {
			want, _ := strconv.ParseInt(f.Value, 10, 64)
			have := x.changed.UnixMilli()
			if f.PropertyName == "hs_object_id" {
				have = int64(x.id)
			}
			ok = ok && map[string]bool{"GTE": have >= want, "LT": have < want, "EQ": have == want, "GT": have > want}[f.Operator]
		}
		if ok {
			found = append(found, x)
		}
	}
	byID := q.Sorts[0].PropertyName == "hs_object_id"
	slices.SortStableFunc(found, func(a, b record) int {
		if byID {
			return a.id - b.id
		}
		return a.changed.Compare(b.changed)
	})
	from, _ := strconv.Atoi(q.After)
	if from >= 10_000 {
		http.Error(w, `{"category":"VALIDATION_ERROR"}`, http.StatusBadRequest)
		return
	}
	page := found[min(from, len(found)):min(from+q.Limit, len(found))]
	out := map[string]any{"total": len(found)}
	results := []any{}
	for _, x := range page {
		props := map[string]any{"lastmodifieddate": x.changed.Format(time.RFC3339Nano), "hs_object_id": strconv.Itoa(x.id), "email": nil}
		for k, v := range x.props {
			props[k] = v
		}
		results = append(results, map[string]any{"id": strconv.Itoa(x.id), "properties": props, "createdAt": x.changed.Add(-time.Hour).Format(time.RFC3339), "updatedAt": x.changed.Format(time.RFC3339)})
	}
	out["results"] = results
	if from+len(page) < len(found) {
		out["paging"] = map[string]any{"next": map[string]any{"after": strconv.Itoa(from + len(page))}}
	}
	_ = json.NewEncoder(w).Encode(out)
}

// change sets properties of a contact.
func (c *Server) change(w http.ResponseWriter, r *http.Request) {
	id, ok := strings.CutPrefix(r.URL.EscapedPath(), "/crm/v3/objects/contacts/")
	if !ok && c.Dated {
		id, ok = strings.CutPrefix(r.URL.EscapedPath(), "/crm/objects/2026-09/contacts/")
	}
	var body struct{ Properties map[string]string }
	i := slices.IndexFunc(c.contacts, func(x record) bool { return strconv.Itoa(x.id) == id })
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || !ok || i < 0 {
		http.Error(w, `{"status":"error","category":"OBJECT_NOT_FOUND"}`, http.StatusNotFound)
		return
	}
	for k, v := range body.Properties {
		c.contacts[i].props[k] = v
	}
	c.Writes++
	fmt.Fprintf(w, `{"id":%q,"properties":{}}`, id)
}

// Property returns a property of a contact.
func (c *Server) Property(id int, name string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, x := range c.contacts {
		if x.id == id {
			return x.props[name]
		}
	}
	return ""
}
