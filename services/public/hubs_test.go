package public

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

const hubTopic = "https://show.example/feed"

// A hub confirms, is renewed at four fifths of its lease, and may deny at any time.
func TestHubs(t *testing.T) {
	ctx, now := t.Context(), nine
	l := ledgertest.OpenAt(t, func() time.Time { return now })
	write := func(do func(tx *ledger.Tx) error) {
		t.Helper()
		if err := l.Write(ctx, do); err != nil {
			t.Fatal(err)
		}
	}
	var src feeds.Source
	write(func(tx *ledger.Tx) (err error) {
		if src, _, err = archive.AddSource(ctx, tx, feeds.Source{Type: feeds.PodcastSource, URL: hubTopic, Name: "Show"}); err != nil {
			return err
		}
		return archive.SetHub(ctx, tx, src.ID, feeds.Hub{URL: "https://hub.example/", Topic: hubTopic})
	})
	hubs, err := NewHubs(HubsOptions{Ledger: l, Wake: func() {}, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+hubsPath+"{id}", hubs.serve)
	addr, _ := serve(t, func(p *Public) { p.srv.Handler = mux })

	due := func(want int) []archive.HubSubscription {
		t.Helper()
		asked, err := archive.DueHubs(ctx, l, 10, func(archive.HubSubscription) time.Time { return now.Add(time.Hour) })
		if err != nil || len(asked) != want {
			t.Fatalf("%d subscriptions are due, want %d: %v", len(asked), want, err)
		}
		return asked
	}
	id := due(1)[0].ID
	send := func(want int, topic string, fields ...string) {
		t.Helper()
		q := url.Values{"hub.topic": {topic}}
		for _, f := range fields {
			name, value, _ := strings.Cut(f, "=")
			q.Set("hub."+name, value)
		}
		resp, err := http.Get("http://" + addr + hubsPath + id + "?" + q.Encode())
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%v is answered with %d, want %d", fields, resp.StatusCode, want)
		}
	}
	hub := func() archive.HubSubscription {
		t.Helper()
		s, err := archive.HubOf(ctx, l, src.ID)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	send(200, hubTopic, "mode=subscribe", "challenge=x", "lease_seconds=36000")
	if s := hub(); !s.Alive.Equal(nine.Add(10*time.Hour)) || !s.Due.Equal(nine.Add(8*time.Hour)) || s.Pending {
		t.Errorf("after it confirmed: %+v", s)
	}
	now = nine.Add(8*time.Hour - time.Minute)
	due(0)
	now = nine.Add(8 * time.Hour)
	if s := due(1)[0]; s.ID != id || !s.Alive.Equal(nine.Add(10*time.Hour)) {
		t.Errorf("it is renewed as %+v", s)
	}
	send(200, hubTopic, "mode=subscribe", "challenge=y", "lease_seconds=36000")
	if s := hub(); !s.Alive.Equal(nine.Add(18 * time.Hour)) {
		t.Errorf("renewed until %s", s.Alive)
	}

	send(404, "https://other.example/", "mode=denied", "reason=x")
	if s := hub(); s.Code != "" {
		t.Errorf("denied for another topic: %+v", s)
	}
	send(200, hubTopic, "mode=denied", "reason=<script>")
	s := hub()
	if s.Code != "hub_denied" || !s.Alive.IsZero() || strings.Contains(s.Error, "script") || !strings.Contains(s.Error, "hub.example") {
		t.Errorf("after it denied: %+v", s)
	}
}
