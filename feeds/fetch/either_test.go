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

// An address without a scheme is asked over https, and over http where https isn't spoken.
func TestAnAddressWithoutAScheme(t *testing.T) {
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) })
	plain, safe, hanging := httptest.NewServer(hello), httptest.NewTLSServer(hello), httptest.NewUnstartedServer(hello)
	hanging.Listener = &rude{Listener: hanging.Listener}
	hanging.Start()
	for _, s := range []*httptest.Server{plain, safe, hanging} {
		t.Cleanup(s.Close)
	}
	d := open(t)
	d.transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // the test's own server
	for name, at := range map[string]string{"only http": plain.URL, "https": safe.URL, "hangs up on https": hanging.URL} {
		_, bare, _ := strings.Cut(at, ":")
		resp, err := d.Get(t.Context(), Request{URL: bare + "/feed"})
		if err != nil || resp.FinalURL != at+"/feed" || resp.PermanentURL != at+"/feed" || resp.Redirected {
			t.Errorf("%s: %+v, %v", name, resp, err)
		}
	}
}

// What must not be read along by others, and what is wrong with https, stays with https.
func TestWhatIsNotAskedOverHTTP(t *testing.T) {
	var asked atomic.Int32
	count := http.HandlerFunc(func(_ http.ResponseWriter, _ *http.Request) { asked.Add(1) })
	plain, safe := httptest.NewServer(count), httptest.NewTLSServer(count)
	t.Cleanup(plain.Close)
	t.Cleanup(safe.Close)
	nobody := httptest.NewServer(count)
	nobody.Close()
	host := func(s *httptest.Server) string { return s.Listener.Addr().String() }
	d := open(t)
	for name, c := range map[string]struct {
		req Request
		why string
	}{
		"password":    {Request{URL: "//anna:secret@" + host(plain) + "/"}, "does not speak https"},
		"header":      {Request{URL: "//" + host(plain) + "/", Header: http.Header{"X-Key": {"secret"}}}, "does not speak https"},
		"certificate": {Request{URL: "//" + host(safe) + "/"}, "The certificate of"},
		"nobody":      {Request{URL: "//" + host(nobody) + "/"}, "could not be reached"},
		"private":     {Request{URL: "//10.0.0.1/"}, "private network"},
		"no host":     {Request{URL: "///feed"}, "names no host"},
	} {
		resp, err := d.Get(t.Context(), c.req)
		if err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %+v, %v", name, resp, err)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("asked over http %d times", n)
	}
}
