package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/feedstest"
)

// peak is the most memory that the server has had resident, in MB.
func (s *server) peak() int {
	s.t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.t.Skip("no /proc here: ", err)
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				s.t.Fatal(err)
			}
			return kb >> 10
		}
	}
	s.t.Skip("this system doesn't say how much memory a process had")
	return 0
}

// packed is a body of about 15 MB, sent with gzip.
func packed(contentType, piece string) http.Handler {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	const size = 15 << 20
	if _, err := z.Write(bytes.Repeat([]byte(piece), size/len(piece))); err != nil {
		panic(err) // a buffer takes everything
	}
	z.Close()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(b.Bytes())
	})
}

// The memory that a server of the shipped unit may need, whatever publishers send: it is
// ended at 2 GB.
const allowedPeak = 600 // MB

// Publishers send transcripts of 15 MB that say nothing but the name. They cost little
// memory, and what others publish meanwhile is found meanwhile.
func TestHostileTranscripts(t *testing.T) {
	shows, episodes := 2, 3
	if os.Getenv("NAMEDROP_SLOW") != "" {
		shows, episodes = 5, 20
	}
	w := feedstest.NewServer(t)
	w.Handle("/hostile.txt", packed("text/plain", "Zorblax a "))
	for show := range shows {
		var items strings.Builder
		for i := range episodes {
			fmt.Fprintf(&items, `<item><guid>%d</guid><title>Episode %d</title><enclosure url="%s" type="audio/mpeg"/><podcast:transcript url="%s" type="text/plain"/></item>`,
				i, i, w.At("/1.mp3"), w.At("/hostile.txt")+fmt.Sprintf("?%d-%d", show, i))
		}
		w.Page(fmt.Sprintf("/hostile%d.xml", show), "application/rss+xml",
			`<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Hostile</title>`+items.String()+`</channel></rss>`)
	}
	var published atomic.Int64
	w.Handle("/quiet.xml", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(rw, `<rss version="2.0"><channel><title>Quiet</title>`)
		for i := range published.Load() {
			fmt.Fprintf(rw, `<item><guid>%d</guid><title>Why we moved to Zorblax, part %d</title><enclosure url="%s" type="audio/mpeg"/></item>`, i, i, w.At("/1.mp3"))
		}
		fmt.Fprint(rw, `</channel></rss>`)
	}))

	s := serve(t, quick)
	s.addBrand("Zorblax", nil)
	quiet := s.addSource(w.At("/quiet.xml"))
	s.settled(quiet.ID)
	for show := range shows {
		s.addSource(w.At(fmt.Sprintf("/hostile%d.xml", show)))
	}
	found := func(source string) int {
		var page struct{ Total int }
		s.must("GET", "/mentions/totals?unsure=too"+source, nil, &page)
		return page.Total
	}
	want, began, slowest := shows*episodes, time.Now(), time.Duration(0)
	deadline := began.Add(time.Duration(want) * 30 * time.Second)
	for found("") < want+int(published.Load()) {
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d mentions after %s", found(""), want, time.Since(began))
		}
		published.Add(1)
		at := time.Now()
		for found("&source="+quiet.ID) < int(published.Load()) {
			if time.Since(at) > patience {
				t.Fatalf("the episode of another source isn't found after %s", time.Since(at))
			}
			time.Sleep(20 * time.Millisecond)
		}
		slowest = max(slowest, time.Since(at))
		time.Sleep(time.Second)
	}
	took := time.Since(began)
	t.Logf("before the index is done: %d MB", s.peak())
	s.searched("zorblax", want+int(published.Load()))
	t.Logf("%d transcripts of 15 MB in %s, another source's mention within %s: peak %d MB", want, took.Round(time.Second), slowest.Round(time.Millisecond), s.peak())
	if got := s.peak(); got > allowedPeak {
		t.Errorf("the server took %d MB", got)
	}
	m := s.mentions("sort=found")
	for _, m := range m {
		_, body := s.call("GET", "/mentions/"+m.ID, nil, nil)
		if len(body) > 512<<10 {
			t.Errorf("a mention answers with %d KB", len(body)>>10)
		}
	}
	if got := s.peak(); got > allowedPeak {
		t.Errorf("after its answers the server has taken %d MB", got)
	}
}

// searched waits until search finds the word in so many documents.
func (s *server) searched(word string, documents int) {
	s.t.Helper()
	var page struct{ Documents int }
	deadline := time.Now().Add(time.Duration(documents) * 30 * time.Second)
	for page.Documents < documents {
		if time.Now().After(deadline) {
			s.t.Fatalf("search finds %d of %d documents; the peak so far is %d MB", page.Documents, documents, s.peak())
		}
		time.Sleep(200 * time.Millisecond)
		s.must("GET", "/search/totals?q="+word, nil, &page)
	}
}
