package e2e

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// ask makes a request with headers and returns status and text.
func (s *server) ask(method, path, body string, header map[string]string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequest(method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for k, v := range header {
		req.Header.Set(k, v)
		if k == "Host" {
			req.Host = v
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// On loopback nobody signs in; but only who really is on this machine.
func TestLoopbackIsOpenToThisMachineOnly(t *testing.T) {
	s := serve(t, "")
	for _, c := range []struct {
		what, method string
		header       map[string]string
		status       int
	}{
		{"this machine", "GET", nil, 200},
		{"behind a proxy", "GET", map[string]string{"X-Forwarded-For": "203.0.113.7"}, 401},
		{"behind a proxy of the standard", "GET", map[string]string{"Forwarded": "for=203.0.113.7"}, 401},
		{"a name that was rebound", "GET", map[string]string{"Host": "evil.example"}, 401},
		{"a page of another site", "POST", map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403},
		{"a page of another site, in an old browser", "POST", map[string]string{"Origin": "https://evil.example"}, 403},
		{"a wrong token", "GET", map[string]string{"Authorization": "Bearer nonsense"}, 401},
	} {
		if c.header == nil {
			c.header = map[string]string{}
		}
		c.header["Content-Type"] = "application/json"
		if status, text := s.ask(c.method, "/api/v1/brands", `{"name":"Evil"}`, c.header); status != c.status {
			t.Errorf("%s: %d %s, want %d", c.what, status, text, c.status)
		}
	}
}

// Beyond loopback everybody needs a token; the first is made from the shell, beside
// the running server, and holds no more than its scope.
func TestBeyondLoopbackATokenIsNeeded(t *testing.T) {
	s := serve(t, "desk: {listen: \"0.0.0.0:0\"}\n")
	s.base = "http://127.0.0.1" + s.base[strings.LastIndexByte(s.base, ':'):]
	for _, path := range []string{"/api/v1/brands", "/api/v1/search?q=x", "/api/v1/status", "/api/v1/events", "/metrics"} {
		if status, text := s.ask("GET", path, "", nil); status != 401 || !strings.Contains(text, "Sign in") {
			t.Errorf("%s without a token: %d %s", path, status, text)
		}
	}
	if status, _ := s.ask("GET", "/healthz", "", nil); status != 200 {
		t.Errorf("/healthz: %d", status)
	}
	if s.bus != "" {
		t.Errorf("the bus is open at %s though the desk asks for sign-in", s.bus)
	}
	out, code := s.run(nil, "token", "setup")
	token, _, _ := strings.Cut(out, "\n")
	if code != 0 || len(token) < 20 {
		t.Fatalf("exit %d: %s", code, out)
	}
	bearer := map[string]string{"Authorization": "Bearer " + token, "Content-Type": "application/json"}
	if status, text := s.ask("GET", "/api/v1/brands", "", bearer); status != 200 {
		t.Errorf("with the token: %d %s", status, text)
	}
	out, code = s.run(nil, "--auth", token, "token", "add", "reader", "--scope", "read")
	reader, _, _ := strings.Cut(out, "\n")
	if code != 0 {
		t.Fatal(out)
	}
	bearer["Authorization"] = "Bearer " + reader
	if status, text := s.ask("POST", "/api/v1/brands", `{"name":"Acme"}`, bearer); status != 403 || !strings.Contains(text, "scope") {
		t.Errorf("writing with a read token: %d %s", status, text)
	}
	if status, text := s.ask("GET", "/api/v1/brands", "", bearer); status != 200 {
		t.Errorf("reading with a read token: %d %s", status, text)
	}
}
