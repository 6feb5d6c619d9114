// Package smalltube is a small YouTube on loopback, for tests and for the demo: feeds, pages, lists,
// players and captions, of invented channels.
package smalltube

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Channel is an invented channel.
type Channel struct {
	ID     string // UC…
	Handle string // without the @
	Name   string
}

// Track is one caption track of a video.
type Track struct {
	Language  string
	Automatic bool
	Cues      []feeds.Cue
	Body      string // sent in place of the cues
	Token     bool   // its address says that a token is needed
	Empty     bool   // it is answered with nothing
	Video     string // whose captions its address says they are; the video's own by default
}

// Video is an invented video.
type Video struct {
	ID, Channel, Title, Notes string
	Published                 time.Time
	Duration                  int // seconds
	Tracks                    []Track
	Status, Reason            string // of the players' answers; OK by default
	Answer                    string // the whole answer of the players, in place of one made from the above
}

// World is all that the server has. Its methods are safe for concurrent use.
type World struct {
	mu       sync.Mutex
	channels []Channel
	videos   []Video
	feeds    int // status of feeds; zero for the real ones
	asked    []string
	answer   func(client, video string) string
	before   func(http.ResponseWriter, *http.Request) bool
}

// Add adds a channel.
func (w *World) Add(c Channel) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.channels = append(w.channels, c)
}

// Publish adds videos, or replaces those with the same ids.
func (w *World) Publish(videos ...Video) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, v := range videos {
		w.videos = slices.DeleteFunc(w.videos, func(old Video) bool { return old.ID == v.ID })
		w.videos = append(w.videos, v)
	}
	slices.SortStableFunc(w.videos, func(a, b Video) int { return b.Published.Compare(a.Published) })
}

// FailFeeds makes all feeds answer with that status; zero makes them work again.
func (w *World) FailFeeds(status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.feeds = status
}

// AnswerPlayers sets what a client is answered for a video; an empty answer is made as usual.
func (w *World) AnswerPlayers(f func(client, video string) string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = f
}

// Before sets what sees each request first; it reports whether it has answered.
func (w *World) Before(f func(http.ResponseWriter, *http.Request) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.before = f
}

// Asked returns the requests so far: "player ANDROID ID", "captions ID json3", "feed UC…", "page /@name".
func (w *World) Asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.asked)
}

// Forget empties the list of requests.
func (w *World) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = nil
}

func (w *World) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, fmt.Sprintf(format, args...))
}

func (w *World) video(id string) (Video, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.IndexFunc(w.videos, func(v Video) bool { return v.ID == id })
	if i < 0 {
		return Video{}, false
	}
	return w.videos[i], true
}

// of returns a channel with its videos, newest first, by its id or a playlist "UU…" of all of them.
func (w *World) of(id string) (Channel, []Video, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if rest, ok := strings.CutPrefix(id, "UU"); ok {
		id = "UC" + rest
	}
	for _, c := range w.channels {
		if c.ID == id || "@"+c.Handle == id {
			return c, slices.DeleteFunc(slices.Clone(w.videos), func(v Video) bool { return v.Channel != c.ID }), true
		}
	}
	return Channel{}, nil, false
}

// Handler serves the world.
func (w *World) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feeds/videos.xml", w.serveFeed)
	mux.HandleFunc("GET /watch", w.serveWatch)
	mux.HandleFunc("GET /{name}", w.servePage)
	mux.HandleFunc("POST /youtubei/v1/player", w.servePlayer)
	mux.HandleFunc("POST /youtubei/v1/browse", w.serveBrowse)
	mux.HandleFunc("GET /api/timedtext", w.serveCaptions)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		before := w.before
		w.mu.Unlock()
		if before != nil && before(rw, r) {
			return
		}
		mux.ServeHTTP(rw, r)
	})
}

func (w *World) serveFeed(rw http.ResponseWriter, r *http.Request) {
	id := cmp.Or(r.FormValue("channel_id"), r.FormValue("playlist_id"))
	w.note("feed %s", id)
	w.mu.Lock()
	status := w.feeds
	w.mu.Unlock()
	if status != 0 {
		http.Error(rw, "Error "+http.StatusText(status), status)
		return
	}
	c, videos, ok := w.of(id)
	if !ok {
		http.NotFound(rw, r)
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
<id>yt:channel:%s</id><yt:channelId>%s</yt:channelId><title>%s</title><author><name>%s</name></author>`, c.ID, strings.TrimPrefix(c.ID, "UC"), escape(c.Name), escape(c.Name))
	for _, v := range videos[:min(len(videos), 15)] {
		fmt.Fprintf(&b, `
<entry><id>yt:video:%s</id><yt:videoId>%s</yt:videoId><yt:channelId>%s</yt:channelId><title>%s</title><author><name>%s</name></author><published>%s</published>
<media:group><media:title>%s</media:title><media:description>%s</media:description><media:community><media:statistics views="120"/></media:community></media:group></entry>`,
			v.ID, v.ID, c.ID, escape(v.Title), escape(c.Name), v.Published.UTC().Format(time.RFC3339), escape(v.Title), escape(v.Notes))
	}
	b.WriteString("\n</feed>")
	rw.Header().Set("Content-Type", "text/xml; charset=UTF-8")
	_, _ = io.WriteString(rw, b.String())
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder doesn't fail
	return b.String()
}

func (w *World) servePage(rw http.ResponseWriter, r *http.Request) {
	w.note("page %s", r.URL.Path)
	c, _, ok := w.of(r.PathValue("name"))
	if !ok {
		http.NotFound(rw, r)
		return
	}
	fmt.Fprintf(rw, `<!DOCTYPE html><html><head><link rel="canonical" href="https://www.youtube.com/channel/%s"><meta property="og:title" content="%s"></head><body></body></html>`, c.ID, html.EscapeString(c.Name))
}

func (w *World) serveWatch(rw http.ResponseWriter, r *http.Request) {
	w.note("page /watch %s", r.FormValue("v"))
	v, ok := w.video(r.FormValue("v"))
	if !ok {
		http.NotFound(rw, r)
		return
	}
	answer := w.player(v, base(r))
	fmt.Fprintf(rw, `<!DOCTYPE html><html><head><meta itemprop="datePublished" content="%s"></head><body><script>var ytInitialPlayerResponse = %s;var meta = {};</script></body></html>`,
		v.Published.UTC().Format(time.RFC3339), answer)
}

func base(r *http.Request) string { return "http://" + r.Host }

type object = map[string]any

// player returns what the players are answered for a video.
func (w *World) player(v Video, base string) string {
	if v.Answer != "" {
		return v.Answer
	}
	tracks := []object{}
	for i, t := range v.Tracks {
		q := fmt.Sprintf("%s/api/timedtext?v=%s&track=%d&lang=%s&expire=1800000000", base, cmp.Or(t.Video, v.ID), i, t.Language)
		track := object{"vssId": "." + t.Language, "languageCode": t.Language, "name": object{"runs": []object{{"text": t.Language}}}}
		if t.Automatic {
			track["kind"], track["vssId"] = "asr", "a."+t.Language
		}
		if t.Token {
			q += "&exp=xpe"
		}
		track["baseUrl"] = q + "&fmt=srv3"
		tracks = append(tracks, track)
	}
	answer := object{
		"playabilityStatus": object{"status": cmp.Or(v.Status, "OK"), "reason": v.Reason},
		"videoDetails":      object{"videoId": v.ID, "title": v.Title, "lengthSeconds": fmt.Sprint(v.Duration), "channelId": v.Channel, "shortDescription": v.Notes},
	}
	if len(tracks) > 0 {
		answer["captions"] = object{"playerCaptionsTracklistRenderer": object{"captionTracks": tracks}}
	}
	b, _ := json.Marshal(answer) // strings and numbers always marshal
	return string(b)
}

func (w *World) servePlayer(rw http.ResponseWriter, r *http.Request) {
	var in struct {
		Context struct {
			Client struct {
				Name string `json:"clientName"`
			} `json:"client"`
		} `json:"context"`
		Video string `json:"videoId"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	w.note("player %s %s", in.Context.Client.Name, in.Video)
	w.mu.Lock()
	answer := w.answer
	w.mu.Unlock()
	if answer != nil {
		if body := answer(in.Context.Client.Name, in.Video); body != "" {
			_, _ = io.WriteString(rw, body)
			return
		}
	}
	v, ok := w.video(in.Video)
	if !ok {
		_, _ = io.WriteString(rw, "{}")
		return
	}
	_, _ = io.WriteString(rw, w.player(v, base(r)))
}

func (w *World) serveBrowse(rw http.ResponseWriter, r *http.Request) {
	var in struct {
		ID string `json:"browseId"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	id := strings.TrimPrefix(in.ID, "VL")
	w.note("browse %s", id)
	c, videos, ok := w.of(id)
	if !ok {
		_, _ = io.WriteString(rw, `{"alerts":[{"alertRenderer":{"type":"ERROR","text":{"simpleText":"This channel does not exist."}}}]}`)
		return
	}
	var items []object
	for _, v := range videos {
		items = append(items, object{"richItemRenderer": object{"content": object{"videoRenderer": object{
			"videoId": v.ID, "title": object{"runs": []object{{"text": v.Title}}},
			"lengthText":        object{"simpleText": fmt.Sprintf("%d:%02d:%02d", v.Duration/3600, v.Duration/60%60, v.Duration%60)},
			"publishedTimeText": object{"simpleText": since(v.Published)},
		}}}})
	}
	_ = json.NewEncoder(rw).Encode(object{
		"contents": object{"tabs": []object{{"tabRenderer": object{"content": object{"richGridRenderer": object{"contents": items}}}}}},
		"metadata": object{"channelMetadataRenderer": object{"title": c.Name, "externalId": c.ID}},
	})
}

func since(at time.Time) string {
	if n := int(time.Since(at).Hours() / 24); n > 0 {
		return fmt.Sprintf("%d days ago", n)
	}
	return fmt.Sprintf("%d hours ago", int(time.Since(at).Hours()))
}

func (w *World) serveCaptions(rw http.ResponseWriter, r *http.Request) {
	id, format := r.FormValue("v"), r.FormValue("fmt")
	w.note("captions %s %s", id, format)
	v, _ := w.video(id)
	n := 0
	if _, err := fmt.Sscan(r.FormValue("track"), &n); err != nil || n >= len(v.Tracks) {
		http.NotFound(rw, r)
		return
	}
	t := v.Tracks[n]
	switch {
	case t.Empty:
	case t.Body != "":
		_, _ = io.WriteString(rw, t.Body)
	default:
		_, _ = io.WriteString(rw, Render(t.Cues, format))
	}
}
