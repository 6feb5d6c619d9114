package public

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// LinksOptions configure [Links].
type LinksOptions struct {
	Ledger   *ledger.Ledger
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
	Random   io.Reader     // of salts; crypto/rand if nil
	Every    time.Duration // how often clicks are written and links are looked for; ten seconds if zero
}

// Links redirects short links to the addresses that were stored for them, and to nothing else: no part of a request is in the answer. All links
// are in memory, so a redirect asks the ledger nothing. Clicks are written in batches. A batch that could not be written is kept, with
// its number, and written before the next one: the ledger adds each once. What was counted since the last batch is lost if the process
// is killed.
type Links struct {
	opts     LinksOptions
	counter  *clickCounter
	flood    *flood
	served   atomic.Pointer[map[string]evidence.ServedLink] // by skeleton
	outcomes map[string]prometheus.Counter
	wake     chan struct{}

	version string // of the served links
	writer  string
	number  int64
	pending []evidence.Clicks
}

const linksPath = "/l/"

// clickOutcomes are all that follow returns.
var clickOutcomes = []string{"unknown", "head", "untracked", "prefetch", "embedded", "flood", string(agent.Preview), string(agent.Assistant), string(agent.Program), "counted", "again", "team", "full", "error"}

// NewLinks returns a server of links. Until Run is called it knows none.
func NewLinks(o LinksOptions) (*Links, error) {
	if o.Ledger == nil || o.Logger == nil || o.Registry == nil || o.Now == nil {
		return nil, errors.New("public: links need Ledger, Logger, Registry and Now")
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Every == 0 {
		o.Every = 10 * time.Second
	}
	name := make([]byte, 8)
	if _, err := io.ReadFull(o.Random, name); err != nil {
		return nil, fmt.Errorf("naming the counter of clicks: %w", err)
	}
	total := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "namedrop_link_requests_total", Help: "Requests for short links, by outcome."}, []string{"outcome"})
	if err := o.Registry.Register(total); err != nil {
		return nil, fmt.Errorf("public: registering metrics: %w", err)
	}
	l := &Links{opts: o, counter: newClickCounter(o.Random, 0), flood: newFlood(), outcomes: map[string]prometheus.Counter{}, wake: make(chan struct{}, 1), writer: hex.EncodeToString(name)}
	for _, outcome := range clickOutcomes {
		l.outcomes[outcome] = total.WithLabelValues(outcome)
	}
	l.served.Store(&map[string]evidence.ServedLink{})
	return l, nil
}

// Wake makes it look for changed links now.
func (l *Links) Wake() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// SeeTeam leaves out the clicks of the browser that sent a request, until midnight UTC. Call it for requests of people who are signed in to the desk.
func (l *Links) SeeTeam(r *http.Request) {
	userAgent := r.Header.Get("User-Agent")
	address, ok := visitorAddress(r.RemoteAddr, strings.Join(r.Header.Values("X-Forwarded-For"), ","))
	if !ok || len(userAgent) > longestAgent || agent.Of(userAgent).Kind != agent.Person {
		return
	}
	if err := l.counter.seeTeam(address, userAgent, l.opts.Now()); err != nil {
		l.opts.Logger.Error("clicks of the team not left out", "error", err)
	}
}

// serve redirects. Everybody who asks for a link is redirected, also who doesn't count: a flood from one address takes nothing from a person
// behind the same one.
func (l *Links) serve(w http.ResponseWriter, r *http.Request) {
	link, ok := (*l.served.Load())[evidence.Skeleton(r.PathValue("slug"))]
	if !ok {
		l.outcomes["unknown"].Inc()
		http.Error(w, "There is no such link. It may be spelt another way.", http.StatusNotFound)
		return
	}
	l.outcomes[l.follow(link.ID, r)].Inc()
	h := w.Header()
	h["Location"] = []string{link.Destination}
	h["Content-Length"] = []string{"0"}
	h["X-Robots-Tag"] = []string{"noindex, nofollow"}
	w.WriteHeader(http.StatusFound)
}

// follow counts a click and returns its outcome. What costs least is checked first.
func (l *Links) follow(link string, r *http.Request) string {
	h := r.Header
	switch {
	case r.Method == http.MethodHead:
		return "head"
	case h.Get("DNT") == "1" || h.Get("Sec-GPC") == "1":
		return "untracked"
	case fetchedAhead(h):
		return "prefetch"
	}
	if mode := h.Get("Sec-Fetch-Mode"); mode != "" && mode != "navigate" {
		return "embedded" // in a page, as an image: nobody clicked
	}
	now := l.opts.Now()
	address, ok := visitorAddress(r.RemoteAddr, strings.Join(h.Values("X-Forwarded-For"), ","))
	if !ok || !l.flood.allow(address, now) {
		return "flood"
	}
	userAgent := h.Get("User-Agent")
	if len(userAgent) > longestAgent {
		return string(agent.Program)
	}
	if kind := agent.Of(userAgent).Kind; kind != agent.Person {
		return string(kind)
	}
	outcome, err := l.counter.add(link, address, userAgent, now)
	if err != nil {
		l.opts.Logger.Error("click not counted", "error", err)
	}
	return outcome
}

// fetchedAhead reports whether a browser asks before anybody clicked.
func fetchedAhead(h http.Header) bool {
	return strings.Contains(h.Get("Sec-Purpose"), "prefetch") || strings.Contains(h.Get("Sec-Purpose"), "prerender") ||
		h.Get("Purpose") == "prefetch" || h.Get("Purpose") == "preview" || h.Get("X-Purpose") == "preview" || h.Get("X-Moz") == "prefetch"
}

// Run serves the links that the ledger has and writes what was counted until ctx is done, and the rest then.
func (l *Links) Run(ctx context.Context) error {
	ticker := time.NewTicker(l.opts.Every)
	defer ticker.Stop()
	for {
		if err := errors.Join(l.load(ctx), l.write(ctx)); err != nil && ctx.Err() == nil {
			l.opts.Logger.Error("writing clicks interrupted, retrying", "error", err)
		}
		select {
		case <-ticker.C:
		case <-l.wake:
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
			defer cancel()
			// Requests that are still being answered count in the next moments.
			if err := l.write(last); err != nil {
				l.opts.Logger.Error("clicks not written", "error", err)
			}
			return nil
		}
	}
}

// load reads the links if they changed.
func (l *Links) load(ctx context.Context) error {
	version, err := evidence.LinksVersion(ctx, l.opts.Ledger)
	if err != nil || version == l.version {
		return err
	}
	served, err := evidence.ServedLinks(ctx, l.opts.Ledger)
	if err != nil {
		return err
	}
	l.served.Store(&served)
	l.version = version
	return nil
}

// write writes the pending batch and what was counted since. It is called by one goroutine at a time.
func (l *Links) write(ctx context.Context) error {
	for range 2 {
		if l.pending == nil {
			if l.pending = l.counter.take(); len(l.pending) == 0 {
				l.pending = nil
				return nil
			}
			l.number++
		}
		err := l.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
			return evidence.AddClicks(ctx, tx, evidence.ClickBatch{Writer: l.writer, Number: l.number, Clicks: l.pending})
		})
		if err != nil {
			return fmt.Errorf("writing clicks: %w", err)
		}
		l.pending = nil
	}
	return nil
}
