package bluesky

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What real servers sent is replayed over a WebSocket, each file in its version.
func TestRecordedStreams(t *testing.T) {
	data := os.Getenv("NAMEDROP_TESTDATA")
	if data == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	for _, c := range []struct {
		file                 string
		version              version
		posts, gone, skipped int
	}{
		{"jetstream_v1_capture_2026-07.jsonl", v1, 10, 0, 0},
		{"jetstream_v1_golden.jsonl", v1, 1, 0, 0},
		{"jetstream_v1_server_2026-11.jsonl", v1, 60, 60, 0},
		{"jetstream_v2_server_2026-11.jsonl", v2, 40, 40, 0},
	} {
		raw, err := os.ReadFile(filepath.Join(data, "sources", "bluesky", c.file))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
		e, _ := listenOnce(t, serve(t, c.version, frames(lines...)), "", nil)
		t.Logf("%s: %d events, %d posts, %d removals, warnings %q", c.file, len(lines), len(e.docs), len(e.gone), e.warn)
		keys := map[string]bool{}
		for _, d := range e.docs {
			keys[d.Key] = true
			if d.Text == "" && !strings.Contains(c.file, "server") || d.Published.Year() != 2026 {
				t.Errorf("%s: %+v", c.file, d)
			}
		}
		if len(e.docs) < c.posts || len(e.gone) < c.gone || len(e.warn) != c.skipped {
			t.Errorf("%s: %d posts, %d removals, warnings %q", c.file, len(e.docs), len(e.gone), e.warn)
		}
	}
}
