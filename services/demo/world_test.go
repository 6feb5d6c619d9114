package demo

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

var testBase = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// clockAt is a clock that tests move by hand.
type clockAt struct{ t time.Time }

func (c *clockAt) now() time.Time { return c.t }

func newTestWorld(t *testing.T, seed uint64) (*World, *clockAt) {
	t.Helper()
	c := &clockAt{testBase}
	w, err := NewWorld(Options{Base: testBase, Seed: seed, Slow: 20 * time.Millisecond, Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	return w, c
}

func get(t *testing.T, h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8099"+path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rw := httptest.NewRecorder()
	h.ServeHTTP(rw, r)
	return rw
}
