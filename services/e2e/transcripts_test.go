package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/feedstest"
)

// A publisher replaces a transcript by a corrected one under a new address. The mention that the title
// gave is amended: it has the second and the words of the corrected file.
func TestACorrectedTranscriptAmendsItsMention(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	var file atomic.Value
	file.Store("v1.vtt")
	w.Page("/v1.vtt", "text/vtt", "WEBVTT\n\n01:15.000 --> 01:18.000\n<v Bo>We moved our reports to Lark Metre last spring.\n")
	w.Page("/v2.vtt", "text/vtt", "WEBVTT\n\n01:15.000 --> 01:18.000\n<v Bo>We moved our reports to Larkmeter last spring.\n")
	w.Handle("/feed.xml", http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(rw, `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Square Talk</title><language>en</language>
			<item><guid>1</guid><title>Moving to Larkmeter</title><pubDate>%s</pubDate><enclosure url="https://square.example/1.mp3" type="audio/mpeg"/>
			<podcast:transcript url="/%s" type="text/vtt"/></item></channel></rss>`, time.Now().UTC().Add(-time.Hour).Format(time.RFC1123Z), file.Load())
	}))
	s := serve(t, quick)
	s.addBrand("Larkmeter", nil)
	out, code := s.run(nil, "source", "add", w.At("/feed.xml"))
	if code != 0 || !strings.Contains(out, "Read: 1 item, 1 mention.") || !strings.Contains(out, "Transcripts: 1 of 1.") {
		t.Fatalf("source add exits with %d: %s", code, out)
	}
	before := s.mentions("")
	if len(before) != 1 || before[0].Hits[0].Second != nil && *before[0].Hits[0].Second == 75 && before[0].Hits[0].Surface == "Larkmeter" && before[0].Hits[0].Field == "text" {
		t.Fatalf("%+v", before)
	}
	file.Store("v2.vtt")
	eventually(t, func() string {
		after := s.mentions("")
		if len(after) == 1 && after[0].ID == before[0].ID && after[0].Revision > before[0].Revision {
			for _, h := range after[0].Hits {
				if h.Field == "text" && h.Surface == "Larkmeter" && h.Second != nil && *h.Second >= 75 && *h.Second < 79 {
					return ""
				}
			}
		}
		return fmt.Sprintf("%+v", after)
	})
}
