// Package smalltube is a small YouTube on loopback, for tests and for the demo: feeds, pages, lists,
// players and captions, of invented channels.
package smalltube

import (
	"fmt"
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
