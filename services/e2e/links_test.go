package e2e

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

// A link is made from a shell, followed by a browser and by Slack, and its clicks are there after a kill.
func TestLinksFromAShell(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close()
	s := serve(t, quick+fmt.Sprintf("public: {listen: %q, url: \"http://%s\"}\n", addr, addr))
	out, code := s.run(nil, "link", "add", "https://shop.example/pricing", "--slug", "late-shift", "--utm", "source=late-shift")
	if code != 0 || !strings.HasPrefix(out, "http://"+addr+"/l/late-shift\n") {
		t.Fatalf("link add exits with %d: %s", code, out)
	}
	if out, code := s.run(nil, "link", "add", "javascript:alert(1)"); code == 0 {
		t.Errorf("link add takes a script: %s", out)
	}
	if out, code := s.run(nil, "link", "add", "https://shop.example", "--slug", "lateshlft"); code == 0 {
		t.Errorf("link add takes a slug that reads like another: %s", out)
	}
	follow := func(userAgent, from string) string {
		req, err := http.NewRequest(http.MethodGet, "http://"+addr+"/l/LATESHIFT?to=https://evil.example", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("User-Agent", userAgent)
		req.Header.Set("X-Forwarded-For", from)
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			return err.Error()
		}
		resp.Body.Close()
		return resp.Header.Get("Location")
	}
	const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
	eventually(t, func() string {
		if to := follow("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "203.0.113.9"); to != "https://shop.example/pricing?utm_source=late-shift" {
			return "it leads to " + to
		}
		return ""
	})
	for _, from := range []string{"203.0.113.1", "203.0.113.2", "203.0.113.1"} {
		follow(browser, from)
	}
	clicks := func() (n int) {
		out, _ := s.run(nil, "link", "clicks", "late-shift", "--json")
		var v struct{ Total int }
		if err := json.Unmarshal([]byte(out), &v); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		return v.Total
	}
	eventually(t, func() string {
		if n := clicks(); n != 2 {
			return fmt.Sprintf("%d clicks", n)
		}
		return ""
	})
	s.kill()
	s.start()
	if n := clicks(); n != 2 {
		t.Errorf("%d clicks after a kill", n)
	}
	if out, code := s.run(nil, "link", "qr", "late-shift"); code != 0 || !strings.HasPrefix(out, "<svg ") {
		t.Errorf("link qr exits with %d: %.100s", code, out)
	}
}
