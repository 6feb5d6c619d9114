package api_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// from signs in as a client at that address.
func (d *desk) from(peer, body string, header ...string) *http.Response {
	d.t.Helper()
	r := httptest.NewRequest("POST", "http://localhost/api/v1/session", strings.NewReader(body))
	r.RemoteAddr = peer
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	d.h.ServeHTTP(w, r)
	return w.Result()
}

// frozen is a desk whose minute never ends, however slow the machine is.
func frozen(t *testing.T) *desk {
	now := time.Now()
	return openAt(t, func() time.Time { return now })
}

func addAda(d *desk) {
	d.t.Helper()
	d.want(200, nil, "POST", "/users", `{"email":"ada@team.example","password":"correct horse","role":"write"}`)
}

// No spelling of an address is a count of its own: what can't be seen is refused, and what is
// trimmed or folded counts for the account.
func TestNoSpellingGetsAroundTheThrottle(t *testing.T) {
	d := frozen(t)
	addAda(d)
	for i, hidden := range []string{`\u0000`, `\u200b`, `\ufeff`, `\u202e`, `\u2066`, `\u00ad`, `\u0001`, `\u001f`, `\u007f`, `\u0085`, `\u2028`, `\u2060`, `\ud800`, `\ue000`} {
		for at := range 8 {
			body := fmt.Sprintf(`{"email":"%s%s%s","password":"correct horse"}`, "ada@team.example"[:at*2], strings.Repeat(hidden, i%3+1), "ada@team.example"[at*2:])
			if resp := d.from("198.51.100.9:1", body); resp.StatusCode/100 != 4 || resp.StatusCode == 401 || resp.StatusCode == 429 {
				t.Errorf("%s answered %d", body, resp.StatusCode)
			}
		}
	}
	var counts = map[int]int{}
	for i := range 40 {
		spelled := []string{"ada@team.example", "ADA@team.example", "Ada@Team.Example ", " ada@team.example", "ada@team.example\u00a0", "\u3000ada@team.example"}[i%6]
		counts[d.from("198.51.100.9:1", `{"email":"`+spelled+`","password":"wrong horse"}`).StatusCode]++
	}
	if counts[401] != 5 || counts[429] != 35 {
		t.Errorf("40 guesses answered %v", counts)
	}
	for _, hidden := range []string{`\u0000`, `\u200b`, `\ufeff`, `\u202e`, `\u0007`} {
		resp := d.ask("POST", "/users", `{"email":"bo`+hidden+`@team.example","password":"correct horse","role":"read"}`)
		if resp.StatusCode/100 != 4 {
			t.Errorf("a person with %s answered %d", hidden, resp.StatusCode)
		}
	}
}

// Someone who knows an address can't lock its owner out: neither from a browser that signed in
// before, nor from a new one elsewhere. Guesses in total stay few.
func TestAnOwnerIsNotLockedOut(t *testing.T) {
	d := frozen(t)
	addAda(d)
	first := d.from("198.51.100.1:1", ada)
	var device string
	for _, c := range first.Cookies() {
		if c.Name == "namedrop_device" {
			device = c.Name + "=" + c.Value
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/api/v1/session" {
				t.Errorf("device cookie %+v", c)
			}
		}
	}
	if first.StatusCode != 200 || device == "" {
		t.Fatalf("signing in answered %d with %v", first.StatusCode, first.Cookies())
	}
	for range 20 {
		d.from("203.0.113.66:4", wrong)
	}
	if got := d.from("203.0.113.66:4", ada).StatusCode; got != 429 {
		t.Errorf("after 20 guesses the guesser gets %d", got)
	}
	if got := d.from("198.51.100.7:1", ada).StatusCode; got != 200 {
		t.Errorf("elsewhere the owner gets %d", got)
	}
	guessed := 0
	for i := range 60 {
		if d.from(fmt.Sprintf("203.0.113.%d:4", i), wrong).StatusCode == 401 {
			guessed++
		}
	}
	if guessed > 10 {
		t.Errorf("60 clients guess %d times", guessed)
	}
	if got := d.from("198.51.100.7:1", ada).StatusCode; got != 429 {
		t.Errorf("from a new browser the owner gets %d", got)
	}
	// Many wrong spellings of the cookie are no lane of their own.
	for _, bad := range []string{device + "x", "namedrop_device=a.b", "namedrop_device=", "namedrop_device=."} {
		if got := d.from("203.0.113.66:4", ada, "Cookie", bad).StatusCode; got != 429 {
			t.Errorf("with %s the guesser gets %d", bad, got)
		}
	}
	if got := d.from("203.0.113.66:4", ada, "Cookie", device).StatusCode; got != 200 {
		t.Errorf("from the known browser the owner gets %d", got)
	}
	for range 5 {
		d.from("203.0.113.66:4", wrong, "Cookie", device)
	}
	if got := d.from("203.0.113.66:4", wrong, "Cookie", device).StatusCode; got != 429 {
		t.Errorf("guesses with a stolen cookie: %d", got)
	}
}

// Behind a proxy on this machine, one client's tries don't count for all. From elsewhere the header
// doesn't make a new client.
func TestWhoIsBehindAProxy(t *testing.T) {
	d := frozen(t)
	addAda(d)
	guess := func(peer, forwarded string) int { return d.from(peer, wrong, "X-Forwarded-For", forwarded).StatusCode }
	for i := range 5 {
		guess("127.0.0.1:5", fmt.Sprintf("192.0.2.%d, 203.0.113.1", i)) // only the last is the proxy's word
	}
	for forwarded, want := range map[string]int{"203.0.113.1": 429, "192.0.2.99, 203.0.113.1": 429, "203.0.113.2": 401, "": 401} {
		if got := guess("127.0.0.1:5", forwarded); got != want {
			t.Errorf("%q behind the proxy gets %d", forwarded, got)
		}
	}
	guess("192.0.2.77:5", "203.0.113.7")
	if got := guess("192.0.2.77:5", "203.0.113.8"); got != 429 {
		t.Errorf("with another header a client that has tried gets %d", got)
	}
	guess("[2001:db8::1]:5", "")
	if got := guess("[2001:db8::2]:5", ""); got != 429 {
		t.Errorf("with another address of its network a client that has tried gets %d", got)
	}
}

// Sign-ins whose clients disconnected don't delay the next one for long: it gets in as soon as the
// server has noticed that they are gone.
func TestDroppedSignInsDelayNobody(t *testing.T) {
	d := open(t)
	addAda(d)
	server := httptest.NewServer(d.h)
	defer server.Close()
	var dropped sync.WaitGroup
	for i := range 400 {
		dropped.Go(func() {
			c, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				t.Error(err)
				return
			}
			body := fmt.Sprintf(`{"email":"nobody%d@team.example","password":"x"}`, i)
			fmt.Fprintf(c, "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
			c.Close()
		})
	}
	dropped.Wait()
	start := time.Now()
	for status := 0; status != 200; time.Sleep(50 * time.Millisecond) {
		resp, err := http.Post(server.URL+"/api/v1/session", "application/json", strings.NewReader(ada))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		status = resp.StatusCode
		if took := time.Since(start); status != 200 && status != 503 || took > 5*time.Second {
			t.Fatalf("answered %d after %s", status, took)
		}
	}
	t.Logf("signed in %s after 400 dropped sign-ins", time.Since(start))
}

// A crowd that waits is turned away before it costs anything.
func TestALongQueueIsRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	addAda(d)
	server := httptest.NewServer(d.h)
	defer server.Close()
	var mu sync.Mutex
	counts := map[int]int{}
	var all sync.WaitGroup
	for i := range 120 {
		all.Go(func() {
			resp, err := http.Post(server.URL+"/api/v1/session", "application/json", strings.NewReader(fmt.Sprintf(`{"email":"n%d@team.example","password":"x"}`, i)))
			if err != nil {
				return
			}
			defer resp.Body.Close()
			mu.Lock()
			defer mu.Unlock()
			if counts[resp.StatusCode]++; resp.StatusCode == 503 && resp.Header.Get("Retry-After") == "" {
				t.Error("503 without Retry-After")
			}
		})
	}
	all.Wait()
	if counts[503] == 0 || counts[401] > 30 {
		t.Errorf("120 at once answered %v", counts)
	}
	t.Logf("120 sign-ins at once: %v", counts)
}

// Without a credential a body may have four kilobytes, however it is sent and on any route.
func TestABodyFromNobodyIsSmall(t *testing.T) {
	d := open(t)
	server := httptest.NewServer(d.h)
	defer server.Close()
	many := "{" + strings.Repeat(`"abcdefg":1,`, 300_000) + `"email":"a"}`
	send := func(method, path, kind string, body io.Reader) int {
		r, _ := http.NewRequest(method, server.URL+path, body)
		r.Header.Set("Content-Type", kind)
		r.Header.Set("X-Forwarded-For", "198.51.100.4")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			return 0 // closed while it was still being sent
		}
		defer resp.Body.Close()
		if text, _ := io.ReadAll(resp.Body); len(text) > 4096 {
			t.Errorf("%s %s answers %d bytes", method, path, len(text))
		}
		return resp.StatusCode
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	var all sync.WaitGroup
	for range 24 {
		for _, kind := range []string{"application/json", "text/plain", ""} {
			all.Go(func() {
				if got := send("POST", "/api/v1/session", kind, strings.NewReader(many)); got != 413 && got != 0 {
					t.Errorf("%d bytes as %q: %d", len(many), kind, got)
				}
			})
		}
	}
	all.Wait()
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 100 {
		t.Errorf("72 sign-ins of %d bytes allocate %d MiB", len(many), used)
	}
	t.Logf("72 sign-ins of 3.6 MB: %s, %d KiB allocated", time.Since(start), (after.TotalAlloc-before.TotalAlloc)>>10)
	small := strings.NewReader(strings.Repeat(" ", 5000))
	if got := send("POST", "/api/v1/session", "application/json", io.MultiReader(small)); got != 413 { // chunked
		t.Errorf("5,000 bytes in chunks: %d", got)
	}
	if got := send("DELETE", "/api/v1/session", "application/json", strings.NewReader(many[:20_000])); got != 204 && got != 413 {
		t.Errorf("signing out with a body: %d", got)
	}
}
