package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/visits/plausible/plausibletest"
)

type visitsFeed struct {
	ID, Health, Error string
	Last              *time.Time
}

// visits returns the sum of a feed's samples, and their number.
func (s *server) visits(feed string) (sum float64, samples int) {
	s.t.Helper()
	q := url.Values{"feed": {feed}, "metric": {"visits"}, "limit": {"500"}}
	for {
		var page struct {
			Items []struct{ Value float64 }
			Next  string
		}
		s.must("GET", "/samples?"+q.Encode(), nil, &page)
		for _, i := range page.Items {
			sum += i.Value
		}
		samples += len(page.Items)
		if page.Next == "" {
			return sum, samples
		}
		q.Set("cursor", page.Next)
	}
}

// Visits are pulled from Plausible by the binary itself: far back, through kills, and again
// where Plausible revised them.
func TestVisitsFromPlausible(t *testing.T) {
	t.Parallel()
	p := plausibletest.New(t, "Europe/Amsterdam")
	now := time.Now()
	var counted []plausibletest.Visit
	want := 0
	for d := 1; d < 395; d++ {
		counted = append(counted, plausibletest.Visit{At: now.AddDate(0, 0, -d), Visits: d%9 + 1, Channel: "Direct"})
		want += d%9 + 1
	}
	p.Count(counted...)
	s := serve(t, quick)
	key := filepath.Join(s.dir, "key")
	if err := os.WriteFile(key, []byte(plausibletest.Key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := s.run(nil, "visits", "add", "plausible", "--site", "shop", "--zone", "Europe/Amsterdam", "--url", p.URL, "--set", "site_id="+plausibletest.Site, "--key-file", key)
	if code != 0 {
		t.Fatalf("visits add exits with %d: %s", code, out)
	}
	for round := range 3 {
		time.Sleep(time.Duration(20*round) * time.Millisecond)
		s.kill()
		s.start()
	}
	feed := func() visitsFeed {
		var l struct{ Items []visitsFeed }
		s.must("GET", "/visits/feeds", nil, &l)
		if len(l.Items) != 1 {
			t.Fatalf("%d feeds", len(l.Items))
		}
		return l.Items[0]
	}
	pulled := func(want int) {
		t.Helper()
		eventually(t, func() string {
			f := feed()
			sum, samples := s.visits(f.ID)
			if int(sum) != want || f.Health != "healthy" || samples < 390*24 {
				return fmt.Sprintf("%g visits in %d samples, want %d: %+v", sum, samples, want, f)
			}
			return ""
		})
	}
	pulled(want)
	// Yesterday is revised.
	counted[0].Visits += 40
	p.Count(counted...)
	id := feed().ID
	if out, code := s.run(nil, "visits", "fetch", id); code != 0 {
		t.Fatalf("visits fetch exits with %d: %s", code, out)
	}
	pulled(want + 40)
	// The key is revoked, and a new one given.
	p.Refuse(func() (int, string) { return 401, `{"error":"Invalid API key or site ID."}` })
	s.run(nil, "visits", "fetch", id)
	eventually(t, func() string {
		if f := feed(); f.Health != "needs_key" || !strings.Contains(f.Error, "new key") {
			return fmt.Sprintf("%+v", f)
		}
		return ""
	})
	p.Refuse(nil)
	if out, code := s.run(strings.NewReader(plausibletest.Key), "visits", "key", id, "-"); code != 0 {
		t.Fatalf("visits key exits with %d: %s", code, out)
	}
	pulled(want + 40)
	list, _ := s.run(nil, "visits", "list")
	explains(t, "the list", list, "shop", "Plausible", "healthy")
	if strings.Contains(s.out.String()+list, plausibletest.Key) {
		t.Error("the key is in the log or the list")
	}
	if out, code := s.run(nil, "visits", "delete", id); code != 0 {
		t.Errorf("visits delete exits with %d: %s", code, out)
	}
}

// A server on a private network is not contacted unless the operator allows it.
func TestVisitsFromInsideAreRefused(t *testing.T) {
	p := plausibletest.New(t, "UTC")
	s := serve(t, "sources: {min_interval: 100ms, max_interval: 300ms}\n")
	s.must("POST", "/visits/feeds", map[string]any{"type": "plausible", "site": "shop", "zone": "UTC", "url": p.URL, "secret": plausibletest.Key, "settings": map[string]any{"site_id": plausibletest.Site}}, nil)
	eventually(t, func() string {
		var l struct{ Items []visitsFeed }
		s.must("GET", "/visits/feeds", nil, &l)
		if f := l.Items[0]; f.Health != "blocked" || !strings.Contains(f.Error, "fetch.allow_private") {
			return fmt.Sprintf("%+v", f)
		}
		return ""
	})
	if n := len(p.Queries()); n != 0 {
		t.Errorf("%d queries came", n)
	}
}
