package e2e

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/namedrop/namedrop/feeds/feedstest"
)

// world serves shows that publish one more episode whenever the test increments published.
type world struct {
	*feedstest.Server
	shows     int
	published atomic.Int64 // episodes of each show
}

// newWorld serves shows with so many episodes to begin with. Every third episode names
// the brand in its transcript, every fifth in its title.
func newWorld(t *testing.T, shows, episodes int) *world {
	t.Helper()
	w := &world{Server: feedstest.NewServer(t), shows: shows}
	w.published.Store(int64(episodes))
	for i := range shows {
		w.Handle(fmt.Sprintf("/show%d.xml", i), http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.feed(rw, r, i) }))
	}
	for i := range shows {
		for n := range 400 {
			w.Page(fmt.Sprintf("/show%d/%d.vtt", i, n), "text/vtt", transcript(i, n))
		}
	}
	return w
}

func (w *world) feeds() []string {
	var out []string
	for i := range w.shows {
		out = append(out, w.At(fmt.Sprintf("/show%d.xml", i)))
	}
	return out
}

func named(n int) bool { return n%3 == 0 || n%5 == 0 }

func transcript(show, n int) string {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	words := rand.New(rand.NewPCG(uint64(show), uint64(n)))
	for c := range 40 {
		text := fmt.Sprintf("In episode %d of show %d we speak about pipeline, part %d of it:", n, show, c)
		for range 16 { // two episodes must not be taken for copies
			text += fmt.Sprintf(" topic%d", words.IntN(5000))
		}
		if n%3 == 0 && c == 20 {
			text = "We moved our reports to Larkmeter last spring and stayed."
		}
		fmt.Fprintf(&b, "\n%02d:%02d.000 --> %02d:%02d.000\n<v Ada>%s\n", c*5/60, c*5%60, (c*5+5)/60, (c*5+5)%60, text)
	}
	return b.String()
}

func (w *world) feed(rw http.ResponseWriter, r *http.Request, show int) {
	n := int(w.published.Load())
	tag := fmt.Sprintf(`"%d"`, n)
	rw.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	rw.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(rw, `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Show %d</title><language>en</language>`, show)
	for i := n - 1; i >= 0; i-- {
		title := fmt.Sprintf("Episode %d", i)
		if i%5 == 0 {
			title += " with Larkmeter"
		}
		fmt.Fprintf(rw, `<item><guid>s%d-e%d</guid><title>%s</title><description>Talk.</description>
<enclosure url="%s" type="audio/mpeg" length="1"/><podcast:transcript url="%s" type="text/vtt"/></item>`,
			show, i, title, w.At(fmt.Sprintf("/show%d/%d.mp3", show, i)), w.At(fmt.Sprintf("/show%d/%d.vtt", show, i)))
	}
	fmt.Fprint(rw, `</channel></rss>`)
}

// expected returns how many mentions there must be at the end.
func (w *world) expected() int {
	n := 0
	for i := range int(w.published.Load()) {
		if named(i) {
			n++
		}
	}
	return n * w.shows
}
