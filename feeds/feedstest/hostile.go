package feedstest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Hostile adds pages that behave like hostile and failing hosts, each at its own path:
//
//	/bomb            a small gzip answer that unpacks to 64 MB
//	/bomb-inside     half of that, sent as a file without saying that it is gzip
//	/deep            16 MB of elements that open in one another, packed
//	/entities        an XML entity bomb with one item
//	/drip            one byte a second, without end
//	/loop            a redirect to itself by way of /loop2
//	/far             a redirect to 169.254.169.254
//	/file            a redirect to file:///etc/passwd
//	/long            thirty redirects
//	/huge            a feed of 50 MB
//	/html            a web page
//	/empty           a 200 with nothing in it
//	/truncated       a feed whose connection closes in the middle of the second item
//	/wait-seconds    429 with Retry-After: 120
//	/wait-date       503 with Retry-After as a date two minutes ahead of now
//	/wait            429 without Retry-After
//	/status/<n>      that status, for 400 401 403 404 410 451 500 502 503 999
func (s *Server) Hostile(now func() time.Time) {
	s.Handle("/bomb", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb(64 << 20))
	}))
	s.Handle("/bomb-inside", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = w.Write(bomb(32 << 20))
	}))
	s.Handle("/deep", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(deep())
	}))
	s.Handle("/entities", body("application/rss+xml", []byte(entities)))
	s.Handle("/drip", http.HandlerFunc(drip))
	s.Handle("/loop", http.RedirectHandler("/loop2", http.StatusFound))
	s.Handle("/loop2", http.RedirectHandler("/loop", http.StatusFound))
	s.Handle("/far", http.RedirectHandler("http://169.254.169.254/latest/meta-data/", http.StatusFound))
	s.Handle("/file", http.RedirectHandler("file:///etc/passwd", http.StatusFound))
	s.Handle("/long", http.RedirectHandler("/long/1", http.StatusFound))
	for i := 1; i <= 30; i++ {
		s.Handle(fmt.Sprintf("/long/%d", i), http.RedirectHandler(fmt.Sprintf("/long/%d", i+1), http.StatusFound))
	}
	s.Handle("/huge", http.HandlerFunc(huge))
	s.Handle("/html", body("text/xml", []byte("<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Please sign in.</p></body></html>")))
	s.Handle("/empty", body("application/rss+xml", nil))
	s.Handle("/truncated", http.HandlerFunc(truncated))
	s.Handle("/wait-seconds", wait(http.StatusTooManyRequests, func() string { return "120" }))
	s.Handle("/wait-date", wait(http.StatusServiceUnavailable, func() string { return now().Add(2 * time.Minute).UTC().Format(http.TimeFormat) }))
	s.Handle("/wait", wait(http.StatusTooManyRequests, func() string { return "" }))
	for _, n := range []int{400, 401, 403, 404, 410, 451, 500, 502, 503, 999} {
		s.Handle("/status/"+strconv.Itoa(n), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(n) }))
	}
}

func body(contentType string, b []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(b)
	})
}

// bomb returns n bytes of one letter after the beginning of a feed, compressed.
func bomb(n int) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = io.WriteString(z, `<?xml version="1.0"?><rss version="2.0"><channel><title>`)
	block := bytes.Repeat([]byte("a"), 1<<20)
	for range n >> 20 {
		_, _ = z.Write(block)
	}
	_ = z.Close()
	return b.Bytes()
}

func deep() []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = io.WriteString(z, `<rss version="2.0"><channel><title>Deep</title><item>`)
	_, _ = io.WriteString(z, strings.Repeat("<x:a>", 16<<20/5-100))
	_ = z.Close()
	return b.Bytes()
}

const entities = `<?xml version="1.0"?>
<!DOCTYPE rss [
 <!ENTITY a "Acme Acme Acme Acme Acme Acme Acme Acme Acme Acme">
 <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
 <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
 <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
 <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
 <!ENTITY f SYSTEM "file:///etc/passwd">
]>
<rss version="2.0"><channel><title>Bomb &e;</title>
<item><guid>1</guid><title>An item &e; &f;</title></item>
</channel></rss>`

func drip(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml")
	w.WriteHeader(http.StatusOK)
	for _, c := range []byte(strings.Repeat("<rss> ", 1000)) {
		if _, err := w.Write([]byte{c}); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		select {
		case <-time.After(time.Second):
		case <-r.Context().Done():
			return
		}
	}
}

// huge sends 50 MB of items, newest first.
func huge(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml")
	_, _ = io.WriteString(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>The Long Show</title>`)
	padding := strings.Repeat("All that was said and much more. ", 500)
	newest := time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC)
	for i := range 3200 {
		_, err := fmt.Fprintf(w, "<item><guid>long-%d</guid><title>Episode %d</title><pubDate>%s</pubDate><description>%s</description>"+
			`<enclosure url="https://long.example/%d.mp3" type="audio/mpeg" length="1"/></item>`,
			3200-i, 3200-i, newest.AddDate(0, 0, -i).Format(time.RFC1123Z), padding, 3200-i)
		if err != nil {
			return
		}
	}
	_, _ = io.WriteString(w, "</channel></rss>")
}

func truncated(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml")
	w.Header().Set("ETag", `"half"`)
	w.Header().Set("Content-Length", "100000")
	_, _ = io.WriteString(w, `<rss version="2.0"><channel><title>Half a Show</title>`+
		`<item><guid>1</guid><title>Whole</title><enclosure url="https://half.example/1.mp3" type="audio/mpeg"/></item>`+
		`<item><guid>2</guid><title>Cut o`)
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func wait(status int, retryAfter func() string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if v := retryAfter(); v != "" {
			w.Header().Set("Retry-After", v)
		}
		w.WriteHeader(status)
	})
}
