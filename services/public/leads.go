package public

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// LeadsOptions configure [Leads].
type LeadsOptions struct {
	Ledger   *ledger.Ledger
	Adapters []feeds.LeadAdapter // those without a receiver are ignored
	URL      string              // of the public side, as the outside calls it: senders sign it
	Wake     func()              // reads what was made due, now
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
}

// Leads receives what forms and CRMs send. A request is answered once its leads are stored. One that
// doesn't prove where it comes from stores no lead.
type Leads struct {
	opts      LeadsOptions
	receivers map[feeds.LeadType]feeds.LeadAdapter
	flood     *flood
	outcomes  *prometheus.CounterVec
	open      chan struct{} // a place for each request whose body is held

	mu      sync.Mutex
	refused map[string]time.Time // when a refusal was last recorded, by source

	suggested suggested
}

const (
	maxLeadBody  = 1<<20 + 1 // one more than any adapter takes, so that it can say so
	maxLeadsOpen = 16
	leadsWait    = 2 * time.Second
	refusalEvery = time.Minute // a refusal is recorded at most so often for a source
	mostRefused  = 1000        // sources whose refusals are remembered
	leadIDLength = 20
)

// leadsPath is followed by the id of a source.
const leadsPath = "/in/leads/"

// NewLeads returns a receiver.
func NewLeads(o LeadsOptions) (*Leads, error) {
	if o.Ledger == nil || o.Logger == nil || o.Registry == nil || o.Now == nil || o.Wake == nil {
		return nil, errors.New("public: the receiver of leads needs Ledger, Wake, Logger, Registry and Now")
	}
	l := &Leads{
		opts: o, receivers: map[feeds.LeadType]feeds.LeadAdapter{}, flood: newFlood(), open: make(chan struct{}, maxLeadsOpen), refused: map[string]time.Time{},
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "namedrop_leads_received_total", Help: "Requests that forms and CRMs sent, by outcome."}, []string{"outcome"}),
	}
	if err := o.Registry.Register(l.outcomes); err != nil {
		return nil, fmt.Errorf("public: registering metrics: %w", err)
	}
	for _, a := range o.Adapters {
		if a.Receiver != nil {
			l.receivers[a.Type] = a
		}
	}
	return l, nil
}

// serve takes a request for a source of leads.
func (l *Leads) serve(w http.ResponseWriter, r *http.Request) {
	outcome := l.receive(w, r)
	l.outcomes.WithLabelValues(outcome).Inc()
}

// receive answers a request and returns its outcome. What costs least is checked first.
func (l *Leads) receive(w http.ResponseWriter, r *http.Request) string {
	id := r.PathValue("id")
	address, ok := visitorAddress(r.RemoteAddr, strings.Join(r.Header.Values("X-Forwarded-For"), ","))
	switch {
	case !ok || !l.flood.allow(address, l.opts.Now()):
		w.Header().Set("Retry-After", "60")
		http.Error(w, "Too many requests. Try again in a minute.", http.StatusTooManyRequests)
		return "flood"
	case len(id) != leadIDLength:
		http.NotFound(w, r)
		return "unknown"
	case r.ContentLength > maxLeadBody-1:
		http.Error(w, "The request is too large.", http.StatusRequestEntityTooLarge)
		return "size"
	}
	src, err := evidence.ReceivingSource(r.Context(), l.opts.Ledger, id)
	adapter, receives := l.receivers[src.Type]
	switch {
	case errors.Is(err, ledger.ErrNotFound) || err == nil && !receives:
		http.NotFound(w, r)
		return "unknown"
	case err != nil:
		return l.later(w, src, "5", err)
	case src.Paused:
		return l.later(w, src, "3600", nil)
	}
	wait, cancel := context.WithTimeout(r.Context(), leadsWait)
	defer cancel()
	select {
	case l.open <- struct{}{}:
		defer func() { <-l.open }()
	case <-wait.Done():
		return l.later(w, src, "5", nil)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxLeadBody-1))
	if err != nil {
		http.Error(w, "The request is too large, or it broke off.", http.StatusRequestEntityTooLarge)
		return "size"
	}
	reply, batch, err := l.call(r.Context(), adapter, feeds.LeadInbound{Source: src.LeadSource, Method: r.Method, URL: l.opts.URL + r.URL.RequestURI(), Header: r.Header, Body: body})
	outcome := "nothing"
	switch {
	case err != nil:
		outcome = "refused"
		l.note(r.Context(), src, adapter, err)
	case len(batch.Leads)+len(batch.Gone)+len(batch.Warnings) > 0 || batch.Wake:
		outcome = "stored"
		if err := l.store(r.Context(), src, adapter, batch); err != nil {
			return l.later(w, src, "60", err)
		}
	}
	for name, values := range reply.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(reply.Status)
	_, _ = w.Write(reply.Body)
	return outcome
}

// later asks the sender to try again.
func (l *Leads) later(w http.ResponseWriter, src evidence.LeadSourceWithPoll, seconds string, err error) string {
	if err != nil {
		l.opts.Logger.Error("leads not stored", "source", src.ID, "error", err)
	}
	w.Header().Set("Retry-After", seconds)
	http.Error(w, "Try again later.", http.StatusServiceUnavailable)
	return "later"
}

// call calls the adapter, and turns a panic into a fault.
func (l *Leads) call(ctx context.Context, a feeds.LeadAdapter, in feeds.LeadInbound) (reply feeds.Reply, batch feeds.LeadBatch, err error) {
	// A panic in a parser, caused by a hostile request, fails this request and not the process.
	defer func() {
		if p := recover(); p != nil {
			l.opts.Logger.Error("receiver of leads panicked", "source", in.Source.ID, "type", a.Type, "panic", p)
			reply, batch = feeds.Reply{Status: http.StatusBadRequest}, feeds.LeadBatch{}
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read a request", Help: "Please report it."}
		}
	}()
	return a.Receiver.Receive(ctx, in)
}

// store saves what a request brought, and makes the source due if its content has to be read.
func (l *Leads) store(ctx context.Context, src evidence.LeadSourceWithPoll, a feeds.LeadAdapter, batch feeds.LeadBatch) error {
	err := l.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := evidence.EraseLeads(ctx, tx, src.LeadSource, batch.Gone); err != nil {
			return err
		}
		o := evidence.LeadsOptions{KeepTime: true, Due: tx.Now().Add(time.Hour)}
		if _, err := evidence.PutLeads(ctx, tx, src.LeadSource, batch.Leads, o); err != nil {
			return err
		}
		if batch.Wake {
			if err := evidence.SetLeadSourceDue(ctx, tx, src.ID); err != nil {
				return err
			}
		}
		if a.Reader != nil { // its reads say how it is doing
			return nil
		}
		return evidence.LeadsArrived(ctx, tx, src, len(batch.Leads), batch.Warnings)
	})
	if err == nil && batch.Wake {
		l.opts.Wake()
	}
	return err
}

// note records why requests are refused, for people who have set something up wrongly. Anybody may send
// such a request, so a source that works stays healthy.
func (l *Leads) note(ctx context.Context, src evidence.LeadSourceWithPoll, a feeds.LeadAdapter, refusal error) {
	now := l.opts.Now()
	l.mu.Lock()
	recent := now.Sub(l.refused[src.ID]) < refusalEvery
	if !recent {
		if len(l.refused) >= mostRefused {
			clear(l.refused)
		}
		l.refused[src.ID] = now
	}
	l.mu.Unlock()
	if recent {
		return
	}
	l.opts.Logger.Info("request refused", "source", src.ID, "type", src.Type, "error", refusal)
	if a.Reader != nil {
		return
	}
	err := l.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return evidence.LeadsRefused(ctx, tx, src, refusal) })
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		l.opts.Logger.Error("refusal not recorded", "source", src.ID, "error", err)
	}
}
