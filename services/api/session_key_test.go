package api_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/api/access"
)

// keyed makes the key that a server makes at its start.
func (d *desk) keyed() (access.KeyFile, string) {
	d.t.Helper()
	file := d.a.Key()
	if _, err := file.Ensure(); err != nil {
		d.t.Fatal(err)
	}
	key, err := file.Read()
	if err != nil {
		d.t.Fatal(err)
	}
	return file, key
}

func withKey(key string) string { return `{"key":"` + key + `"}` }

func TestTheKeyIsTradedForASession(t *testing.T) {
	d := open(t)
	file, key := d.keyed()
	d.want(401, nil, "GET", "/brands", "", outside()...)
	in := d.want(200, nil, "POST", "/session/key", withKey(key), outside()...)
	cookie := in.Header.Get("Set-Cookie")
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") || strings.Contains(cookie, key) {
		t.Errorf("cookie %q", cookie)
	}
	signedIn := outside("Cookie", session(in))
	var who access.Principal
	d.want(200, &who, "GET", "/session", "", signedIn...)
	if who != access.ByKey() {
		t.Errorf("signed in as %+v", who)
	}
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`, signedIn...)
	d.want(403, nil, "POST", "/brands", `{"name":"Evil"}`, append(signedIn, "Origin", "https://evil.example")...)
	second := outside("Cookie", session(d.want(200, nil, "POST", "/session/key", withKey(key), outside()...)))
	d.want(204, nil, "DELETE", "/session", "", signedIn...)
	d.want(401, nil, "GET", "/brands", "", signedIn...)
	d.want(200, nil, "GET", "/brands", "", second...)

	if err := file.Renew(); err != nil {
		t.Fatal(err)
	}
	d.want(401, nil, "GET", "/brands", "", second...)
	d.want(401, nil, "POST", "/session/key", withKey(key), outside()...)
	d.want(401, nil, "GET", "/brands", "", outside("Authorization", "Bearer "+key)...)
	_, renewed := d.keyed()
	d.want(200, nil, "GET", "/brands", "", outside("Authorization", "Bearer "+renewed)...)
	third := outside("Cookie", session(d.want(200, nil, "POST", "/session/key", withKey(renewed), outside()...)))
	if err := os.Remove(file.Path()); err != nil {
		t.Fatal(err)
	}
	d.want(401, nil, "GET", "/brands", "", third...)
	d.want(401, nil, "POST", "/session/key", withKey(""), outside()...)
	d.want(401, nil, "GET", "/brands", "", outside("Authorization", "Bearer ")...)
}

func TestASessionByTheKeyExpires(t *testing.T) {
	now := time.Now()
	d := openAt(t, func() time.Time { return now })
	_, key := d.keyed()
	in := outside("Cookie", session(d.want(200, nil, "POST", "/session/key", withKey(key), outside()...)))
	now = now.Add(14*24*time.Hour - time.Minute)
	d.want(200, nil, "GET", "/brands", "", in...)
	now = now.Add(2 * time.Minute)
	d.want(401, nil, "GET", "/brands", "", in...)
}

// Guessing of keys is slowed down, without locking out the holder of the right key.
func TestTryingKeys(t *testing.T) {
	now := time.Now()
	d := openAt(t, func() time.Time { return now })
	_, key := d.keyed()
	for _, wrong := range []string{"", "x", key[:len(key)-1], key + "A", " " + key, strings.ToUpper(key), `nd_key_`, "nd_x", "\\u0001" + key, "päss"} {
		d.want(401, nil, "POST", "/session/key", withKey(wrong), outside()...)
	}
	resp := d.want(429, nil, "POST", "/session/key", withKey("x"), outside()...)
	if resp.Header.Get("Retry-After") == "" {
		t.Error("it isn't said how long to wait")
	}
	d.want(200, nil, "POST", "/session/key", withKey(key), outside()...)
	d.want(429, nil, "POST", "/session/key", withKey("x"), outside()...)
	now = now.Add(time.Minute)
	d.want(401, nil, "POST", "/session/key", withKey("x"), outside()...)

	d.want(413, nil, "POST", "/session/key", withKey(strings.Repeat("x", 5000)), outside()...)
	d.want(422, nil, "POST", "/session/key", withKey(strings.Repeat("x", 500)), outside()...)
	d.want(403, nil, "POST", "/session/key", withKey(key), outside("Origin", "https://evil.example")...)
	d.want(403, nil, "POST", "/session/key", withKey(key), outside("Origin", "http://localhost:1", "Sec-Fetch-Site", "same-site")...)
	d.want(403, nil, "POST", "/session/key", withKey(key), outside("Origin", "null")...)
}

func TestHowPeopleGetIn(t *testing.T) {
	d := open(t)
	var view api.EntryView
	d.want(200, &view, "GET", "/session/entry", "", outside()...)
	if view.Entry != access.EntryKey || view.Users {
		t.Errorf("%+v", view)
	}
	d.want(200, nil, "POST", "/users", `{"email":"ada@team.example","password":"correct horse","role":"read"}`)
	if d.want(200, &view, "GET", "/session/entry", "", outside()...); !view.Users {
		t.Errorf("%+v", view)
	}
}

// A stream of events that is under way ends with the session it was opened by.
func TestAStreamEndsWithItsKey(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for a heartbeat")
	}
	d := open(t)
	file, key := d.keyed()
	srv := httptest.NewServer(d.h)
	defer srv.Close()
	cookie := session(d.want(200, nil, "POST", "/session/key", withKey(key), outside()...))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Cookie", cookie)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	if resp.StatusCode != 200 || !lines.Scan() {
		t.Fatalf("the stream starts with %d", resp.StatusCode)
	}
	if err := file.Renew(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		for lines.Scan() {
		}
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("it goes on without a key")
	}
}

func TestTheServerProvesThatItKnowsTheKey(t *testing.T) {
	d := open(t)
	_, key := d.keyed()
	srv := httptest.NewServer(d.h)
	defer srv.Close()
	proof := func(nonce string) string {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set(api.ChallengeHeader, nonce)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.Header.Get(api.ProofHeader)
	}
	if got := proof("one"); got == "" || got != access.Proof(key, "one", srv.Listener.Addr().String()) || got == proof("two") {
		t.Errorf("proof %q", got)
	}
	if got := proof(strings.Repeat("x", 200)) + proof(""); got != "" {
		t.Errorf("proof %q", got)
	}
	if err := os.Remove(filepath.Join(filepath.Dir(d.a.Key().Path()), "key")); err != nil {
		t.Fatal(err)
	}
	if got := proof("one"); got != "" {
		t.Errorf("without a key: %q", got)
	}
}

// Every operation, called without a credential and with wrong ones: all are refused but those that
// are for everyone.
func TestEveryRouteAsksWhoYouAre(t *testing.T) {
	d := open(t)
	_, key := d.keyed()
	everyones := map[string]bool{"POST /session": true, "DELETE /session": true, "POST /session/key": true, "GET /session/entry": true}
	asked := 0
	for _, route := range routes(t) {
		method, path, _ := strings.Cut(route, " ")
		path = strings.ReplaceAll(path, "{id}", "x")
		for _, header := range [][]string{nil, {"Authorization", "Bearer nd_wrong"}, {"Authorization", "Bearer " + key + "x"}, {"Cookie", access.Cookie + "=" + key}, {"X-Forwarded-For", "127.0.0.1"}} {
			resp := d.ask(method, path, "{}", outside(header...)...)
			resp.Body.Close()
			if (resp.StatusCode != 401) != everyones[route] && !(everyones[route] && resp.StatusCode >= 400) {
				t.Errorf("%s with %v answers %d", route, header, resp.StatusCode)
			}
			asked++
		}
	}
	t.Logf("%d requests on %d routes", asked, len(routes(t)))
}

// routes are the operations of the document, as "GET /brands", and those beside it.
func routes(t *testing.T) []string {
	t.Helper()
	doc, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct{ Paths map[string]map[string]any }
	if err := json.Unmarshal(doc, &parsed); err != nil {
		t.Fatal(err)
	}
	all := []string{"GET /events", "GET /documents/{id}/audio", "GET /search/export"}
	for path, ops := range parsed.Paths {
		for method := range ops {
			all = append(all, strings.ToUpper(method)+" "+strings.TrimPrefix(path, "/api/v1"))
		}
	}
	return all
}
