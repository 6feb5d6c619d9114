package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast"
)

// elsewhere is what would lead the crawler off this machine: moves and transcripts.
var elsewhere = regexp.MustCompile(`new-feed-url|podcast:transcript|podcast:chapters`)

// recorded serves a folder of recorded files and returns the paths.
func recorded(t *testing.T, w *feedstest.Server, folder string) []string {
	t.Helper()
	root := feedstest.Data(t, "sources/"+folder)
	paths := w.Folder(t, "/"+folder, root)
	for _, p := range paths {
		name := filepath.Join(root, strings.TrimPrefix(p, "/"+folder+"/"))
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if elsewhere.Match(body) {
			w.Page(p, feedstest.Type(name), elsewhere.ReplaceAllString(string(body), "podcast:elsewhere"))
		}
	}
	return paths
}

// Every recorded feed ends as all the documents that its parser can read, or as a
// sentence on its source.
func TestRecordedFeedsThroughTheBinary(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	var paths []string
	for _, folder := range []string{"podcast_rss", "feeds_malformed", "feeds_encoding", "feeds_generic", "feeds_huge"} {
		paths = append(paths, recorded(t, w, folder)...)
	}
	door, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("test", "https://test.example"), AllowPrivate: feedstest.Loopback(), PerHost: 1000})
	if err != nil {
		t.Fatal(err)
	}
	defer door.Close()
	reader := podcast.New(door)
	s := serve(t, calm)
	ids := map[string]string{}
	for _, p := range paths {
		ids[p] = s.addSource(w.At(p)).ID
	}
	documents, refused := 0, 0
	for _, p := range paths {
		got := s.waitRead(ids[p])
		want, err := reader.Read(testContext(t), feeds.Source{ID: "x", Key: "x", URL: w.At(p)}, nil)
		switch {
		case err != nil:
			refused++
			if got.Health == "healthy" || !strings.HasSuffix(got.Error, ".") {
				t.Errorf("%s: %s, %q; want a sentence like %q", p, got.Health, got.Error, err)
			}
		case want.Fault != nil: // without items
			if got.Health == "healthy" || !strings.HasSuffix(got.Error, ".") {
				t.Errorf("%s: %s, %q; want a sentence like %q", p, got.Health, got.Error, want.Fault)
			}
		case got.Health != "healthy" || got.Documents != len(want.Documents):
			t.Errorf("%s: %s with %d documents, want %d; %s", p, got.Health, got.Documents, len(want.Documents), got.Error)
		}
		documents += got.Documents
	}
	t.Logf("%d files: %d documents, %d files refused with a sentence", len(paths), documents, refused)
	if documents < 1000 || refused == 0 || refused > len(paths)/4 {
		t.Errorf("%d files: %d documents, %d refused", len(paths), documents, refused)
	}
}

// calm reads each source once.
const calm = `
fetch: {allow_private: [127.0.0.0/8, "::1/128"], per_host: 1000, timeout: 20s}
sources: {min_interval: 1h, max_interval: 2h, workers: 8}
`

// Every recorded transcript, offered by a small feed, becomes the cues or the text of
// its episode; the one without words leaves an episode that is there all the same.
func TestRecordedTranscriptsThroughTheBinary(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	root := feedstest.Data(t, "sources/transcripts")
	paths := w.Folder(t, "/transcripts", root)
	s := serve(t, calm)
	s.addBrand("Larkmeter", nil)
	for _, p := range paths {
		feed := "/feed" + p + ".xml"
		w.Page(feed, "application/rss+xml", fmt.Sprintf(`<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>%[1]s</title>
<item><guid>1</guid><title>Larkmeter: %[1]s</title><enclosure url="https://x.example/%[1]s.mp3" type="audio/mpeg"/><podcast:transcript url="%[2]s" type="text/plain"/></item></channel></rss>`, path.Base(p), w.At(p)))
		s.addSource(w.At(feed))
	}
	wordless := 0
	for _, p := range paths {
		body, err := os.ReadFile(filepath.Join(root, path.Base(p)))
		if err != nil {
			t.Fatal(err)
		}
		want, err := captions.Parse(body, "")
		if err != nil {
			wordless++
		}
		eventually(t, func() string {
			for _, m := range s.mentions("") {
				if m.Document.Title != "Larkmeter: "+path.Base(p) {
					continue
				}
				var d feeds.Document
				s.must("GET", "/documents/"+m.Document.ID, nil, &d)
				if len(d.Cues) == len(want.Cues) && (len(want.Cues) > 0 || (d.Text == "") == (want.Text == "")) {
					return ""
				}
				return fmt.Sprintf("%s: %d cues, %d bytes of text; want %d cues, %d bytes", p, len(d.Cues), len(d.Text), len(want.Cues), len(want.Text))
			}
			return p + ": no document"
		})
	}
	var status struct{ Transcripts map[string]int }
	s.must("GET", "/status", nil, &status)
	if wordless != 1 || status.Transcripts["pending"]+status.Transcripts["failed"] != wordless {
		t.Errorf("%d transcripts without words, status says %v", wordless, status.Transcripts)
	}
	t.Logf("%d transcripts, %d without words", len(paths), wordless)
}

// Every recorded OPML file is taken, or refused with a sentence; taken again, it adds nothing.
func TestRecordedOPMLThroughTheCommandLine(t *testing.T) {
	t.Parallel()
	root := feedstest.Data(t, "sources/opml")
	s := prepare(t, "") // no server runs, and so nobody's host is asked
	files, err := filepath.Glob(filepath.Join(root, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	taken, added := 0, 0
	for i, f := range files {
		out, code := s.run(nil, "source", "import", f)
		var n int
		if _, err := fmt.Sscanf(out, "%d added", &n); err != nil || code != 0 && !strings.Contains(out, " skipped") { // entries without an address are skipped
			if code != 1 || !strings.HasSuffix(strings.TrimSpace(out), ".") || strings.Contains(out, "on our side") {
				t.Errorf("%s: exit %d: %s", filepath.Base(f), code, out)
			}
			continue
		}
		taken, added = taken+1, added+n
		if i%4 > 0 && os.Getenv("NAMEDROP_SLOW") == "" {
			continue
		}
		again, codeAgain := s.run(nil, "source", "import", f)
		if codeAgain != code || !strings.HasPrefix(again, "0 added") {
			t.Errorf("%s again: exit %d: %s", filepath.Base(f), codeAgain, again)
		}
	}
	t.Logf("%d files, %d taken, %d sources", len(files), taken, added)
	// Nearly all of them list the same few made-up addresses.
	if taken < len(files)*3/4 || added < 5 {
		t.Errorf("%d of %d files taken, %d sources", taken, len(files), added)
	}
}

// The mentions of imported captions are what detect finds in them.
func TestImportedCaptionsAgreeWithDetect(t *testing.T) {
	t.Parallel()
	docs, brands := feedstest.Data(t, "detect/changelog-captions.jsonl"), feedstest.Data(t, "detect/brands-changelog.jsonl")
	s := serve(t, calm)
	if out, code := s.run(nil, "brand", "import", brands); code != 0 {
		t.Fatal(out)
	}
	if out, code := s.run(nil, "import", "documents", docs); code != 0 {
		t.Fatal(out)
	}
	text, err := os.ReadFile(docs)
	if err != nil {
		t.Fatal(err)
	}
	said, code := s.run(bytes.NewReader(text), "detect", "--brands", brands)
	if code != 0 {
		t.Fatal(said)
	}
	var want []string
	for dec := json.NewDecoder(strings.NewReader(said)); dec.More(); {
		var line struct {
			ID   string
			Hits []struct {
				Brand, Surface string
				Start, End     int
			}
		}
		if err := dec.Decode(&line); err != nil {
			t.Fatal(err)
		}
		for _, h := range line.Hits {
			want = append(want, fmt.Sprintf("%s %s %d-%d %s", line.ID, h.Brand, h.Start, h.End, h.Surface))
		}
	}
	slices.Sort(want)
	var got []string
	eventually(t, func() string {
		if n := s.rescansOpen(); n > 0 {
			return fmt.Sprintf("%d rescans are under way", n)
		}
		got = got[:0]
		names := map[string]string{}
		for _, m := range s.mentions("") {
			name, ok := names[m.Document.ID]
			if !ok {
				var d feeds.Document
				s.must("GET", "/documents/"+m.Document.ID, nil, &d)
				name = d.Key[strings.LastIndexByte(d.Key, '\n')+1:]
				names[m.Document.ID] = name
			}
			for _, h := range m.Hits {
				if h.Field == "text" && !h.Unsure {
					got = append(got, fmt.Sprintf("%s %s %d-%d %s", name, m.Brand.ID, h.Start, h.End, h.Surface))
				}
			}
		}
		slices.Sort(got)
		// A mention leaves out some doubtful sound-alikes of a name that the text has too, and
		// nothing else: see detect.Shown.
		pairs := func(lines []string) []string {
			var out []string
			for _, l := range lines {
				f := strings.Fields(l)
				out = append(out, f[0]+" "+f[1])
			}
			return slices.Compact(out)
		}
		added := slices.DeleteFunc(slices.Clone(got), func(l string) bool { _, found := slices.BinarySearch(want, l); return found })
		if len(added) > 0 || len(got) < len(want)*9/10 {
			return fmt.Sprintf("%d hits of %d; detect has not: %q", len(got), len(want), added)
		}
		return cmp.Diff(pairs(want), pairs(got))
	})
	t.Logf("%d of detect's %d hits", len(got), len(want))
	if len(got) < 100 {
		t.Errorf("only %d hits", len(got))
	}
}

func (s *server) rescansOpen() (open int) {
	s.t.Helper()
	var page struct{ Items []struct{ State string } }
	s.must("GET", "/rescans", nil, &page)
	for _, r := range page.Items {
		if r.State == "waiting" || r.State == "running" {
			open++
		}
	}
	return open
}
