package feedstest

import (
	"testing"

	"github.com/namedrop/namedrop/feeds/fetch"
)

// Door returns a door that reaches a [Server] and isn't slowed down.
func Door(t testing.TB) *fetch.Door {
	t.Helper()
	d, err := fetch.New(fetch.Options{
		UserAgent: fetch.UserAgent("test", "https://namedrop.example"), AllowPrivate: Loopback(), PerHost: 10_000, Burst: 10_000, InFlight: 16,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}
