package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds/social/bluesky/blueskytest"
)

// listening starts the binary with a Bluesky source on that server and waits for its connection.
func listening(t *testing.T, b *blueskytest.Server, brand string) (s *server, source string) {
	t.Helper()
	s = serve(t, quick+fmt.Sprintf("endpoints: {bluesky: %q}\n", b.URL))
	s.addBrand(brand, nil)
	out, code := s.run(nil, "source", "add", "--type", "bluesky", "--name", "Bluesky", "query=")
	if code != 0 {
		t.Fatalf("source add exits with %d: %s", code, out)
	}
	var page struct{ Items []struct{ ID, Type string } }
	s.must("GET", "/sources", nil, &page)
	if len(page.Items) != 1 || page.Items[0].Type != "bluesky" {
		t.Fatalf("%+v", page.Items)
	}
	s.connected(b)
	return s, page.Items[0].ID
}

func (s *server) connected(b *blueskytest.Server) {
	s.t.Helper()
	eventually(s.t, func() string {
		if b.Open() != 1 {
			return fmt.Sprintf("%d connections to the stream, want 1\n%s", b.Open(), s.out)
		}
		return ""
	})
}

// named waits until the mentions are exactly those of the posts with these keys.
func (s *server) named(keys ...string) {
	s.t.Helper()
	slices.Sort(keys)
	eventually(s.t, func() string {
		var have []string
		for _, m := range s.mentions("") {
			have = append(have, m.Document.URL[strings.LastIndexByte(m.Document.URL, '/')+1:])
		}
		if slices.Sort(have); !slices.Equal(have, keys) {
			return fmt.Sprintf("mentions in the posts %q, want %q", have, keys)
		}
		return ""
	})
}

// stored checks how many documents the source has.
func (s *server) stored(id string, want int) {
	s.t.Helper()
	var src source
	s.must("GET", "/sources/"+id, nil, &src)
	if src.Documents != want {
		s.t.Errorf("%d posts are stored, want %d: only those that name a brand", src.Documents, want)
	}
}

// The binary reads a stream: posts that name the brand become mentions, nothing else is stored,
// and neither a lost connection nor a kill loses or duplicates a post.
func TestBlueskyStream(t *testing.T) {
	t.Parallel()
	b := blueskytest.New(t, blueskytest.V1)
	s, id := listening(t, b, "Larkmeter")

	b.Post(t, "did:plc:bob", "morning", "Good morning, everybody.")
	b.Post(t, "did:plc:ann", "first", "We moved our reports to Larkmeter and like it.")
	s.named("first")
	s.stored(id, 1)

	b.Drop()
	b.Post(t, "did:plc:ann", "second", "Larkmeter again, while nobody was connected.")
	s.named("first", "second")
	s.connected(b)
	if cursors := b.Cursors(); len(cursors) < 2 || cursors[0] != "" || cursors[len(cursors)-1] == "" {
		t.Errorf("cursors %q, want none at first and one after the connection was lost", cursors)
	}

	b.Delete(t, "did:plc:ann", "first")
	s.named("second")

	s.kill()
	b.Post(t, "did:plc:cas", "third", "Has anybody compared Larkmeter with the others?")
	b.Post(t, "did:plc:bob", "evening", "Good evening.")
	s.start()
	s.named("second", "third")
	s.connected(b)
	s.stored(id, 2)
}

// A recorded stream of a public server is read by the binary. Exactly one of its posts names the
// brand.
func TestBlueskyRecordedStream(t *testing.T) {
	t.Parallel()
	data := os.Getenv("NAMEDROP_TESTDATA")
	if data == "" {
		t.Skip("NAMEDROP_TESTDATA is not set: the recorded streams are not part of this repository")
	}
	for name, c := range map[string]struct{ path, file, last string }{
		"v1": {blueskytest.V1, "jetstream_v1_capture_2026-07.jsonl", `{"did":"did:plc:end","time_us":%d,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"end","record":{"text":"At last: Larkmeter."}}}`},
		"v2": {blueskytest.V2, "jetstream_v2_server_2026-11.jsonl", `{"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#commit","seq":%d,"time":"2026-11-29T21:00:00Z","did":"did:plc:end","operation":"create","collection":"app.bsky.feed.post","rkey":"end","record":{"text":"At last: Larkmeter."}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join(data, "sources", "bluesky", c.file))
			if err != nil {
				t.Fatal(err)
			}
			b := blueskytest.New(t, c.path)
			s, id := listening(t, b, "Larkmeter")
			b.Publish(t, strings.Split(strings.TrimSpace(string(raw)), "\n")...)
			b.Publish(t, fmt.Sprintf(c.last, int64(1_900_000_000_000_000)))
			s.named("end") // the events before it were read by then
			s.stored(id, 1)
		})
	}
}
