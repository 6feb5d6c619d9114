package fetch

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// A redirect from https to http takes neither the password nor the caller's headers along,
// and the address to come back to has no password in it.
func TestADowngradeSendsNoCredentials(t *testing.T) {
	var got http.Header
	plain := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Clone() }))
	defer plain.Close()
	var safe http.Header
	guarded := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		safe = r.Header.Clone()
		http.Redirect(w, r, plain.URL, http.StatusMovedPermanently)
	}))
	defer guarded.Close()
	d, err := New(Options{UserAgent: UserAgent("test", "https://namedrop.example"), AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		t.Fatal(err)
	}
	d.transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // the test's own server
	resp, err := d.Get(t.Context(), Request{URL: strings.Replace(guarded.URL, "://", "://anna:secret@", 1), Header: http.Header{"X-Key": {"secret"}}})
	if err != nil {
		t.Fatal(err)
	}
	if safe.Get("Authorization") == "" || safe.Get("X-Key") == "" {
		t.Errorf("the host itself got %v", safe)
	}
	if got == nil || got.Get("Authorization")+got.Get("X-Key") != "" || strings.Contains(resp.PermanentURL, "secret") {
		t.Errorf("in the open: %v, %s", got, resp.PermanentURL)
	}
}
