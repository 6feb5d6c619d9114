package demo

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Options are the settings of a world. All but Base have a default.
type Options struct {
	Base  time.Time        // the end of the back catalogue; the world starts to publish from here
	Seed  uint64           // the same seed makes the same world
	Every time.Duration    // between new episodes; a minute by default
	Slow  time.Duration    // how long the slow show keeps a reader waiting; 3 seconds by default
	Now   func() time.Time // the clock; time.Now by default
}

// World has what the invented shows and blogs have published.
type World struct {
	opts     Options
	scripts  map[string]*script // by language
	shows    []*show
	back     map[string][]*episode // by show, newest first
	blogs    []*blog
	receiver *Receiver

	mu   sync.Mutex
	live map[int]*episode // by number; made when first asked for
}

// NewWorld returns a world with its back catalogue.
func NewWorld(opts Options) (*World, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Base.IsZero() {
		opts.Base = opts.Now()
	}
	opts.Base = opts.Base.UTC().Truncate(time.Second)
	if opts.Every <= 0 {
		opts.Every = time.Minute
	}
	if opts.Slow <= 0 {
		opts.Slow = 3 * time.Second
	}
	w := &World{
		opts:    opts,
		scripts: map[string]*script{},
		shows:   cast(),
		back:    map[string][]*episode{},
		live:    map[int]*episode{},
	}
	for _, language := range []string{"en", "nl"} {
		s, err := loadScript(language)
		if err != nil {
			return nil, err
		}
		w.scripts[language] = s
	}
	w.writeBackCatalogue()
	w.blogs = writeBlogs(w)
	receiver, err := NewReceiver(w.Secret(), opts.Now)
	if err != nil {
		return nil, err
	}
	w.receiver = receiver
	return w, nil
}

// Sources returns the sources to read, for the address where the world is served ("http://127.0.0.1:8099").
func (w *World) Sources(base string) []feeds.Source {
	base = strings.TrimSuffix(base, "/")
	var sources []feeds.Source
	for _, s := range w.shows {
		sources = append(sources, feeds.Source{
			Type: feeds.PodcastSource, URL: base + "/" + s.slug + "/feed.xml", Name: s.name, Title: s.name, Language: s.language,
		})
	}
	for _, b := range w.blogs {
		sources = append(sources, feeds.Source{
			Type: feeds.FeedSource, URL: base + "/" + b.slug + "/" + b.feed, Name: b.name, Title: b.name, Language: b.language,
		})
	}
	return append(sources, tubeSource(), tagSource(base))
}

// Receiver returns the receiver of the demo's alerts; it is served as /webhook and /received.
func (w *World) Receiver() *Receiver { return w.receiver }

// Secret signs the alerts to the demo's own receiver.
func (w *World) Secret() string {
	r := w.random("secret")
	key := make([]byte, 24)
	for i := range key {
		key[i] = byte(r.Uint32())
	}
	return "whsec_" + base64.StdEncoding.EncodeToString(key)
}

// Handler serves the whole world.
func (w *World) Handler() http.Handler { return w.routes() }

// random returns a generator of its own for each thing, so that adding one thing doesn't change
// all the others.
func (w *World) random(parts ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, parts...)
	return rand.New(rand.NewPCG(w.opts.Seed, h.Sum64()))
}

// episodes returns what a show has published so far, newest first.
func (w *World) episodes(s *show) []*episode {
	return append(w.published(s), w.back[s.slug]...)
}

// published returns the newest of the episodes that appeared since the world's start.
func (w *World) published(s *show) []*episode {
	const listed = 40 // as a real feed is cut after a number of items
	var found []*episode
	for n := w.liveCount() - 1; n >= 0 && len(found) < listed; n-- {
		if w.liveShow(n) == s {
			found = append(found, w.liveEpisode(n))
		}
	}
	return found
}

func (w *World) liveCount() int {
	return max(0, int(w.opts.Now().Sub(w.opts.Base)/w.opts.Every))
}

func (w *World) liveShow(n int) *show {
	i := slices.IndexFunc(w.shows, func(s *show) bool { return s.slug == liveOrder[n%len(liveOrder)] })
	return w.shows[i]
}

func (w *World) liveEpisode(n int) *episode {
	w.mu.Lock()
	defer w.mu.Unlock()
	if e, ok := w.live[n]; ok {
		return e
	}
	e := w.writeLive(n)
	w.live[n] = e
	return e
}
