package fetch

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
)

func TestRetryAfterForms(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for v, want := range map[string]time.Duration{
		"": 0, "0": 0, "-5": 0, "NaN": 0, "soon": 0, "7": 7 * time.Second, " 1.5 ": 1500 * time.Millisecond, "1e99": maxRetryAfter,
		"Inf": maxRetryAfter, "999999999": maxRetryAfter,
		now.Add(time.Minute).Format(http.TimeFormat): time.Minute, now.Add(-time.Hour).Format(http.TimeFormat): 0,
		"Mon, 23-Nov-26 12:00:30 GMT":                0, // neither of the three forms
		"Monday, 23-Nov-26 12:00:30 GMT":             30 * time.Second,
		now.AddDate(9, 0, 0).Format(http.TimeFormat): maxRetryAfter,
	} {
		if got := RetryAfter(http.Header{"Retry-After": {v}}, now); got != want {
			t.Errorf("%q: %s, want %s", v, got, want)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120")
	f.Add("Mon, 23 Nov 2026 12:00:00 GMT")
	f.Fuzz(func(t *testing.T, v string) {
		if d := RetryAfter(http.Header{"Retry-After": {v}}, time.Unix(1.8e9, 0)); d < 0 || d > maxRetryAfter {
			t.Error(d)
		}
	})
}

// Whatever the body and the cap, what comes through is the body's beginning, whole or
// with an error, and never more than the cap.
func TestCappedPassesOnNoMoreThanTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "body")
		most := rapid.Int64Range(0, 200).Draw(t, "cap")
		c := &capped{r: iotest{bytes.NewReader(body), rapid.IntRange(1, 50).Draw(t, "step")}, left: most}
		got, err := io.ReadAll(c)
		want := body[:min(int64(len(body)), most)]
		if !bytes.Equal(got, want) || (err != nil) != (int64(len(body)) > most) {
			t.Fatalf("%d of %d bytes at cap %d, %v", len(got), len(body), most, err)
		}
	})
}

// iotest hands out a few bytes at a time.
type iotest struct {
	r    io.Reader
	step int
}

func (s iotest) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), s.step)]) }

type still struct{ now time.Time }

func (s *still) Now() time.Time                             { return s.now }
func (s *still) Sleep(context.Context, time.Duration) error { return nil }

func TestIdleHostsAreForgotten(t *testing.T) {
	clock := &still{time.Unix(1.8e9, 0)}
	hs := newHosts(Options{Clock: clock, PerHost: 1, Burst: 1, InFlight: 1, MaxWait: time.Second})
	for i := range 1000 {
		done, err := hs.acquire(context.Background(), "host"+strconv.Itoa(i))
		if err != nil {
			t.Fatal(err)
		}
		done()
	}
	hs.pause("host7", time.Hour)
	if hs.size() != 1000 {
		t.Fatal(hs.size())
	}
	clock.now = clock.now.Add(forgetAfter + time.Minute)
	done, _ := hs.acquire(context.Background(), "fresh")
	defer done()
	if hs.size() != 2 {
		t.Errorf("%d hosts kept, want the fresh one and the one in a pause", hs.size())
	}
}

func TestSlotsAreGivenBack(t *testing.T) {
	hs := newHosts(Options{Clock: systemClock{}, PerHost: 1e6, Burst: 1e6, InFlight: 1, MaxWait: 20 * time.Millisecond})
	done, err := hs.acquire(context.Background(), "h")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hs.acquire(context.Background(), "h"); feeds.FaultOf(err) != feeds.FaultPaced {
		t.Fatalf("a second request at once: %v", err)
	}
	done()
	if done, err = hs.acquire(context.Background(), "h"); err != nil {
		t.Fatal(err)
	}
	done()
}

func TestScrubHidesAddresses(t *testing.T) {
	_, err := http.Get("http://anna:hunter2@127.0.0.1:1/s3cret?t=x")
	if s := scrub(err).Error(); strings.Contains(s, "s3cret") || strings.Contains(s, "hunter2") {
		t.Error(s)
	}
}
