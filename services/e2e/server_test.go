package e2e

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// server is a `namedrop serve` on a folder of its own. It can be killed and started again.
type server struct {
	t       *testing.T
	dir     string // holds namedrop.yaml and data
	base    string
	bus     string
	args    []string // the command, serve by default
	program string   // the program, where it isn't the one that most tests run
	cmd     *exec.Cmd
	out     *log
	dead    chan struct{}
}

// log collects the output of a process.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// quick crawls as often as a test wants it, on loopback.
const quick = `
fetch: {allow_private: [127.0.0.0/8, "::1/128"], per_host: 1000, timeout: 20s}
sources: {min_interval: 100ms, max_interval: 300ms, workers: 8}
alerts: {timeout: 5s}
`

// prepare makes the folder and its configuration; settings are YAML.
func prepare(t *testing.T, settings string) *server {
	t.Helper()
	s := &server{t: t, dir: t.TempDir(), args: []string{"serve"}}
	conf := "data: data\ndesk: {listen: \"127.0.0.1:0\"}\nnats: {listen: \"127.0.0.1:0\"}\n" + settings
	if strings.Contains(settings, "desk:") {
		conf = "data: data\nnats: {listen: \"127.0.0.1:0\"}\n" + settings
	}
	if err := os.WriteFile(filepath.Join(s.dir, "namedrop.yaml"), []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	return s
}

// rewrite changes the configuration.
func (s *server) rewrite(old, new string) {
	s.t.Helper()
	path := filepath.Join(s.dir, "namedrop.yaml")
	b, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(b, []byte(old), []byte(new), 1), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// serve makes a server and starts it.
func serve(t *testing.T, settings string) *server {
	t.Helper()
	s := prepare(t, settings)
	s.start()
	return s
}

func (s *server) data(parts ...string) string {
	return filepath.Join(append([]string{s.dir, "data"}, parts...)...)
}

// start runs the server and waits until it answers.
func (s *server) start() {
	s.t.Helper()
	s.launch()
	deadline := time.Now().Add(eventTimeout)
	for !s.ready() {
		select {
		case <-s.dead:
			s.t.Fatalf("the server ended:\n%s", s.out)
		default:
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the server does not answer:\n%s", s.out)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// launch runs the server without waiting for it.
func (s *server) launch() {
	s.t.Helper()
	s.out, s.dead = &log{}, make(chan struct{})
	s.cmd = exec.Command(cmp.Or(s.program, binary), append(s.args, "--config", filepath.Join(s.dir, "namedrop.yaml"))...)
	s.cmd.Stdout, s.cmd.Stderr = s.out, s.out
	_ = os.Remove(s.data("serve.json"))
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func(cmd *exec.Cmd, dead chan struct{}) {
		_ = cmd.Wait()
		close(dead)
	}(s.cmd, s.dead)
}

func (s *server) ready() bool {
	var running struct{ Desk, Bus string }
	b, err := os.ReadFile(s.data("serve.json"))
	if err != nil || json.Unmarshal(b, &running) != nil {
		return false
	}
	resp, err := http.Get(running.Desk + "/readyz")
	if err != nil {
		return false
	}
	resp.Body.Close()
	s.base, s.bus = running.Desk, running.Bus
	return resp.StatusCode == http.StatusOK
}

// kill kills the server as kill -9 does.
func (s *server) kill() {
	if s.cmd == nil || s.cmd.Process == nil {
		return
	}
	_ = s.cmd.Process.Kill()
	<-s.dead
}

// stop asks the server to end and checks that it does so by itself.
func (s *server) stop() {
	s.t.Helper()
	_ = s.cmd.Process.Signal(os.Interrupt)
	select {
	case <-s.dead:
	case <-time.After(eventTimeout):
		s.t.Fatalf("the server does not stop:\n%s", s.out)
	}
}

// key is the key of the data folder, which the command line sends too.
func (s *server) key() string {
	s.t.Helper()
	b, err := os.ReadFile(s.data("key"))
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

// call makes a request with the key and reads the answer into out; it returns the status and the text.
func (s *server) call(method, path string, in, out any) (int, string) {
	s.t.Helper()
	var body io.Reader
	switch v := in.(type) {
	case nil:
	case []byte:
		body = bytes.NewReader(v)
	default:
		b, err := json.Marshal(v)
		if err != nil {
			s.t.Fatal(err)
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, s.base+"/api/v1"+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Authorization", "Bearer "+s.key())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatalf("%s %s: %v\n%s", method, path, err, s.out)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if out != nil && resp.StatusCode < 300 {
		if err := json.Unmarshal(text, out); err != nil {
			s.t.Fatalf("%s %s answered %s: %v", method, path, text, err)
		}
	}
	return resp.StatusCode, string(text)
}

// must is call for requests that have to succeed.
func (s *server) must(method, path string, in, out any) {
	s.t.Helper()
	if status, text := s.call(method, path, in, out); status >= 300 {
		s.t.Fatalf("%s %s answered %d: %s", method, path, status, text)
	}
}

// run runs a command of the binary on the server's folder.
func (s *server) run(stdin io.Reader, args ...string) (out string, code int) {
	s.t.Helper()
	cmd := exec.Command(cmp.Or(s.program, binary), append([]string{"--config", filepath.Join(s.dir, "namedrop.yaml")}, args...)...)
	cmd.Stdin = stdin
	b, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		s.t.Fatal(err)
	}
	return string(b), cmd.ProcessState.ExitCode()
}

type source struct {
	ID, Name, URL, Health, Error string
	Documents, Warnings          int
}

func (s *server) addSource(url string) source {
	s.t.Helper()
	var out source
	s.must("POST", "/sources", map[string]any{"url": url}, &out)
	return out
}

func (s *server) addBrand(name string, more map[string]any) {
	s.t.Helper()
	body := map[string]any{"name": name}
	for k, v := range more {
		body[k] = v
	}
	s.must("POST", "/brands", body, nil)
}

// addWebhook makes a channel and a rule that sends it everything.
func (s *server) addWebhook(url, secret string) {
	s.t.Helper()
	var channel struct{ ID string }
	s.must("POST", "/channels", map[string]any{"name": "receiver", "url": url, "secret": secret}, &channel)
	s.must("POST", "/rules", map[string]any{"name": "all", "channels": []string{channel.ID}}, nil)
}

type mention struct {
	ID       string
	Revision int
	Backfill bool
	State    string
	Brand    struct{ ID string }
	Document struct{ ID, Title, URL string }
	Hits     []struct {
		Field, Surface string
		Start, End     int
		Second         *float64
		Confidence     float64
		Unsure         bool
	}
}

// mentions lists all of them, every page.
func (s *server) mentions(query string) []mention {
	s.t.Helper()
	if !strings.Contains(query, "copies=") {
		query += "&copies=all" // documents of a test often say the same
	}
	var all []mention
	cursor := ""
	for {
		var page struct {
			Items []mention
			Next  string
		}
		s.must("GET", "/mentions?limit=500&unsure=too&"+query+"&cursor="+cursor, nil, &page)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

// eventTimeout is how long to wait for events that must come: a busy machine may take twenty times as long.
const eventTimeout = 3 * time.Minute

// eventually waits until check returns no complaint.
func eventually(t *testing.T, check func() string) {
	t.Helper()
	deadline := time.Now().Add(eventTimeout)
	for {
		complaint := check()
		if complaint == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after %s: %s", eventTimeout, complaint)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// waitRead waits until a source has been read, well or badly, and returns it.
func (s *server) waitRead(id string) source {
	s.t.Helper()
	var src source
	eventually(s.t, func() string {
		s.must("GET", "/sources/"+id, nil, &src)
		if src.Health == "waiting" || src.Health == "" {
			return fmt.Sprintf("%s was not read", src.URL)
		}
		return ""
	})
	return src
}

func testContext(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), eventTimeout)
	t.Cleanup(cancel)
	return ctx
}
