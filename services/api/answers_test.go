package api_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// packed asks as a browser does and returns the answer unpacked.
func (d *desk) packed(path string, header ...string) (*http.Response, string) {
	d.t.Helper()
	resp := d.ask("GET", path, "", append(header, "Accept-Encoding", "gzip, br")...)
	var from io.Reader = resp.Body
	if resp.Header.Get("Content-Encoding") == "gzip" {
		var err error
		if from, err = gzip.NewReader(resp.Body); err != nil {
			d.t.Fatal(err)
		}
	}
	text, err := io.ReadAll(from)
	if err != nil {
		d.t.Fatal(err)
	}
	return resp, string(text)
}

// What is long is packed, with an ETag of its own that If-Match takes like the other.
func TestLongAnswersArePacked(t *testing.T) {
	d := open(t)
	aliases, _ := json.Marshal(strings.Split(strings.Repeat("Lark meter of some length,", 100)+"Larkmeters", ","))
	plain := d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter","aliases":`+string(aliases)+`}`).Header.Get("ETag")
	resp, text := d.packed("/brands/larkmeter")
	tag := resp.Header.Get("ETag")
	if resp.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(text, "Larkmeter") || tag != "W/"+plain || !strings.Contains(resp.Header.Get("Vary"), "Accept-Encoding") {
		t.Errorf("packed as %v", resp.Header)
	}
	changed := d.want(200, nil, "PUT", "/brands/larkmeter", `{"name":"Larkmeter"}`, "If-Match", tag).Header.Get("ETag")
	d.want(412, nil, "PUT", "/brands/larkmeter", `{"name":"Larkmeter"}`, "If-Match", tag)
	if resp, _ := d.packed("/brands/larkmeter"); resp.Header.Get("Content-Encoding") != "" || resp.Header.Get("ETag") != changed {
		t.Errorf("a short answer is sent as %v", resp.Header)
	}
	name := strings.Repeat("A long name ", 24)
	var src struct{ ID string }
	d.want(200, &src, "POST", "/sources", `{"url":"https://show.example/feed","name":"`+name+`","title":"`+name+`"}`)
	d.want(200, nil, "POST", "/tokens", `{"name":"`+strings.Repeat("x", 200)+`","scope":"read"}`)
	for range 8 {
		d.want(200, nil, "POST", "/channels", `{"name":"`+strings.Repeat("x", 200)+`","url":"https://hooks.example/secret"}`, "Accept-Encoding", "gzip")
	}
	if resp, _ := d.packed("/channels"); resp.Header.Get("Content-Encoding") != "" {
		t.Error("an answer that holds secrets is packed")
	}
	r := httptest.NewRequest("GET", "http://localhost/openapi.json", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	if d.h.ServeHTTP(w, r); w.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("/openapi.json comes as %v", w.Header())
	}
	resp, _ = d.packed("/sources/" + src.ID)
	d.want(200, nil, "PATCH", "/sources/"+src.ID, `{"paused":true}`, "If-Match", resp.Header.Get("ETag"))
	if resp, _ := d.packed("/sources/export"); resp.Header.Get("Content-Type") != "text/x-opml; charset=utf-8" {
		t.Errorf("OPML comes as %v", resp.Header)
	}
}

// Every answer forbids browsers to guess its type, and none is cached.
func TestHeadersOfEveryAnswer(t *testing.T) {
	d := open(t)
	for _, path := range []string{
		"/api/v1/brands", "/api/v1/search?q=a", "/api/v1/search/export?q=a", "/api/v1/search/export?q=a&format=csv", "/api/v1/sources/export", "/api/v1/mentions/export",
		"/api/v1/nothing", "/api/v1/brands/nobody", "/api/v1/documents/x/audio", "/openapi.json", "/openapi.yaml", "/openapi-3.0.json", "/healthz",
		"/readyz", "/metrics", "/api/v1/session",
	} {
		for _, method := range []string{"GET", "HEAD", "PUT"} {
			w := httptest.NewRecorder()
			d.h.ServeHTTP(w, httptest.NewRequest(method, "http://localhost"+path, nil))
			if h := w.Result().Header; h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") != "no-store" {
				t.Errorf("%s %s answers %d with %v", method, path, w.Code, h)
			}
		}
	}
}

// One person's live connections leave room for others', and what is refused gives its
// connection back.
func TestLiveConnectionsAreCounted(t *testing.T) {
	d := open(t)
	server := httptest.NewServer(d.h)
	t.Cleanup(server.Close)
	var token, another struct{ Token string }
	d.want(200, &token, "POST", "/tokens", `{"name":"reader","scope":"read"}`)
	d.want(200, &another, "POST", "/tokens", `{"name":"another","scope":"read"}`)
	listen := func(bearer string) *http.Response {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", server.URL+"/api/v1/events", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		r.Header.Set("Authorization", "Bearer "+bearer)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { resp.Body.Close() })
		return resp
	}
	var open []*http.Response
	counts := map[int]int{}
	for range 40 {
		resp := listen(token.Token)
		if counts[resp.StatusCode]++; resp.StatusCode == 200 {
			open = append(open, resp)
		} else if !resp.Close || resp.Header.Get("Retry-After") == "" {
			t.Errorf("refused with %v", resp.Header)
		}
	}
	if counts[200] != 16 || counts[429] != 24 {
		t.Fatalf("40 connections answered %v", counts)
	}
	first := make([]byte, 13)
	if _, err := io.ReadFull(open[0].Body, first); err != nil || string(first) != "retry: 3000\n\n" || open[0].Header.Get("Content-Encoding") != "" {
		t.Errorf("the stream begins with %q, %v", first, err)
	}
	if resp := listen(another.Token); resp.StatusCode != 200 {
		t.Errorf("another person gets %d", resp.StatusCode)
	}
	for _, resp := range open {
		resp.Body.Close()
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if resp := listen(token.Token); resp.StatusCode == 200 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("connections that were closed still count")
		}
	}
}
