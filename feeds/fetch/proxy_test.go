package fetch_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// All requests go through a proxy, which is guarded itself, and never for an address that we
// know to be private.
func TestAProxy(t *testing.T) {
	var asked atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.URL.Path == "/inside" {
			http.Redirect(w, r, "http://[::1]/", http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "by proxy from "+r.URL.Host)
	}))
	t.Cleanup(proxy.Close)
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	through := func(o *fetch.Options) {
		o.Proxy, o.AllowPrivate = at, []netip.Prefix{netip.MustParsePrefix(at.Hostname() + "/32")}
	}
	d, _ := open(t, through)
	resp, err := d.Get(t.Context(), fetch.Request{URL: "http://nowhere.example/feed"})
	if err != nil || string(resp.Body) != "by proxy from nowhere.example" {
		t.Fatalf("%+v %v", resp, err)
	}
	asked.Store(0)
	for _, address := range []string{"http://10.0.0.1/", "http://169.254.169.254/latest", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http://0x7f.1/", "http://127.1/"} {
		if _, err := d.Get(t.Context(), fetch.Request{URL: address}); err == nil || feeds.FaultOf(err) != feeds.FaultRefused {
			t.Errorf("%s: %v", address, err)
		}
		if _, err := (&http.Client{Transport: d.RoundTripper(fetch.Limits{})}).Get(address); feeds.FaultOf(err) != feeds.FaultRefused {
			t.Errorf("%s by another client: %v", address, err)
		}
	}
	if asked.Load() != 0 {
		t.Error("the proxy was asked for a private address")
	}
	if _, err := d.Get(t.Context(), fetch.Request{URL: "http://nowhere.example/inside"}); err == nil || feeds.FaultOf(err) != feeds.FaultRefused {
		t.Errorf("a redirect inside: %v", err)
	}
	// The proxy's own address is guarded as any other.
	d, _ = open(t, through, func(o *fetch.Options) { o.AllowPrivate = nil })
	if _, err := d.Get(t.Context(), fetch.Request{URL: "http://nowhere.example/feed"}); err == nil || feeds.FaultOf(err) != feeds.FaultRefused {
		t.Errorf("a private proxy that nobody allowed: %v", err)
	}
}
