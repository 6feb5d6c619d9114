package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
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

// raw sends a request to an address byte for byte, and returns the status and the body of the answer.
func raw(t *testing.T, addr, request string) (int, string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, "" // the server closed the connection: no access
	}
	defer resp.Body.Close()
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		return resp.StatusCode, "" // an endless body
	}
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

// hosts are spellings of a host; PORT is replaced by the server's port.
var hosts = []string{
	"127.0.0.1:PORT", "localhost:PORT", "localhost", "127.0.0.1", "[::1]:PORT", "[::1]", "::1", "LOCALHOST:PORT", "localhost.", "localhost.localdomain",
	"app.localhost", "127.1", "127.0.0.2:PORT", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0:PORT", "0", "[::]:PORT", "[::ffff:127.0.0.1]:PORT",
	"[0:0:0:0:0:0:0:1]", "localhost:0", "localhost:65536", "user@localhost", "localhost/x", "localhost#x", "localhost?x", "127.0.0.1.evil.example",
	"evil.example", "evil.example:PORT", "", " ", "-", "%6cocalhost",
}

// claims are headers in which proxies name the client, and others with which an attacker might
// try to get in.
var claims = []string{
	"Forwarded: for=127.0.0.1", "Forwarded: for=127.0.0.1;host=localhost;proto=http", "Via: 1.1 localhost", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: ",
	"X-Forwarded-Host: localhost", "X-Forwarded-Server: localhost", "X-Forwarded-Proto: http", "X-Forwarded-Port: 8090", "X-Forwarded-By: localhost",
	"X-Forwarded: for=127.0.0.1", "Forwarded-For: 127.0.0.1", "X-Real-Ip: 127.0.0.1", "X-Client-Ip: 127.0.0.1", "Client-Ip: 127.0.0.1", "X-Host: localhost",
	"X-Original-Host: localhost", "X-Original-Forwarded-For: 127.0.0.1", "X-Original-Url: /healthz", "X-Rewrite-Url: /healthz", "X-Cluster-Client-Ip: 127.0.0.1",
	"True-Client-Ip: 127.0.0.1", "Cf-Connecting-Ip: 127.0.0.1", "Cf-Ray: 1", "Cdn-Loop: localhost", "Fastly-Client-Ip: 127.0.0.1", "Fly-Client-Ip: 127.0.0.1",
	"X-Envoy-External-Address: 127.0.0.1", "X-Envoy-Internal: true", "X-Azure-ClientIP: 127.0.0.1", "X-Azure-SocketIP: 127.0.0.1", "X-Scheme: http",
	"WL-Proxy-Client-IP: 127.0.0.1", "Proxy-Client-IP: 127.0.0.1", "Ngrok-Trace-Id: 1", "Tailscale-User-Login: admin", "X-Remote-User: admin",
	"X-Remote-Addr: 127.0.0.1", "Remote-User: admin", "X-Forwarded-User: admin", "X-Authenticated-User: admin", "X-Webauth-User: admin", "X-Appengine-User-Ip: 127.0.0.1",
	"X-Custom-IP-Authorization: 127.0.0.1", "X-Originating-IP: 127.0.0.1", "X-ProxyUser-Ip: 127.0.0.1", "X-Trusted-Proxy: 1", "Authorization: Basic YWRtaW46", "Authorization: Basic YWRtaW46YWRtaW4=",
	"Authorization: Bearer", "Authorization: Bearer ", "Authorization: Bearer null", "Authorization: Bearer nd_", "Authorization: Bearer nd_key_", "Authorization: Digest username=\"admin\"",
	"Authorization: this machine", "Proxy-Authorization: Basic YWRtaW46", "Cookie: namedrop_session=", "Cookie: namedrop_session=x", "Cookie: namedrop_session_PORT=", "Cookie: namedrop_session_PORT=x",
	"Origin: http://localhost:PORT", "Origin: null", "Referer: http://localhost:PORT/", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "Connection: Authorization",
	"Namedrop-Challenge: AAAAAAAAAAAAAAAAAAAA", "Namedrop-Proof: AAAA", "Test-From-Outside: no",
}

// requests returns the raw requests of all these tricks: hosts and claims separately and
// combined, and unusual request lines.
func requests(port string) (all []string) {
	add := func(line, host string, headers ...string) {
		text := line + "\r\nHost: " + host + "\r\n"
		for _, h := range headers {
			text += h + "\r\n"
		}
		all = append(all, strings.ReplaceAll(text, "PORT", port)+"Connection: close\r\n\r\n")
	}
	const get = "GET /api/v1/brands HTTP/1.1"
	for _, h := range hosts {
		add(get, h)
		add("GET http://localhost:PORT/api/v1/brands HTTP/1.1", h)
		add("GET http://"+h+"/api/v1/brands HTTP/1.1", "evil.example")
	}
	for _, c := range claims {
		add(get, "localhost:PORT", c)
		add(get, "127.0.0.1:PORT", c, "X-Forwarded-For: 127.0.0.1, 127.0.0.1", "Via: 1.1 localhost")
		add(get, "desk.example.com", c)
	}
	for _, path := range []string{"//api/v1/brands", "/healthz/../api/v1/brands", "/api/v1/../v1/brands", "/api//v1/brands", "/./api/v1/brands", "/%61pi/v1/brands", "/api/v1/brands?key=x", "/assets/../api/v1/brands"} {
		add("GET "+path+" HTTP/1.1", "localhost:PORT")
	}
	for _, line := range []string{"GET /api/v1/brands HTTP/1.0", "HEAD /api/v1/brands HTTP/1.1", "CONNECT localhost:PORT HTTP/1.1", "OPTIONS /api/v1/brands HTTP/1.1", "TRACE /api/v1/brands HTTP/1.1",
		"GET /api/v1/tokens HTTP/1.1", "GET /api/v1/users HTTP/1.1", "GET /api/v1/session HTTP/1.1", "GET /metrics HTTP/1.1", "GET /api/v1/events HTTP/1.1", "GET /api/v1/search/export?q=a HTTP/1.1"} {
		add(line, "localhost:PORT")
		add(line, "localhost:PORT", "X-HTTP-Method-Override: DELETE")
	}
	all = append(all, "GET /api/v1/brands HTTP/1.0\r\n\r\n", "GET /api/v1/brands HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
		"GET /api/v1/brands HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\nConnection: close\r\n\r\n", "GET /api/v1/brands HTTP/1.1\r\nHost : localhost\r\nConnection: close\r\n\r\n",
		"GET /api/v1/brands HTTP/1.1\r\nhost: localhost\r\nX: 1\r\n Host: localhost\r\nConnection: close\r\n\r\n")
	return all
}

// refusesEveryone checks that an address refuses every trick, and some requests that would write.
func refusesEveryone(t *testing.T, what, addr string) {
	t.Helper()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	all := requests(port)
	for _, request := range all {
		if status, text := raw(t, addr, request); strings.Contains(text, "items") || strings.Contains(text, `"name"`) || strings.Contains(text, "go_goroutines") ||
			status == http.StatusOK && !strings.HasPrefix(text, "<!doctype html>") { // the web interface's empty page is public
			t.Errorf("%s: let in with %d %.200s by\n%s", what, status, text, request)
		}
	}
	for _, path := range []string{"/api/v1/tokens", "/api/v1/users", "/api/v1/brands", "/api/v1/session/key"} {
		body := `{"name":"stolen","scope":"admin","email":"a@b.example","password":"correct horse battery","role":"admin","key":"x"}`
		status, text := raw(t, addr, fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost:%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", path, port, len(body), body))
		if status < 400 || strings.Contains(text, "nd_") && !strings.Contains(text, "namedrop") {
			t.Errorf("%s: POST %s answers %d %s", what, path, status, text)
		}
	}
	t.Logf("%s: %d requests", what, len(all)+4)
}

// forward starts a TCP forwarder like ssh -L or socat: its requests come from loopback, with
// whatever Host the client sent.
func forward(t *testing.T, to string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skipf("there is no 127.0.0.2 here: %v", err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer in.Close()
				out, err := net.Dial("tcp", to)
				if err != nil {
					return
				}
				defer out.Close()
				go func() { _, _ = io.Copy(out, in) }()
				_, _ = io.Copy(in, out)
			}()
		}
	}()
	return l.Addr().String()
}

func (s *server) addr() string { return strings.TrimPrefix(s.base, "http://") }

// A request without a credential gets no access, wherever it comes from and whatever its headers
// claim.
func TestNobodyIsAdminByAccident(t *testing.T) {
	for name, desk := range map[string]string{
		"with the key":                      `desk: {listen: "127.0.0.1:0"}`,
		"on IPv6":                           `desk: {listen: "[::1]:0"}`,
		"with an address elsewhere":         `desk: {listen: "127.0.0.1:0", url: "https://desk.example.com"}`,
		"open, with an address elsewhere":   `desk: {listen: "127.0.0.1:0", url: "https://desk.example.com", local: open}`,
		"open, with an odd address":         `desk: {listen: "127.0.0.1:0", url: "http://localhost.desk.example.com", local: open}`,
		"open, on every address":            `desk: {listen: "0.0.0.0:0", local: open}`,
		"open, on every address of its own": `desk: {listen: ":0", local: open, url: "http://localhost:8090"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, desk+"\n")
			s.addBrand("Larkmeter", nil)
			refusesEveryone(t, "straight", s.addr())
			if !strings.Contains(s.base, "[") {
				addr := forward(t, s.addr())
				refusesEveryone(t, "through a forwarder", addr)
				s.reachableAt(addr)
			}
			if strings.Contains(desk, "open") {
				for _, want := range []string{"desk.local ignored", "everyone signs in", "desk.local: open is ignored"} {
					if !strings.Contains(s.out.String(), want) {
						t.Errorf("it doesn't say %q:\n%s", want, s.out)
					}
				}
				out, _ := s.run(nil, "doctor")
				explains(t, "doctor", out, "NOTE ", "desk.local: open is ignored")
			}
			if status, text := s.ask("GET", "/api/v1/brands", "", map[string]string{"Authorization": "Bearer " + s.key()}); status != 200 || !strings.Contains(text, "Larkmeter") {
				t.Errorf("with the key: %d %s", status, text)
			}
			if strings.Contains(s.out.String(), s.key()) {
				t.Errorf("the key is in the log:\n%s", s.out)
			}
		})
	}
}

// A desk with desk.local: open needs no sign-in, but only under this machine's own name. The log,
// the start and doctor warn about it.
func TestAnOpenDesk(t *testing.T) {
	s := serve(t, "desk: {listen: \"127.0.0.1:0\", local: open}\n")
	port := s.base[strings.LastIndexByte(s.base, ':'):]
	for _, c := range []struct {
		what, method string
		header       map[string]string
		status       int
	}{
		{"this machine", "GET", nil, 200},
		{"by name", "GET", map[string]string{"Host": "localhost" + port}, 200},
		{"behind a proxy, which opening includes", "GET", map[string]string{"X-Forwarded-For": "203.0.113.7"}, 200},
		{"a name that was rebound", "GET", map[string]string{"Host": "evil.example"}, 401},
		{"a name that was rebound, on its port", "GET", map[string]string{"Host": "evil.example" + port}, 401},
		{"a rebound name's page, writing", "POST", map[string]string{"Host": "evil.example" + port, "Origin": "http://evil.example" + port, "Sec-Fetch-Site": "same-origin"}, 401},
		{"a page of another site", "POST", map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403},
		{"a page of another site, in an old browser", "POST", map[string]string{"Origin": "https://evil.example"}, 403},
		{"a page of another port", "POST", map[string]string{"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site"}, 403},
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
	explains(t, "the start", s.out.String(), "desk open without sign-in", "WARNING: desk.local is open")
	out, code := s.run(nil, "doctor")
	if code != 0 {
		t.Errorf("doctor exits with %d", code)
	}
	explains(t, "doctor", out, "NOTE ", "desk.local is open: every program")
	out, _ = s.run(nil, "open", "--print")
	if strings.TrimSpace(out) != s.base {
		t.Errorf("open prints %q", out)
	}
}

// Beyond loopback everyone needs a token. The first is created from the shell beside the running
// server, and allows only what its scope says.
func TestBeyondLoopbackATokenIsNeeded(t *testing.T) {
	s := serve(t, "desk: {listen: \"0.0.0.0:0\"}\n")
	for _, path := range []string{"/api/v1/brands", "/api/v1/search?q=x", "/api/v1/status", "/api/v1/events", "/metrics"} {
		if status, text := s.ask("GET", path, "", nil); status != 401 || !strings.Contains(text, "Sign in") {
			t.Errorf("%s without a token: %d %s", path, status, text)
		}
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, _ := s.ask("GET", path, "", nil); status != 200 {
			t.Errorf("%s: %d", path, status)
		}
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
	// There is no link with the key: it would be sent over the network.
	out, _ = s.run(nil, "open", "--print")
	if strings.Contains(out, "key") {
		t.Errorf("open prints %s", out)
	}
	if status, text := s.ask("POST", "/api/v1/session/key", `{"key":"`+s.key()+`"}`, map[string]string{"Content-Type": "application/json"}); status != 403 {
		t.Errorf("the key is traded for a session with %d %s", status, text)
	}
}
