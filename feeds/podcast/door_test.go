package podcast_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

var november = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// door returns a hasty door to loopback, on a still clock.
func door(t testing.TB) *fetch.Door {
	t.Helper()
	d, err := fetch.New(fetch.Options{
		UserAgent: fetch.UserAgent("test", "https://namedrop.example/bot"), AllowPrivate: feedstest.Loopback(),
		Clock: feedstest.NewClock(november), PerHost: 10_000, Burst: 10_000, Timeout: 30 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}
