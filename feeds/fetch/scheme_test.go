package fetch

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
)

func open(t *testing.T) *Door {
	t.Helper()
	d, err := New(Options{UserAgent: UserAgent("test", "https://namedrop.example"), AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// rude hangs up on the first who calls.
type rude struct {
	net.Listener
	called atomic.Bool
}

func (r *rude) Accept() (net.Conn, error) {
	c, err := r.Listener.Accept()
	if err == nil && !r.called.Swap(true) {
		c.Close()
		return r.Listener.Accept()
	}
	return c, err
}

// An address without a scheme is tried over https, and over http where https is not supported.
func TestTheSchemeOfAnAddress(t *testing.T) {
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) })
	plain, safe, hanging := httptest.NewServer(hello), httptest.NewTLSServer(hello), httptest.NewUnstartedServer(hello)
	missing := httptest.NewServer(http.NotFoundHandler())
	hanging.Listener = &rude{Listener: hanging.Listener}
	hanging.Start()
	for _, s := range []*httptest.Server{plain, safe, hanging, missing} {
		t.Cleanup(s.Close)
	}
	d := open(t)
	d.transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // the test's own server
	for name, at := range map[string]string{"only http": plain.URL, "https": safe.URL, "hangs up on https": hanging.URL, "nothing at the path": missing.URL} {
		want, bare, _ := strings.Cut(at, "://")
		if got := d.Scheme(t.Context(), bare+"/feed"); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A bad certificate is an https failure and never leads to http.
func TestWhatIsNotSentOverHTTP(t *testing.T) {
	var asked atomic.Int32
	count := http.HandlerFunc(func(_ http.ResponseWriter, _ *http.Request) { asked.Add(1) })
	safe := httptest.NewTLSServer(count)
	t.Cleanup(safe.Close)
	nobody := httptest.NewServer(count)
	nobody.Close()
	d := open(t)
	for name, address := range map[string]string{
		"certificate": safe.Listener.Addr().String() + "/", "nobody": nobody.Listener.Addr().String(), "private": "10.0.0.1/", "no host": "/feed",
	} {
		if got := d.Scheme(t.Context(), address); got != "https" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("asked over http %d times", n)
	}
}
