package page

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

var november = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// said returns n words that somebody may say.
func said(n int) string {
	words := strings.Fields("and then we moved all of our invoices to Acme because nobody wanted to wait another week for the old system")
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(words[i%len(words)])
	}
	return b.String()
}

// talk returns paragraphs of two speakers with so many words each.
func talk(paragraphs, words int) string {
	var b strings.Builder
	for i := range paragraphs {
		fmt.Fprintf(&b, "<p>%s: %s.</p>\n", []string{"Anna", "Bo"}[i%2], said(words))
	}
	return b.String()
}

// times returns lines with a time every 15 seconds, of so many words each.
func times(lines, words int) string {
	var b strings.Builder
	for i := range lines {
		fmt.Fprintf(&b, "<p>[%02d:%02d] %s: %s.</p>\n", i*15/60, i*15%60, []string{"Anna", "Bo"}[i%2], said(words))
	}
	return b.String()
}

const chapters = "<p>00:00 Welcome<br>01:10 The invoices<br>02:30 Acme and others<br>04:00 Goodbye</p>"

const notes = "<p>Anna talks with Bo about invoices, in this episode that is brought to you by Umbrella.</p>"

func page(body string) string {
	return `<!doctype html><html lang="en"><head><title>How Acme grew up | The Ship Show</title></head><body><nav><a href="/transcripts">Transcripts</a></nav>
		<main><h1>How Acme grew up</h1>` + notes + body + `</main><footer>The Ship Show</footer></body></html>`
}

func open(t testing.TB) *Transcripts {
	t.Helper()
	d, err := fetch.New(fetch.Options{
		UserAgent: fetch.UserAgent("test", "https://namedrop.example/bot"), AllowPrivate: feedstest.Loopback(),
		Clock: feedstest.NewClock(november), PerHost: 10_000, Burst: 10_000, Timeout: 30 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return New(d)
}

// episode lasts five minutes: 500 to 1000 words.
func episode(address string) feeds.Task {
	return feeds.Task{Document: feeds.Document{Kind: feeds.Podcast, Title: "12: How Acme grew up", URL: address, Duration: 300}}
}

// each of the pages has a transcript, and what is taken has none of the notes, comments and links around it.
func TestTranscriptsOnPages(t *testing.T) {
	s := feedstest.NewServer(t)
	vtt := "WEBVTT\n"
	for i := range 20 {
		vtt += fmt.Sprintf("\n00:%02d:%02d.000 --> 00:%02d:%02d.000\n<v Anna>%s\n", i/4, i*15%60, (i+1)/4, (i+1)*15%60, said(35))
	}
	s.Page("/files/1.vtt", "text/vtt", vtt)
	s.Page("/files/1.txt", "text/plain", strings.ReplaceAll(strings.ReplaceAll(talk(20, 35), "<p>", ""), "</p>", ""))
	s.Page("/transcripts/12", "text/html", `<html><head><title>Transcript: How Acme grew up</title></head><body><h1>How Acme grew up - Transcript</h1><main>`+talk(20, 35)+`</main></body></html>`)
	s.Page("/files/1.html", "text/html", times(20, 35))
	after := `<h2>Comments</h2><p>Zed: What a nonsense</p>`
	for name, tt := range map[string]struct {
		body  string
		cues  bool // else text
		asked string
	}{
		"a heading":                      {body: "<h2>Transcript</h2>" + talk(20, 35) + after},
		"a heading in a box":             {body: "<div><div><h3>Read the full transcript</h3></div><div>" + talk(20, 35) + "</div></div>" + after},
		"a heading with the title":       {body: "<h2>Transcript: How Acme grew up</h2>" + talk(20, 35) + after},
		"with headings of its own":       {body: "<h2>Transcript</h2><h3>The invoices</h3>" + talk(10, 35) + "<h3>The rest</h3>" + talk(10, 35) + after},
		"Dutch":                          {body: "<h2>Volledig transcript van de aflevering</h2>" + talk(20, 35) + "<h4>Reacties</h4><p>Zed zegt iets</p>"},
		"German":                         {body: "<h2>Das vollständige Transkript der Folge</h2>" + talk(20, 35) + "<h4>Kommentare</h4><p>Zed meint</p>"},
		"French":                         {body: "<h2>Transcription complète de l’épisode</h2>" + talk(20, 35) + "<h4>Commentaires</h4><p>Zed dit</p>"},
		"Spanish":                        {body: "<h2>Transcripción del episodio</h2>" + talk(20, 35) + "<h4>Comentarios</h4><p>Zed dice</p>"},
		"a bold line":                    {body: "<p><strong>TRANSCRIPT</strong></p>" + talk(20, 35) + "<p><b>Show notes</b></p><p>Zed</p>"},
		"details":                        {body: "<details><summary>Show transcript</summary>" + talk(20, 35) + "</details><p>Zed</p>"},
		"a tab":                          {body: `<ul><li><a href="#tab-2">Transcript</a></li></ul><div id="tab-1">Zed</div><div id="tab-2">` + talk(20, 35) + `</div>`},
		"a button":                       {body: `<p><button aria-controls="words">Transcript</button></p><p>Zed</p><div id="words">` + talk(20, 35) + `</div>`},
		"an element of that name":        {body: `<div class="episode-transcript hidden">` + talk(20, 35) + `</div><p>Zed</p>`},
		"comments in the same box":       {body: `<h2>Transcript</h2>` + talk(20, 35) + `<div id="comments"><p>Zed: ` + said(300) + `</p></div>`},
		"words only":                     {body: "<h2>Transcript</h2><p>" + said(700) + "</p>" + after},
		"times":                          {body: "<h2>Transcript</h2>" + times(20, 35) + after, cues: true},
		"times below a list of chapters": {body: "<h2>Chapters</h2>" + chapters + "<h2>Transcript</h2>" + times(20, 35) + after, cues: true},
		"times without a heading":        {body: "<div><p>Zed</p></div><div>" + times(20, 35) + "</div>" + after, cues: true},
		"speakers without a heading":     {body: "<div><p>Zed</p></div><div>" + talk(20, 35) + "</div>" + after},
		"a linked file":                  {body: `<p><a href="/files/1.vtt">Download the transcript</a></p>`, cues: true, asked: "/files/1.vtt"},
		"a file without a word":          {body: `<p><a href="/files/1.vtt">Captions</a></p>`, cues: true, asked: "/files/1.vtt"},
		"the better of two files":        {body: `<a href="/files/1.txt">Transcript (TXT)</a> <a href="/files/1.vtt">Transcript (VTT)</a>`, cues: true, asked: "/files/1.vtt"},
		"a text file":                    {body: `<p><a href="/files/1.txt">Transcript</a></p>`, asked: "/files/1.txt"},
		"a linked page":                  {body: `<p><a href="/transcripts/12">Read the transcript</a></p>`, asked: "/transcripts/12"},
		"a linked piece of HTML":         {body: `<p><a href="/files/1.html">Transcript</a></p>`, cues: true, asked: "/files/1.html"},
		"a track":                        {body: `<audio><track kind="captions" src="/files/1.vtt"></audio>`, cues: true, asked: "/files/1.vtt"},
		"words here and times in a file": {body: `<h2>Transcript</h2><p><a href="/files/1.vtt">Download the transcript</a></p>` + talk(20, 35), cues: true, asked: "/files/1.vtt"},
		"with a broken file beside it":   {body: `<h2>Transcript</h2><p><a href="/gone.vtt">Transcript</a></p>` + talk(20, 35), asked: "/gone.vtt"},
	} {
		t.Run(name, func(t *testing.T) {
			address := "/e/" + strings.ReplaceAll(name, " ", "-")
			s.Page(address, "text/html; charset=utf-8", page(tt.body))
			got, err := open(t).Fill(context.Background(), episode(s.At(address)))
			if err != nil || got.Origin != feeds.Publisher || (len(got.Cues) > 0) != tt.cues || got.File.URL == "" {
				t.Fatalf("%d cues, %q, %s, %v", len(got.Cues), got.Text, got.File.URL, err)
			}
			text := got.Text + feeds.JoinCues(got.Cues)
			if n := strings.Count(text, "Acme"); n < 20 {
				t.Errorf("Acme %d times", n)
			}
			for _, not := range []string{"Zed", "Umbrella", "Goodbye", "The Ship Show"} {
				if strings.Contains(text, not) {
					t.Errorf("%q was taken too: %.200q", not, text)
				}
			}
			if tt.cues && (got.Cues[1].Start != 15 || got.Cues[0].Speaker != "Anna" || !got.File.Timed) {
				t.Errorf("%+v", got.Cues[:2])
			}
			if tt.asked != "" && len(s.Asked(tt.asked)) == 0 {
				t.Errorf("%s was not asked for", tt.asked)
			}
		})
	}
}

// What isn't certain to be the transcript of the episode is not taken.
func TestPagesWithoutATranscript(t *testing.T) {
	s, other := feedstest.NewServer(t), feedstest.NewServer(t)
	other.Page("/1.vtt", "text/vtt", "WEBVTT\n\n00:00.000 --> 00:05.000\nHello\n")
	s.Page("/files/other.txt", "text/plain", talk(20, 35))
	s.Page("/files/1.pdf", "application/pdf", "%PDF-1.7 "+said(700))
	s.Page("/transcripts/11", "text/html", `<title>Transcript: Why Umbrella failed</title><h1>Why Umbrella failed</h1><h2>Transcript</h2>`+talk(20, 35))
	for name, body := range map[string]string{
		"notes only":                     "<p>" + said(200) + "</p>",
		"long notes":                     "<h2>Show notes</h2><p>" + said(900) + "</p>",
		"a list of chapters":             chapters,
		"chapters called a transcript":   "<h2>Transcript</h2>" + chapters,
		"many chapters":                  strings.ReplaceAll(times(20, 3), "Anna: ", ""),
		"a promise":                      "<h2>Transcript</h2><p>" + said(30) + ": write to us and we send you the transcript.</p>",
		"the notes below a promise":      "<h2>Transcript</h2><p>It comes next week.</p><h2>About this episode</h2><p>" + said(700) + "</p>",
		"no transcript":                  "<h2>No transcript yet</h2><p>" + said(700) + "</p>",
		"comments":                       `<div class="comments-area"><h2>Comments</h2>` + talk(20, 35) + `</div>`,
		"that of another recording":      "<h2>Transcript</h2>" + talk(100, 35),
		"times of another recording":     "<h2>Transcript</h2>" + times(200, 35),
		"transcripts of two":             "<div><h2>Transcript</h2>" + talk(20, 35) + "</div><div><h2>Transcript</h2>" + talk(22, 35) + "</div>",
		"chapters, then times, unnamed":  chapters + times(20, 35),
		"a file on another host":         `<a href="` + other.At("/1.vtt") + `">Transcript</a>`,
		"an archive":                     `<a href="/transcripts/11">All transcripts</a>`,
		"a page about another episode":   `<a href="/transcripts/11">Transcript</a>`,
		"files of several episodes":      `<a href="/files/other.txt">Transcript</a> <a href="/files/third.txt">Transcript</a>`,
		"a PDF":                          `<a href="/files/1.pdf">Transcript</a>`,
		"a few facts with colons":        "<p>Guest: Bo</p><p>Length: five minutes</p><p>Place: Delft</p><p>" + said(400) + "</p>",
		"a short interview in writing":   "<div>" + talk(8, 35) + "</div>",
		"a word in a menu":               `<ul class="menu"><li>Transcript</li><li>Shop</li></ul><p>` + said(500) + "</p>",
		"nothing":                        "",
		"a form":                         "<form><h2>Transcript</h2>" + talk(20, 35) + "</form>",
		"half a page of broken elements": "<h2>Transcript" + strings.Repeat("<div><p><h3>", 400),
	} {
		t.Run(name, func(t *testing.T) {
			address := "/e/" + strings.ReplaceAll(name, " ", "-")
			s.Page(address, "text/html", page(body))
			got, err := open(t).Fill(context.Background(), episode(s.At(address)))
			if got.HasText() || feeds.FaultOf(err) != feeds.FaultAbsent {
				t.Errorf("%d cues, %.300q, %v", len(got.Cues), got.Text, err)
			}
		})
	}
	if n := len(other.Asked("/1.vtt")); n != 0 {
		t.Errorf("asked another host %d times", n)
	}
}

// A page has to be about the episode, and be meant for programs and everybody.
func TestPagesThatAreNotRead(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private\n")
	s.Page("/private/1", "text/html", page("<h2>Transcript</h2>"+talk(20, 35)))
	s.Page("/hidden/1", "text/html", page(`<a href="/private/1.vtt">Transcript</a>`))
	s.Page("/other", "text/html", strings.ReplaceAll(page("<h2>Transcript</h2>"+talk(20, 35)), "How Acme grew up", "Why Umbrella failed"))
	s.Page("/", "text/html", page("<h2>Transcript</h2>"+talk(20, 35)))
	s.Handle("/old", http.RedirectHandler(s.At("/"), http.StatusFound))
	s.Handle("/moved", http.RedirectHandler(s.At("/private/1"), http.StatusFound))
	s.Handle("/members", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	s.Page("/huge", "text/html", page(strings.Repeat("<p>words</p>", 1<<20)))
	s.Page("/binary", "audio/mpeg", strings.Repeat("\x00\x01\xff\xfb", 2000))
	for path, want := range map[string]struct {
		kind feeds.FaultKind
		code string
	}{
		"/private/1": {feeds.FaultBlocked, "robots_disallow"},
		"/moved":     {feeds.FaultBlocked, "robots_disallow"},
		"/hidden/1":  {feeds.FaultAbsent, "page_without_transcript"},
		"/other":     {feeds.FaultAbsent, "page_not_of_episode"},
		"/old":       {feeds.FaultAbsent, "page_not_of_episode"},
		"/members":   {feeds.FaultAbsent, "page_for_members"},
		"/binary":    {feeds.FaultAbsent, "page_not_of_episode"},
		"/huge":      {feeds.FaultTooLarge, ""},
		"/missing":   {feeds.FaultAbsent, ""},
	} {
		got, err := open(t).Fill(context.Background(), episode(s.At(path)))
		code, _ := feeds.CodeOf(err)
		if got.HasText() || feeds.FaultOf(err) != want.kind || want.code != "" && code != want.code {
			t.Errorf("%s: %s, %v", path, code, err)
		}
	}
	if n := len(s.Asked("/private/1")) + len(s.Asked("/private/1.vtt")); n != 0 {
		t.Errorf("asked %d times for what robots.txt forbids", n)
	}
	for address, want := range map[string]bool{
		"https://ship.example/12": true, "https://ship.example/?p=12": true, "https://ship.example/": false, "https://ship.example": false,
		"https://ship.example/12.mp3": false, "ftp://ship.example/12": false, "": false, "%": false,
	} {
		if got := New(nil).Can(episode(address)); got != want {
			t.Errorf("can read %q: %v", address, got)
		}
	}
}

// A page that is made to be slow is read in a few seconds.
func TestHostilePagesAreQuick(t *testing.T) {
	for name, body := range map[string]string{
		"deep":        strings.Repeat("<div>", 1<<20),
		"empty":       "<h2>Transcript</h2>" + strings.Repeat("<i></i>", 1<<20),
		"headings":    strings.Repeat("<h2>Transcript</h2>", 1<<18),
		"named":       strings.Repeat(`<div class="transcript">`+said(60)+`</div>`, 1<<12),
		"nested":      strings.Repeat(strings.Repeat(`<div class="transcript">`, 400)+said(60)+strings.Repeat("</div>", 400), 1<<9),
		"links":       strings.Repeat(`<a href="/1.vtt?`+said(1)+`">Transcript</a>`, 1<<17),
		"attributes":  "<h2 " + strings.Repeat("a=b ", 1<<20) + ">Transcript</h2>",
		"tables":      strings.Repeat("<table><b>", 1<<18),
		"controls":    strings.Repeat(`<p><button aria-controls="x">Transcript</button></p>`, 1<<16),
		"mixed times": strings.Repeat("<p>0:01 word</p><h3>x</h3>", 1<<17),
	} {
		start := time.Now()
		if p, err := parse([]byte(page(body)), "text/html"); err == nil {
			p.find(300)
			p.article(300)
			p.links(mustURL("https://ship.example/12"))
		}
		if took := time.Since(start); took > 30*time.Second { // a busy machine takes ten times as long as an idle one
			t.Errorf("%s took %s", name, took)
		} else {
			t.Log(name, took)
		}
	}
}

// Articles, forums and blogs as they are on the web are no transcripts of an episode of the usual length. One of them is an
// interview in writing.
func TestRecordedPagesAreNoTranscripts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(feedstest.Data(t, "sources/web"), "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := parse(body, "text/html")
		if err != nil {
			continue
		}
		for _, duration := range []float64{0, 900, 1800, 3600} {
			if r, ok := p.find(duration); ok {
				t.Errorf("%s, %v s: %d cues, %.200q", filepath.Base(name), duration, len(r.Cues), r.Text)
			}
		}
	}
	t.Logf("%d pages", len(files))
}

// The transcript of a real episode in HTML is one, and not that of an episode which is much shorter.
func TestARecordedTranscript(t *testing.T) {
	body, err := os.ReadFile(filepath.Join(feedstest.Data(t, "sources"), "transcripts/buzzcast.html"))
	if err != nil {
		t.Fatal(err)
	}
	r, ok := judge(body, "text/html", 0, true)
	if !ok || len(r.Cues) < 30 || !r.Speakers() {
		t.Fatalf("%v, %d cues", ok, len(r.Cues))
	}
	last := r.Cues[len(r.Cues)-1].Start
	if _, ok := judge(body, "text/html", last+60, true); !ok {
		t.Errorf("not that of %v seconds", last+60)
	}
	if _, ok := judge(body, "text/html", last/2, true); ok {
		t.Errorf("that of %v seconds", last/2)
	}
}

func FuzzFind(f *testing.F) {
	f.Add([]byte(page("<h2>Transcript</h2>"+times(20, 35))), "text/html")
	f.Add([]byte(page(`<a href="/1.vtt">Transcript</a><base href="//x">`)), "text/html")
	f.Add([]byte(page("<details><summary>Transcript</summary>"+talk(20, 35))), "")
	f.Add([]byte(`<div class="transcript" aria-controls="a"><h1 id="a">Transcript: x</h1>`), "text/html")
	at := mustURL("https://ship.example/12")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		p, err := parse(body, contentType)
		if err != nil {
			return
		}
		for _, duration := range []float64{0, 300} {
			r, ok := p.find(duration)
			if ok && len(strings.Fields(r.Text+feeds.JoinCues(r.Cues))) < fewest {
				t.Fatalf("%d cues, %q", len(r.Cues), r.Text)
			}
			p.article(duration)
		}
		for _, l := range p.links(at) {
			if l.url.Host != at.Host || l.url.User != nil {
				t.Fatalf("link to %s", l.url)
			}
		}
	})
}

func mustURL(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil {
		panic(err)
	}
	return u
}
