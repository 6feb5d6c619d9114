package fetch_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// An address of the configuration is reached on this machine, by that host and port alone:
// no other spelling, no other port, and nowhere that it redirects to.
func TestConfiguredAddresses(t *testing.T) {
	s, other := feedstest.NewServer(t), feedstest.NewServer(t)
	s.Page("/v1/x", "text/plain", "judge")
	other.Page("/", "text/plain", "inside")
	port := s.Host()[strings.LastIndex(s.Host(), ":")+1:]
	for i, to := range []string{other.At("/"), "http://localhost:" + port + "/v1/x", "http://169.254.169.254/", "http://[::ffff:127.0.0.1]:" + port + "/v1/x"} {
		s.Handle(fmt.Sprintf("/away%d", i), http.RedirectHandler(to, http.StatusFound))
	}
	s.Handle("/here", http.RedirectHandler("/v1/x", http.StatusFound))
	configured, _ := open(t, func(o *fetch.Options) {
		o.AllowPrivate = nil
		o.Configured = []string{s.URL + "/v1", "", "://", "http://[::1"}
	})
	plain, _ := open(t, func(o *fetch.Options) { o.AllowPrivate = nil })
	for _, at := range []string{"/v1/x", "/here"} {
		if _, err := get(t, configured, s.At(at)); err != nil {
			t.Errorf("configured %s: %v", at, err)
		}
		if _, err := get(t, plain, s.At(at)); fetch.KindOf(err) != fetch.Refused {
			t.Errorf("the same address in a feed: %v", err)
		}
	}
	for _, address := range []string{
		other.At("/"), s.At("/away0"), s.At("/away1"), s.At("/away2"), s.At("/away3"),
		"http://localhost:" + port + "/v1/x", "http://127.0.0.2:" + port + "/", "http://127.0.0.1:1/", "http://127.0.0.1/", "https://127.0.0.1/",
	} {
		if _, err := get(t, configured, address); fetch.KindOf(err) != fetch.Refused {
			t.Errorf("%s: %v", address, err)
		}
	}
	if n := len(other.Asked("")); n != 0 {
		t.Errorf("%d requests went to another server inside", n)
	}
}

// A name, in any case and with its scheme's port, is meant too: whatever address it has.
func TestConfiguredNames(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/", "text/plain", "judge")
	port := s.Host()[strings.LastIndex(s.Host(), ":")+1:]
	d, _ := open(t, func(o *fetch.Options) { o.AllowPrivate = nil; o.Configured = []string{"http://LocalHost:" + port} })
	for _, host := range []string{"localhost", "LOCALHOST"} {
		if _, err := get(t, d, "http://"+host+":"+port+"/"); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	if _, err := get(t, d, s.At("/")); fetch.KindOf(err) != fetch.Refused {
		t.Errorf("its address by number: %v", err)
	}
	for configured, asked := range map[string]string{"http://127.0.0.1/v1": "http://127.0.0.1:80/x", "https://127.0.0.1:443": "https://127.0.0.1/"} {
		d, _ := open(t, func(o *fetch.Options) { o.AllowPrivate = nil; o.Configured = []string{configured} })
		if _, err := get(t, d, asked); fetch.KindOf(err) == fetch.Refused {
			t.Errorf("%s, asked for as %s: %v", configured, asked, err)
		}
	}
}
