package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
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

// memory is how much a server takes, in MB. Own is what the system can't take back; all includes the pages
// of the index and of the program itself, which it drops when memory is short.
type memory struct{ own, all atomic.Int64 }

func (m *memory) String() string {
	return fmt.Sprintf("%d MB, %d with pages of files", m.own.Load(), m.all.Load())
}

// watchMemory records the peaks of the server's memory until the test ends.
func (s *server) watchMemory() *memory {
	s.t.Helper()
	name := fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid)
	if _, err := os.ReadFile(name); err != nil {
		s.t.Skip("no /proc here: ", err)
	}
	m := &memory{}
	go func() {
		for s.t.Context().Err() == nil {
			b, err := os.ReadFile(name)
			if err != nil {
				return // it has ended
			}
			for line := range strings.Lines(string(b)) {
				switch f := strings.Fields(line); f[0] {
				case "RssAnon:":
					m.own.Store(max(m.own.Load(), megabytes(f[1])))
				case "VmHWM:":
					m.all.Store(megabytes(f[1]))
				}
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return m
}

// megabytes returns the MB that a number of kB in /proc is.
func megabytes(kb string) int64 {
	n, _ := strconv.ParseInt(kb, 10, 64)
	return n >> 10
}

// packed returns a handler that serves a gzipped body.
func packed(contentType, body string) http.Handler {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(body)) // a buffer's Write doesn't fail
	z.Close()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(b.Bytes())
	})
}

// allowedPeak is the memory of its own that a server may use, whatever publishers send. The shipped systemd
// unit kills it at 2 GB.
const allowedPeak = 600 // MB

// Transcripts of 15 MB that consist of the brand's name cost little memory and don't delay the
// documents of other publishers.
func TestHostileTranscripts(t *testing.T) {
	t.Parallel()
	shows, episodes := 1, 2
	if os.Getenv("NAMEDROP_SLOW") != "" {
		shows, episodes = 5, 20
	}
	w := feedstest.NewServer(t)
	w.Handle("/hostile.txt", packed("text/plain", strings.Repeat("Zorblax a ", 1_500_000)))
	for show := range shows {
		var items strings.Builder
		for i := range episodes {
			fmt.Fprintf(&items, `<item><guid>%d</guid><title>Episode %d</title><enclosure url="%s" type="audio/mpeg"/><podcast:transcript url="%s" type="text/plain"/></item>`,
				i, i, w.At(fmt.Sprintf("/%d-%d.mp3", show, i)), w.At("/hostile.txt")+fmt.Sprintf("?%d-%d", show, i))
		}
		w.Page(fmt.Sprintf("/hostile%d.xml", show), "application/rss+xml",
			`<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Hostile</title>`+items.String()+`</channel></rss>`)
	}
	var published atomic.Int64
	w.Handle("/quiet.xml", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(rw, `<rss version="2.0"><channel><title>Quiet</title>`)
		for i := range published.Load() {
			fmt.Fprintf(rw, `<item><guid>%d</guid><title>Why we moved to Zorblax, part %d</title><enclosure url="%s" type="audio/mpeg"/></item>`, i, i, w.At(fmt.Sprintf("/quiet-%d.mp3", i)))
		}
		fmt.Fprint(rw, `</channel></rss>`)
	}))

	s := serve(t, quick)
	used := s.watchMemory()
	s.addBrand("Zorblax", nil)
	quiet := s.addSource(w.At("/quiet.xml"))
	s.waitRead(quiet.ID)
	for show := range shows {
		s.addSource(w.At(fmt.Sprintf("/hostile%d.xml", show)))
	}
	found := func(source string) int {
		var page struct{ Total int }
		s.must("GET", "/mentions/totals?unsure=too"+source, nil, &page)
		return page.Total
	}
	want, began, slowest := shows*episodes, time.Now(), time.Duration(0)
	deadline := began.Add(time.Duration(want) * 90 * time.Second)
	for found("") < want+int(published.Load()) {
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d mentions after %s", found(""), want, time.Since(began))
		}
		published.Add(1)
		at := time.Now()
		for found("&source="+quiet.ID) < int(published.Load()) {
			if time.Since(at) > eventTimeout {
				t.Fatalf("the episode of another source isn't found after %s", time.Since(at))
			}
			time.Sleep(20 * time.Millisecond)
		}
		slowest = max(slowest, time.Since(at))
		time.Sleep(time.Duration(want) * time.Second / 6) // no faster than a busy publisher
	}
	took := time.Since(began)
	t.Logf("before the index is done: %s", used)
	s.searched("zorblax", want+int(published.Load()))
	t.Logf("%d transcripts of 15 MB in %s, another source's mention within %s: peak %s", want, took.Round(time.Second), slowest.Round(time.Millisecond), used)
	if got := used.own.Load(); got > allowedPeak {
		t.Errorf("the server took %d MB", got)
	}
	m := s.mentions("sort=found")
	for _, m := range m {
		_, body := s.call("GET", "/mentions/"+m.ID, nil, nil)
		if len(body) > 512<<10 {
			t.Errorf("a mention answers with %d KB", len(body)>>10)
		}
	}
	if got := used.own.Load(); got > allowedPeak {
		t.Errorf("after its answers the server has taken %d MB", got)
	}
}

// searched waits until search finds the word in that many documents.
func (s *server) searched(word string, documents int) {
	s.t.Helper()
	var page struct{ Documents int }
	deadline := time.Now().Add(time.Duration(documents) * 30 * time.Second)
	for page.Documents < documents {
		if time.Now().After(deadline) {
			s.t.Fatalf("search finds %d of %d documents", page.Documents, documents)
		}
		time.Sleep(200 * time.Millisecond)
		// On a busy machine a count over that much text may take longer than is allowed.
		if status, body := s.call("GET", "/search/totals?q="+word, nil, &page); status != http.StatusOK && status != http.StatusServiceUnavailable {
			s.t.Fatalf("search answers %d: %s", status, body)
		}
	}
}

// Whichever part of a feed, a transcript or an import is large, processing it costs little memory
// and ends.
func TestHostileParts(t *testing.T) {
	t.Parallel()
	const size = 15 << 20
	w := feedstest.NewServer(t)
	fill := func(piece string) string { return strings.Repeat(piece, size/len(piece)) }
	// Texts that are accepted whole are used at a sixteenth of their size in normal runs: they take
	// the same path in less time. Texts that a limit refuses always have full size.
	part := fill
	if os.Getenv("NAMEDROP_SLOW") == "" {
		part = func(piece string) string { return strings.Repeat(piece, size/16/len(piece)) }
	}
	recordings := 0
	recording := func() string { // of its own: documents that share one are copies, and one row
		recordings++
		return w.At(fmt.Sprintf("/%d.mp3", recordings))
	}
	wrap := func(item string) string {
		return `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Hostile</title>` + item + `</channel></rss>`
	}
	episode := func(more string) string {
		return wrap(`<item><guid>1</guid><title>About Zorblax</title>` + more + `<enclosure url="` + recording() + `" type="audio/mpeg"/></item>`)
	}
	feeds := map[string]string{
		"description": episode("<description>" + fill("Zorblax a ") + "</description>"),
		"title":       wrap(`<item><guid>1</guid><title>` + fill("Zorblax a ") + `</title><enclosure url="` + recording() + `" type="audio/mpeg"/></item>`),
		"guid":        wrap(`<item><guid>` + fill("z") + `</guid><title>About Zorblax</title><enclosure url="` + recording() + `" type="audio/mpeg"/></item>`),
		"people":      episode(fill(`<podcast:person>Zorblax</podcast:person>`)),
		"elements":    episode(fill(`<a/>`)),
		"items":       wrap(fill(`<item><title>About Zorblax</title></item>`)),
	}
	texts := map[string]string{
		"word": fill("zorblax"), "unseen": "Zor" + part("\u00ad") + "blax and Zorblax", "lines": "WEBVTT\n\n" + fill("a\n"),
		"cues": "WEBVTT\n\n" + fill("00:00.000 --> 00:00.001\nZorblax\n\n"), "json": `{"segments":[` + fill(`{"startTime":1,"body":"Zorblax"},`) + `{}]}`,
		"values": fill("[[],"), "markup": fill("<p>Zorblax"), "sound": part("Zorblaks a "),
	}
	for name, body := range feeds {
		w.Handle("/"+name+".xml", packed("application/rss+xml", body))
	}
	for name, body := range texts {
		w.Handle("/"+name+".txt", packed("", body))
		w.Page("/text-"+name+".xml", "application/rss+xml", episode(`<podcast:transcript url="`+w.At("/"+name+".txt")+`" type="text/plain"/>`))
		feeds["text-"+name] = ""
	}
	w.Page("/chapters.json", "application/json", `{"chapters":[`+strings.Repeat(`{"startTime":1,"title":"Zorblax"},`, 50_000)+`{"startTime":1,"title":"x"}]}`)
	w.Page("/chaptered.xml", "application/rss+xml", episode(`<podcast:chapters url="`+w.At("/chapters.json")+`" type="application/json+chapters"/>`))
	feeds["chaptered"] = ""

	s := serve(t, quick)
	used := s.watchMemory()
	s.addBrand("Zorblax", nil)
	for name := range feeds {
		src := s.addSource(w.At("/" + name + ".xml"))
		if src = s.waitRead(src.ID); src.Health != "healthy" {
			t.Logf("%s is %s", name, src.Health)
		}
	}
	eventually(t, func() string {
		var status struct {
			Transcripts map[string]int
			Outbox      int
		}
		s.must("GET", "/status", nil, &status)
		if status.Transcripts["waiting"] > 0 || status.Outbox > 0 {
			return fmt.Sprintf("%+v", status)
		}
		return ""
	})
	t.Logf("%d feeds and transcripts: peak %s", len(feeds), used)
	line := fmt.Sprintf(`{"id":"1","source":"talk","title":"Talk","text":%q}`+"\n", part("Zorblax a "))
	if out, code := s.run(strings.NewReader(line), "import", "documents", "-"); code != 0 {
		t.Fatal(out)
	}
	edits := 2
	if os.Getenv("NAMEDROP_SLOW") != "" {
		edits = 200
	}
	for i := range edits {
		s.must("PUT", "/brands/zorblax", map[string]any{"name": "Zorblax", "context": []string{fmt.Sprint("word", i)}}, nil)
	}
	for deadline := time.Now().Add(time.Duration(edits) * 3 * time.Minute); s.rescansOpen() > 0 && time.Now().Before(deadline); {
		time.Sleep(200 * time.Millisecond)
	}
	if open := s.rescansOpen(); open > 0 {
		t.Errorf("%d rescans of %d are not done", open, edits)
	}
	for _, m := range s.mentions("") {
		if _, body := s.call("GET", "/documents/"+m.Document.ID, nil, nil); len(body) > 8<<20 {
			t.Errorf("%s answers with %d KB", m.Document.Title, len(body)>>10)
		}
	}
	var hits struct{ Items []json.RawMessage }
	s.must("POST", "/brands/preview", map[string]any{"text": strings.Repeat("Zorblax a ", 99_000)}, &hits)
	if len(hits.Items) > 1000 {
		t.Errorf("a preview has %d hits", len(hits.Items))
	}
	t.Logf("with an import, its rescans and its answers: peak %s", used)
	if got := used.own.Load(); got > allowedPeak {
		t.Errorf("the server took %d MB", got)
	}
}

// After a server was killed twice while it processed a large document, doctor names the document
// and the server processes the others.
func TestDoctorNamesWhatEndedTheProcess(t *testing.T) {
	s := prepare(t, calm)
	work := `{"kind":"detector","id":"%s","size":15000000}`
	line := `{"id":"1","source":"talk","title":"Talk","text":"We moved to Larkmeter."}` + "\n"
	s.start()
	s.addBrand("Larkmeter", nil)
	if out, code := s.run(strings.NewReader(line), "import", "documents", "-"); code != 0 {
		t.Fatal(out)
	}
	var id string
	eventually(t, func() string {
		if found := s.mentions(""); len(found) == 1 {
			id = found[0].Document.ID
			return ""
		}
		return "no mention"
	})
	for range 2 {
		s.kill()
		if err := os.WriteFile(s.data("inflight.json"), fmt.Appendf(nil, work, id), 0o600); err != nil {
			t.Fatal(err)
		}
		s.start()
	}
	out, code := s.run(nil, "doctor")
	if code == 0 || !strings.Contains(out, "FAIL  quarantine") || !strings.Contains(out, id) {
		t.Errorf("doctor ends with %d:\n%s", code, out)
	}
	if out, code := s.run(nil, "release", id); code != 0 {
		t.Error(out)
	}
	if out, _ := s.run(nil, "doctor"); strings.Contains(out, "FAIL  quarantine") {
		t.Error(out)
	}
	if out, code := s.run(nil, "release", id); code == 0 {
		t.Error("twice: ", out)
	}
}
