package bluesky

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

const (
	createPath  = "/xrpc/com.atproto.server.createSession"
	refreshPath = "/xrpc/com.atproto.server.refreshSession"
	searchPath  = "/xrpc/app.bsky.feed.searchPosts"
	appPassword = "abcd-efgh-ijkl-mnop"
)

// network is a server of accounts that counts its sessions.
type network struct {
	*feedstest.Server
	mu       sync.Mutex
	sessions int
	revoked  bool
	valid    string
}

func (n *network) begin(w http.ResponseWriter) {
	n.sessions++
	n.valid = fmt.Sprintf("access-%d", n.sessions)
	_ = json.NewEncoder(w).Encode(map[string]any{"accessJwt": n.valid, "refreshJwt": fmt.Sprintf("refresh-%d", n.sessions),
		"didDoc": map[string]any{"service": []map[string]string{{"id": "#atproto_pds", "serviceEndpoint": n.URL}}}})
}

func newNetwork(t *testing.T) (*network, *feedstest.Accounts, *Search) {
	n := &network{Server: feedstest.NewServer(t)}
	n.Handle(createPath, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.mu.Lock()
		defer n.mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		if n.revoked || !strings.Contains(string(body), appPassword) || !strings.Contains(string(body), `"identifier":"ann.example"`) {
			w.WriteHeader(401)
			fmt.Fprint(w, `{"error":"AuthenticationRequired","message":"Invalid identifier or password"}`)
			return
		}
		n.begin(w)
	}))
	n.Handle(refreshPath, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.revoked || r.Header.Get("Authorization") != fmt.Sprintf("Bearer refresh-%d", n.sessions) {
			w.WriteHeader(400)
			fmt.Fprint(w, `{"error":"ExpiredToken"}`)
			return
		}
		n.begin(w)
	}))
	n.Handle(searchPath, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.mu.Lock()
		defer n.mu.Unlock()
		if r.Header.Get("Authorization") != "Bearer "+n.valid {
			w.WriteHeader(400)
			fmt.Fprint(w, `{"error":"ExpiredToken","message":"Token has expired"}`)
			return
		}
		next, day := "", 1
		if r.URL.Query().Get("cursor") == "" {
			next, day = `,"cursor":"p2"`, 2
		}
		fmt.Fprintf(w, `{"posts":[{"uri":"at://did:plc:ann/app.bsky.feed.post/%d","author":{"did":"did:plc:ann","displayName":"Ann"},"record":{"text":"Larkmeter","createdAt":"2026-11-0%dT00:00:00Z"},"indexedAt":"2026-11-0%dT00:00:01Z"}]%s}`, day, day, day, next)
	}))
	settings, _ := json.Marshal(map[string]string{handleField: "@ann.example"})
	a := feedstest.NewAccounts(feeds.Account{ID: "a", Name: "ours", Settings: settings, Secrets: map[string]feeds.Secret{passwordField: appPassword}}, 0)
	return n, a, NewSearch(feedstest.Door(t), n.URL, n.URL, a, time.Now)
}

var search = feeds.Source{Type: SearchType, Query: "larkmeter", Account: "a"}

func TestThePastIsReadWithOneSession(t *testing.T) {
	n, _, s := newNetwork(t)
	b, err := s.Read(t.Context(), search, nil)
	if err != nil || len(b.Documents) != 1 || !b.More || b.Documents[0].Key != "at://did:plc:ann/app.bsky.feed.post/2" {
		t.Fatalf("%+v %v", b, err)
	}
	if b, err = s.Read(t.Context(), search, b.Position); err != nil || len(b.Documents) != 1 || b.More {
		t.Fatalf("%+v %v", b, err)
	}
	if n.sessions != 1 {
		t.Errorf("%d sessions", n.sessions)
	}
	// The past was read: the next hours ask nothing.
	asked := len(n.Asked(""))
	if b, err = s.Read(t.Context(), search, b.Position); err != nil || !b.NotModified || len(n.Asked("")) != asked {
		t.Errorf("%+v %v", b, err)
	}
	if b, err = s.Read(feeds.Unconditional(t.Context()), search, b.Position); err != nil || b.NotModified {
		t.Errorf("a person asked: %+v %v", b, err)
	}
}

// Ten sources whose session has ended refresh it once.
func TestASessionIsRefreshedOnce(t *testing.T) {
	n, a, s := newNetwork(t)
	if _, err := s.Read(t.Context(), search, nil); err != nil {
		t.Fatal(err)
	}
	n.mu.Lock()
	n.valid = "of somebody else"
	n.mu.Unlock()
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if _, err := s.Read(t.Context(), search, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n.sessions != 2 || len(n.Asked(createPath)) != 1 || len(n.Asked(refreshPath)) != 1 {
		t.Errorf("%d sessions, %d sign-ins, %d refreshed", n.sessions, len(n.Asked(createPath)), len(n.Asked(refreshPath)))
	}
	acc, err := a.Get(t.Context(), "a")
	if err != nil || acc.Secrets[refreshSecret] != "refresh-2" {
		t.Errorf("the account keeps %v %v", acc.Secrets[refreshSecret].Reveal(), err)
	}
}

func TestARevokedPassword(t *testing.T) {
	n, _, s := newNetwork(t)
	n.revoked = true
	_, err := s.Read(t.Context(), search, nil)
	if code, params := feeds.CodeOf(err); feeds.FaultOf(err) != feeds.FaultCredentials || code != "bluesky_password_refused" || params["account"] != "ours" {
		t.Errorf("%s: %v", code, err)
	}
	if strings.Contains(fmt.Sprintf("%+v", err), appPassword) {
		t.Error("the error holds the password")
	}
}

func TestRefusalsOfTheSearch(t *testing.T) {
	for _, c := range []struct {
		name, body string
		status     int
		kind       feeds.FaultKind
	}{
		{"AuthMissing", `{"error":"AuthMissing"}`, 403, feeds.FaultCredentials},
		{"rules", `<html>Request forbidden by administrative rules</html>`, 403, feeds.FaultBlocked},
		{"limit", `{"error":"RateLimitExceeded"}`, 429, feeds.FaultThrottled},
		{"shape", `{"results":[]}`, 200, feeds.FaultUnparsable},
		{"away", ``, 502, feeds.FaultTransient},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, _, s := newNetwork(t)
			n.Handle(searchPath, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("RateLimit-Reset", fmt.Sprint(time.Now().Add(4*time.Minute).Unix()))
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			}))
			_, err := s.Read(t.Context(), search, nil)
			if feeds.FaultOf(err) != c.kind {
				t.Fatalf("%s: %v", feeds.FaultOf(err), err)
			}
			if c.kind == feeds.FaultThrottled && feeds.RetryAfterOf(err) < 3*time.Minute {
				t.Errorf("again after %v", feeds.RetryAfterOf(err))
			}
		})
	}
}

func TestTheRecordedSearch(t *testing.T) {
	body, err := os.ReadFile(feedstest.Data(t, "sources/bluesky/searchPosts_redistricting.json"))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := parsePage(body)
	if !ok || len(p.Posts) == 0 || p.Posts[0].Key == "" || p.Posts[0].Text == "" || p.Posts[0].Published.IsZero() {
		t.Errorf("%d posts: %+v", len(p.Posts), p)
	}
	t.Logf("%d posts, next %q", len(p.Posts), p.Next)
}

func FuzzSearch(f *testing.F) {
	f.Add([]byte(`{"posts":[{"uri":"at://did:plc:ann/app.bsky.feed.post/1","author":{"did":"did:plc:ann"},"record":{"text":"a","createdAt":"2026-11-01T00:00:00Z"}}],"cursor":"a"}`))
	f.Add([]byte(`{"accessJwt":"a","refreshJwt":"b","didDoc":{"service":[{"id":"#atproto_pds","serviceEndpoint":"https://pds.example"}]}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, _ := parsePage(body)
		for _, d := range p.Posts {
			if !strings.HasPrefix(d.Key, "at://did:") {
				t.Errorf("%+v", d)
			}
		}
		if s, server, ok := parseSession(body); ok && (strings.ContainsAny(s.Access+server, " \n")) {
			t.Errorf("%+v %q", s, server)
		}
	})
}
