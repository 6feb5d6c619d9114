package e2e

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// freePort returns a port that is free now. Another program could still take it before its use.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}

// startProgram starts a program that ends with the test, or skips where it isn't installed.
func startProgram(t *testing.T, name string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/" + name); err != nil {
			t.Skipf("%s isn't installed", name)
		}
	}
	out := &log{}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
		}
		if t.Failed() {
			t.Logf("%s said\n%s", name, out)
		}
	})
}

// waitListening waits until a program listens at an address.
func waitListening(t *testing.T, addr string) {
	t.Helper()
	eventually(t, func() string {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return err.Error()
		}
		conn.Close()
		return ""
	})
}

// nginx runs nginx with server blocks, as a file in conf.d would hold them.
func nginx(t *testing.T, servers string) {
	t.Helper()
	dir := t.TempDir()
	conf := fmt.Sprintf(`daemon off; worker_processes 1; pid %[1]s/pid; error_log stderr;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path %[1]s/a; proxy_temp_path %[1]s/b; fastcgi_temp_path %[1]s/c; uwsgi_temp_path %[1]s/d; scgi_temp_path %[1]s/e;
%[2]s
}`, dir, servers)
	path := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(path, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	startProgram(t, "nginx", "-p", dir, "-c", path)
}

// deployed reads a file of deploy/proxy with the test's own addresses in it.
func deployed(t *testing.T, name string, replace ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "deploy", "proxy", name))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(string(b), replace[i]) {
			t.Fatalf("%s doesn't hold %q", name, replace[i])
		}
	}
	return strings.NewReplacer(replace...).Replace(string(b))
}

// A proxy that sends no forwarding headers must not make everyone on the network look like a
// user of this machine.
func TestAPlainProxyLetsNobodyIn(t *testing.T) {
	for name, desk := range map[string]string{
		"no address set":                `desk: {listen: "127.0.0.1:0"}`,
		"an address elsewhere":          `desk: {listen: "127.0.0.1:0", url: "https://desk.example.com"}`,
		"an address elsewhere and open": `desk: {listen: "127.0.0.1:0", url: "https://desk.example.com", local: open}`,
	} {
		t.Run("nginx, "+name, func(t *testing.T) {
			s := serve(t, desk+"\n")
			s.addBrand("Larkmeter", nil)
			addr := "127.0.0.2:" + freePort(t)
			nginx(t, fmt.Sprintf("server { listen %s; location / { proxy_pass %s; } }", addr, s.base))
			waitListening(t, addr)
			refusesEveryone(t, "nginx", addr)
			s.reachableAt(addr)
		})
		t.Run("Caddy, "+name, func(t *testing.T) {
			s := serve(t, desk+"\n")
			s.addBrand("Larkmeter", nil)
			addr := "127.0.0.2:" + freePort(t)
			file := filepath.Join(t.TempDir(), "Caddyfile")
			conf := fmt.Sprintf("{\n\tadmin off\n}\nhttp://:%s {\n\tbind 127.0.0.2\n\treverse_proxy %s {\n\t\theader_up Host 127.0.0.1\n\t\theader_up -X-Forwarded-*\n\t\theader_up -Via\n\t}\n}\n", addr[strings.LastIndexByte(addr, ':')+1:], s.addr())
			if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
				t.Fatal(err)
			}
			startProgram(t, "caddy", "run", "--adapter", "caddyfile", "--config", file)
			waitListening(t, addr)
			refusesEveryone(t, "Caddy", addr)
			s.reachableAt(addr)
		})
	}
}

// reachableAt checks that requests to that address reach the server.
func (s *server) reachableAt(addr string) {
	s.t.Helper()
	status, text := raw(s.t, addr, "GET /api/v1/brands HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "+s.key()+"\r\n\r\n")
	if status != 200 || !strings.Contains(text, "Larkmeter") {
		s.t.Errorf("the key doesn't get through: %d %s", status, text)
	}
}

// The files of deploy/proxy work as they are: people sign in over TLS and stay signed in, receive
// live events at once, download exports, and a page of another site can't change anything.
func TestTheProxiesOfTheDocumentation(t *testing.T) {
	for name, start := range map[string]func(t *testing.T, desk, port string){
		"nginx": func(t *testing.T, desk, port string) {
			cert, key := certificate(t)
			nginx(t, deployed(t, "nginx.conf", "listen 443 ssl", "listen 127.0.0.1:"+port+" ssl", "listen 80", "listen 127.0.0.1:"+freePort(t),
				"/etc/ssl/certs/desk.example.com.pem", cert, "/etc/ssl/private/desk.example.com.key", key, "127.0.0.1:8090", desk))
		},
		"Caddy": func(t *testing.T, desk, port string) {
			conf := "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tlocal_certs\n}\n" + deployed(t, "Caddyfile", "desk.example.com {", "desk.example.com:"+port+" {\n\tbind 127.0.0.1\n", "127.0.0.1:8090", desk)
			file := filepath.Join(t.TempDir(), "Caddyfile")
			if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
				t.Fatal(err)
			}
			t.Setenv("XDG_DATA_HOME", t.TempDir())
			startProgram(t, "caddy", "run", "--adapter", "caddyfile", "--config", file)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, "desk: {listen: \"127.0.0.1:0\", url: \"https://desk.example.com\"}\n")
			port := freePort(t)
			start(t, s.addr(), port)
			waitListening(t, "127.0.0.1:"+port)
			throughProxy(t, s, port)
		})
	}
}

func throughProxy(t *testing.T, s *server, port string) {
	t.Helper()
	s.addBrand("Larkmeter", nil)
	s.must("POST", "/users", map[string]any{"email": "ada@team.example", "password": "correct horse battery", "role": "write"}, nil)
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // the certificate is the test's own
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, "127.0.0.1:"+port)
		},
	}}
	host := "https://desk.example.com:" + port
	ask := func(method, path, body string, header ...string) (*http.Response, string) {
		t.Helper()
		req, err := http.NewRequest(method, host+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		for i := 0; i < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		var resp *http.Response
		eventually(t, func() string { // Caddy may still be making its certificate
			if resp, err = client.Do(req); err != nil {
				return err.Error()
			}
			return ""
		})
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, string(b)
	}
	for _, c := range claims {
		name, value, _ := strings.Cut(strings.ReplaceAll(c, "PORT", port), ":")
		if strings.EqualFold(name, "Connection") {
			continue
		}
		if resp, text := ask("GET", "/api/v1/brands", "", name, strings.TrimSpace(value)); resp.StatusCode != 401 {
			t.Errorf("%s: %d %s", c, resp.StatusCode, text)
		}
	}
	if resp, text := ask("POST", "/api/v1/session/key", `{"key":"`+s.key()+`"}`); resp.StatusCode != 403 {
		t.Errorf("the key comes in from outside: %d %s", resp.StatusCode, text)
	}
	resp, text := ask("POST", "/api/v1/session", `{"email":"ada@team.example","password":"correct horse battery"}`, "Origin", host)
	cookie := resp.Header.Get("Set-Cookie")
	if resp.StatusCode != 200 || !strings.Contains(cookie, "Secure") || !strings.Contains(cookie, "HttpOnly") {
		t.Fatalf("signing in: %d %s, cookie %q", resp.StatusCode, text, cookie)
	}
	session, _, _ := strings.Cut(cookie, ";")
	if resp, text := ask("POST", "/api/v1/brands", `{"name":"Quillpath"}`, "Cookie", session, "Origin", host); resp.StatusCode != 200 {
		t.Errorf("writing: %d %s", resp.StatusCode, text)
	}
	if resp, text := ask("POST", "/api/v1/brands", `{"name":"Evil"}`, "Cookie", session, "Origin", "https://evil.example"); resp.StatusCode != 403 {
		t.Errorf("another site writes: %d %s", resp.StatusCode, text)
	}
	if resp, text := ask("GET", "/api/v1/sources/export", "", "Cookie", session); resp.StatusCode != 200 || !strings.Contains(text, "opml") {
		t.Errorf("an export: %d %s", resp.StatusCode, text)
	}
	large := strings.Repeat(`{"id":"a","kind":"post","text":"Nothing much, told at length, again and again."}`+"\n", 60_000)
	if resp, text := ask("POST", "/api/v1/imports/documents", large, "Cookie", session, "Content-Type", "application/jsonl"); resp.StatusCode != 200 {
		t.Errorf("an import of %d MB: %d %.200s", len(large)>>20, resp.StatusCode, text)
	}

	// A live event comes within the second, not when a buffer is full.
	req, err := http.NewRequest("GET", host+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Cookie", session)
	events, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	lines := make(chan string, 64)
	go func() {
		for in := bufio.NewScanner(events.Body); in.Scan(); {
			lines <- in.Text()
		}
	}()
	if first := <-lines; events.StatusCode != 200 || first != "retry: 3000" {
		t.Fatalf("live events: %d %s", events.StatusCode, first)
	}
	s.must("POST", "/rescans", map[string]any{}, nil)
	for deadline := time.After(eventTimeout); ; {
		select {
		case line := <-lines:
			if strings.HasPrefix(line, "event: ") {
				return
			}
		case <-deadline:
			t.Fatal("no live event comes through")
		}
	}
}

// certificate writes a certificate that nobody trusts, and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	names := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"desk.example.com"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, names, names, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: packed}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}
