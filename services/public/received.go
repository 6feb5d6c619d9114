package public

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/names"
)

// ReceivedOptions configure [Received].
type ReceivedOptions struct {
	Ledger   *ledger.Ledger
	Adapters []feeds.Adapter // those without a receiver on the public side are ignored
	Shortest time.Duration   // between two reads of a source; a minute if zero
	Wake     func()          // reads what was made due, now
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
}

// Received takes what networks and pages send for sources. A request is answered once what it brought is stored.
type Received struct {
	opts     ReceivedOptions
	own      map[feeds.SourceType]feeds.Adapter // with an address for each source
	mentions []feeds.Adapter                    // of Webmention
	flood    *flood
	outcomes *prometheus.CounterVec
	open     chan struct{} // a place for each request whose body is held
}

const (
	sourcesPath     = "/in/sources/"
	webmentionPath  = "/webmention"
	maxReceived     = 1 << 20
	maxReceivedOpen = 16
	maxReceivers    = 50 // sources that a Webmention is offered to
	mentionsLimit   = 30 // Webmentions of one address in a minute
)

// NewReceived returns a receiver.
func NewReceived(o ReceivedOptions) (*Received, error) {
	if o.Ledger == nil || o.Wake == nil || o.Logger == nil || o.Registry == nil || o.Now == nil {
		return nil, errors.New("public: the receiver for sources needs Ledger, Wake, Logger, Registry and Now")
	}
	c := &Received{
		opts: o, own: map[feeds.SourceType]feeds.Adapter{}, flood: newFlood(), open: make(chan struct{}, maxReceivedOpen),
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "namedrop_sources_received_total", Help: "Requests that were sent for sources, by outcome."}, []string{"outcome"}),
	}
	if err := o.Registry.Register(c.outcomes); err != nil {
		return nil, fmt.Errorf("public: registering metrics: %w", err)
	}
	for _, a := range o.Adapters {
		switch {
		case a.Receiver != nil && a.Inbound == feeds.InletOwn:
			c.own[a.Type] = a
		case a.Receiver != nil && a.Inbound == feeds.InletWebmention:
			c.mentions = append(c.mentions, a)
		}
	}
	return c, nil
}

// receiver is a source and its adapter.
type receiver struct {
	archive.SourceWithPoll
	adapter feeds.Adapter
}

func (c *Received) serve(w http.ResponseWriter, r *http.Request) {
	c.outcomes.WithLabelValues(c.receive(w, r)).Inc()
}

// receive answers a request and returns its outcome. What costs least is checked first.
func (c *Received) receive(w http.ResponseWriter, r *http.Request) string {
	limit := uint32(floodLimit)
	if r.URL.Path == webmentionPath {
		limit = mentionsLimit
	}
	address, ok := visitorAddress(r.RemoteAddr, strings.Join(r.Header.Values("X-Forwarded-For"), ","))
	switch {
	case !ok || !c.flood.allowUpTo(address, c.opts.Now(), limit):
		return tooMany(w)
	case r.ContentLength > maxReceived:
		http.Error(w, "The request is too large.", http.StatusRequestEntityTooLarge)
		return "size"
	}
	receivers, err := c.receivers(r)
	switch {
	case err != nil:
		return c.later(w, err)
	case len(receivers) == 0:
		http.NotFound(w, r)
		return "unknown"
	}
	select {
	case c.open <- struct{}{}:
		defer func() { <-c.open }()
	case <-time.After(leadsWait):
		return c.later(w, nil)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReceived))
	if err != nil {
		http.Error(w, "The request is too large, or it broke off.", http.StatusRequestEntityTooLarge)
		return "size"
	}
	reply, outcome := feeds.Reply{Status: http.StatusNotFound}, "refused"
	for _, to := range receivers {
		own, err := names.OwnHosts(r.Context(), c.opts.Ledger, to.Workspace)
		if err != nil {
			return c.later(w, err)
		}
		in := feeds.Inbound{Source: to.Source, Method: r.Method, Query: r.URL.Query(), Header: r.Header, Body: body, Own: own}
		answer, batch, err := c.call(r.Context(), to.adapter, in)
		if err != nil { // another source may take it
			if outcome == "refused" {
				reply = answer
			}
			continue
		}
		if err := archive.SaveReceived(r.Context(), c.opts.Ledger, to.SourceWithPoll, batch, cmp.Or(c.opts.Shortest, time.Minute)); err != nil {
			return c.later(w, err)
		}
		reply, outcome = answer, "stored"
	}
	if outcome == "stored" {
		c.opts.Wake()
	}
	for name, values := range reply.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(reply.Status)
	_, _ = w.Write(reply.Body) // the sender may be gone
	return outcome
}

// receivers returns the sources that a request may be for.
func (c *Received) receivers(r *http.Request) ([]receiver, error) {
	var out []receiver
	if r.URL.Path == webmentionPath {
		for _, a := range c.mentions {
			sources, err := archive.SourcesOfTypes(r.Context(), c.opts.Ledger, []feeds.SourceType{a.Type})
			if err != nil {
				return nil, err
			}
			for _, s := range sources[:min(len(sources), maxReceivers)] {
				out = append(out, receiver{s, a})
			}
		}
		return out, nil
	}
	s, err := archive.GetSource(r.Context(), c.opts.Ledger, r.PathValue("id"))
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil
	}
	if a, ok := c.own[s.Type]; ok && err == nil && !s.Paused {
		out = append(out, receiver{s, a})
	}
	return out, err
}

// call calls the adapter, and turns a panic into a fault.
func (c *Received) call(ctx context.Context, a feeds.Adapter, in feeds.Inbound) (reply feeds.Reply, batch feeds.Batch, err error) {
	// A panic in a parser, caused by a hostile request, fails this request and not the process.
	defer func() {
		if p := recover(); p != nil {
			c.opts.Logger.Error("receiver panicked", "source", in.Source.ID, "type", a.Type, "panic", p)
			reply, batch = feeds.Reply{Status: http.StatusBadRequest}, feeds.Batch{}
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read a request", Help: "Please report it."}
		}
	}()
	return a.Receiver.Receive(ctx, in)
}

func (c *Received) later(w http.ResponseWriter, err error) string {
	if err != nil {
		c.opts.Logger.Error("request for a source not stored", "error", err)
	}
	w.Header().Set("Retry-After", "60")
	http.Error(w, "Try again later.", http.StatusServiceUnavailable)
	return "later"
}

func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Hostname()
	}
	return ""
}
