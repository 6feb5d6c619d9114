package demo

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/social/bluesky"
	"github.com/namedrop/namedrop/feeds/social/hackernews"
	"github.com/namedrop/namedrop/feeds/social/mastodon"
	"github.com/namedrop/namedrop/feeds/social/reddit"
)

// The world's networks are read by the adapters of the real ones.
func TestPostsAreReadByTheProgram(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	s := httptest.NewServer(w.Handler())
	t.Cleanup(s.Close)
	door, at := feedstest.Door(t), Endpoints(s.URL+"/")
	brand := feeds.Searched{Names: []string{"Larkmeter", "Larkmeter Pulse", "LarkPulse"}, Domains: []string{"larkmeter.example"}}
	for network, c := range map[feeds.SourceType]struct {
		reader feeds.Reader
		source feeds.Source
	}{
		hackernews.Type: {hackernews.New(door, at["hackernews"], at["hackernews_items"]), hackernews.Spec().Searches(brand)[0]},
		reddit.Type:     {reddit.New(door, at["reddit"]), reddit.Spec().Searches(brand)[0]},
		mastodon.Type:   {mastodon.New(door, nil), tagSource(s.URL)},
	} {
		b, err := c.reader.Read(t.Context(), c.source, nil)
		if err != nil || len(b.Documents) != 2 || b.More {
			t.Errorf("%s: %v, %d posts", network, err, len(b.Documents))
			continue
		}
		for _, d := range b.Documents {
			if d.Kind != feeds.Post || d.Handle == "" || d.URL == "" || !strings.Contains(d.Title+d.Text, "Larkmeter") {
				t.Errorf("%s: %+v", network, d.Document)
			}
		}
	}
}

// A post arrives as it is written, and a listener that comes back gets what it missed.
func TestTheStream(t *testing.T) {
	w, err := NewWorld(Options{Base: time.Now(), Every: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(w.Handler())
	t.Cleanup(s.Close)
	l, err := bluesky.New(bluesky.Options{Endpoint: Endpoints(s.URL)["bluesky"], Client: http.DefaultClient, UserAgent: "test", Door: feedstest.Door(t), AppView: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	var at feeds.Position
	keys := map[string]bool{}
	for range 2 {
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
		_ = l.Listen(ctx, feeds.Subscription{
			Stream: "bluesky", At: at, Sources: func() []feeds.Source { return []feeds.Source{{ID: "s", Type: bluesky.Type}} }, Changed: make(chan struct{}),
			Keep: func(feeds.Document) []string { return []string{"s"} },
			Take: func(b feeds.Batch) error {
				at = b.Position
				for _, d := range b.Documents {
					if !strings.Contains(d.Text, "Larkmeter") {
						t.Errorf("%+v", d.Document)
					}
					if !keys[d.Key] { // what came last comes again
						keys[d.Key] = true
						stop()
					}
				}
				return nil
			},
		})
		stop()
	}
	if len(keys) < 2 {
		t.Errorf("%d posts", len(keys))
	}
}
