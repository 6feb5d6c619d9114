package e2e

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// impostor answers on an address as a Namedrop server would, and records what it receives.
type impostor struct {
	mu   sync.Mutex
	seen []string
	ask  func(r *http.Request) string // the proof it gives, if any
}

func (i *impostor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	i.seen = append(i.seen, fmt.Sprint(r.Method, " ", r.URL, " ", r.Header))
	i.mu.Unlock()
	if i.ask != nil {
		w.Header().Set("Namedrop-Proof", i.ask(r))
	}
	fmt.Fprintln(w, `{"items":[],"entry":"key"}`)
}

func (i *impostor) received() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return strings.Join(i.seen, "\n")
}

func (i *impostor) listen(t *testing.T, addr string) string {
	t.Helper()
	var l net.Listener
	eventually(t, func() (complaint string) {
		var err error
		if l, err = net.Listen("tcp", addr); err != nil {
			return err.Error()
		}
		return ""
	})
	srv := &http.Server{Handler: i, ReadHeaderTimeout: time.Minute}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close() })
	return l.Addr().String()
}

// After kill -9 any program may have the server's port: the command line sends it nothing at
// all, and works on the folder by itself.
func TestAStaleAddressGetsNothing(t *testing.T) {
	s := serve(t, "")
	s.addBrand("Larkmeter", nil)
	key := s.key()
	s.kill()
	i := &impostor{}
	i.listen(t, s.addr())
	for _, c := range []struct {
		command, says string
		code          int
	}{
		{"brand list", "Larkmeter", 0},
		{"--auth nd_ADMINTOKEN brand list", "Larkmeter", 0},
		{"--auth nd_ADMINTOKEN doctor", "none runs on this folder", 1}, // the port is taken, it says
		{"open --print", "no server runs on", 1},
		{"open --new-key", "no server runs on", 1},
		{"export mentions", "", 0},
		{"backup " + s.data("copy.db"), "", 0},
	} {
		out, code := s.run(nil, strings.Fields(c.command)...)
		// The first command that has the folder's lock tidies the address away: put it back.
		if code != c.code && !strings.Contains(c.command, "doctor") || !strings.Contains(out, c.says) {
			t.Errorf("%s exits with %d: %s", c.command, code, out)
		}
		stale := fmt.Sprintf(`{"pid":%d,"desk":%q}`, s.cmd.Process.Pid, s.base)
		if err := os.WriteFile(s.data("serve.json"), []byte(stale), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := i.received(); got != "" {
		t.Errorf("the impostor got\n%s", got)
	}
	if s.key() != key {
		t.Error("a key was made for nobody")
	}
}

// Another command may hold the folder's lock while the dead server's address is still there.
func TestAStaleAddressUnderAnothersLock(t *testing.T) {
	s := serve(t, "")
	s.kill()
	i := &impostor{}
	i.listen(t, s.addr())
	unlock, err := ledger.LockDir(s.data())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unlock() }()
	for name, pid := range map[string]int{"the dead server's number": s.cmd.Process.Pid, "the number of who holds the lock": os.Getpid()} {
		if err := os.WriteFile(s.data("serve.json"), fmt.Appendf(nil, `{"pid":%d,"desk":%q}`, pid, s.base), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"brand list", "--auth nd_ADMINTOKEN brand list", "open --print"} {
			if out, code := s.run(nil, strings.Fields(command)...); code != 1 {
				t.Errorf("%s: %s exits with %d: %s", name, command, code, out)
			}
		}
		s.run(nil, "--auth", "nd_ADMINTOKEN", "doctor")
	}
	if got := i.received(); strings.Contains(got, s.key()) || strings.Contains(got, "ADMINTOKEN") || strings.Contains(got, "Authorization") {
		t.Errorf("the impostor got\n%s", got)
	}
}

// A program that has a running server's address, as on another address of the same port, can
// neither make up the proof nor pass the question on.
func TestAnImpostorBesideARunningServer(t *testing.T) {
	s := serve(t, "desk: {listen: \"127.0.0.2:0\"}\n")
	port := s.base[strings.LastIndexByte(s.base, ':'):]
	real := s.base
	for name, proof := range map[string]func(r *http.Request) string{
		"none":      nil,
		"made up":   func(*http.Request) string { return strings.Repeat("A", 43) },
		"echoed":    func(r *http.Request) string { return r.Header.Get("Namedrop-Challenge") },
		"passed on": func(r *http.Request) string { return passedOn(t, real, r) },
	} {
		i := &impostor{ask: proof}
		addr := i.listen(t, "127.0.0.3"+port)
		s.address("http://" + addr)
		for _, command := range []string{"brand list", "--auth nd_ADMINTOKEN brand list", "open --print", "doctor"} {
			out, code := s.run(nil, strings.Fields(command)...)
			if code != 1 || !strings.Contains(out, "is not the server of this data folder") || strings.Contains(out, "nd_key_") {
				t.Errorf("proof %s: %s exits with %d: %s", name, command, code, out)
			}
		}
		if got := i.received(); strings.Contains(got, s.key()) || strings.Contains(got, "ADMINTOKEN") || strings.Contains(got, "Authorization") || !strings.Contains(got, "/healthz") {
			t.Errorf("proof %s: the impostor got\n%s", name, got)
		}
		port = ":0" // the next one needs another
	}
	s.address(real)
	if out, code := s.run(nil, "brand", "list"); code != 0 {
		t.Errorf("the server itself: %d %s", code, out)
	}
}

func passedOn(t *testing.T, to string, r *http.Request) string {
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, to+"/healthz", nil)
	if err != nil {
		t.Error(err)
		return ""
	}
	req.Header = r.Header.Clone()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Error(err)
		return ""
	}
	resp.Body.Close()
	if resp.Header.Get("Namedrop-Proof") == "" {
		t.Error("the server gives no proof")
	}
	return resp.Header.Get("Namedrop-Proof")
}

// address changes where the running server is said to be.
func (s *server) address(url string) {
	s.t.Helper()
	if err := os.WriteFile(s.data("serve.json"), fmt.Appendf(nil, `{"pid":%d,"desk":%q}`, s.cmd.Process.Pid, url), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// A server named with --server may be anyone's, so it must not receive this machine's key.
func TestAServerThatIsNamedGetsNoKey(t *testing.T) {
	s := serve(t, "")
	i := &impostor{}
	addr := i.listen(t, "127.0.0.1:0")
	for _, command := range []string{"brand list", "--auth nd_TOKEN brand list"} {
		s.run(nil, append([]string{"--server", "http://" + addr}, strings.Fields(command)...)...)
	}
	if got := i.received(); strings.Contains(got, "nd_key_") || !strings.Contains(got, "nd_TOKEN") {
		t.Errorf("the named server got\n%s", got)
	}
	if out, code := s.run(nil, "--server", "http://"+addr, "open"); code != 1 || !strings.Contains(out, "open its address in a browser") {
		t.Errorf("open --server exits with %d: %s", code, out)
	}
}

// A proxy in the environment is for the outside world, and must not see the key.
func TestNoProxySeesTheKey(t *testing.T) {
	s := serve(t, "desk: {listen: \"0.0.0.0:0\"}\n")
	i := &impostor{}
	proxy := "http://" + i.listen(t, "127.0.0.1:0")
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"} {
		t.Setenv(name, proxy)
	}
	if out, code := s.run(nil, "brand", "list"); code != 0 || i.received() != "" {
		t.Errorf("exits with %d: %s\nthe proxy got %s", code, out, i.received())
	}
}

// The link with the key is shown on a terminal but not written to a log. The command line needs
// only the data folder.
func TestTheLinkIsShownOnATerminalOnly(t *testing.T) {
	if _, err := exec.LookPath("script"); err != nil {
		t.Skip("script, which makes a terminal, isn't there")
	}
	s := prepare(t, "")
	log, pid := filepath.Join(s.dir, "terminal.txt"), filepath.Join(s.dir, "pid")
	cmd := exec.Command("script", "-qfec", "echo $$ >"+pid+"; exec "+binary+" serve --config "+filepath.Join(s.dir, "namedrop.yaml")+" 2>"+filepath.Join(s.dir, "log.txt"), log)
	cmd.Stdin = strings.NewReader("")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // the server outlives script and its terminal
		if text, err := os.ReadFile(pid); err == nil {
			if n, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
				_ = syscall.Kill(n, syscall.SIGKILL)
			}
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	eventually(t, func() string {
		if !s.ready() {
			return "it isn't ready"
		}
		return ""
	})
	eventually(t, func() string { // script writes what it saw a little later
		shown, err := os.ReadFile(log)
		if err != nil || !strings.Contains(string(shown), s.base+"/#key="+s.key()) {
			return fmt.Sprintf("the terminal shows %s, %v", shown, err)
		}
		return ""
	})
	out, code := s.run(nil, "open", "--print")
	if link := strings.TrimSpace(out); code != 0 || link != s.base+"/#key="+s.key() {
		t.Errorf("open --print exits with %d: %s", code, out)
	}
	logged, err := os.ReadFile(filepath.Join(s.dir, "log.txt"))
	if err != nil || strings.Contains(string(logged), "nd_key_") {
		t.Errorf("the log holds %s, %v", logged, err)
	}
	s.must("GET", "/brands", nil, nil)
	piped := serve(t, "log: {level: debug}\n")
	piped.must("GET", "/brands", nil, nil)
	out, _ = piped.run(nil, "open") // nothing to open it with here
	if !strings.Contains(out, piped.base+"/#key="+piped.key()) {
		t.Errorf("open prints %s", out)
	}
	piped.ask("POST", "/api/v1/session/key", `{"key":"`+piped.key()+`"}`, map[string]string{"Content-Type": "application/json"})
	piped.ask("POST", "/api/v1/session/key", `{"key":"`+piped.key()+`x"}`, map[string]string{"Content-Type": "application/json"})
	piped.stop()
	if strings.Contains(piped.out.String(), "nd_key_") || !strings.Contains(piped.out.String(), "namedrop open --data") {
		t.Errorf("without a terminal it says\n%s", piped.out)
	}
}
