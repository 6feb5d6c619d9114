package public

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds/push/websub"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// HubsOptions configure [Hubs].
type HubsOptions struct {
	Ledger   *ledger.Ledger
	Shortest time.Duration // between two reads of a source; a minute if zero
	Wake     func()        // reads what was made due, now
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
}

// Hubs answers the hubs at which feeds are subscribed. A hub's address here is known to nobody else, and what it sends is
// signed with a secret of its own. What it sends only makes the feed due: see [websub].
type Hubs struct {
	opts     HubsOptions
	flood    *flood
	outcomes *prometheus.CounterVec
	open     chan struct{} // a place for each body that is read
}

const (
	hubsPath    = "/websub/"
	hubIDLength = 26
	maxHubBody  = 16 << 20 // what a feed may have; it is hashed and not kept
	maxHubsOpen = 8
)

// NewHubs returns a receiver for hubs.
func NewHubs(o HubsOptions) (*Hubs, error) {
	if o.Ledger == nil || o.Wake == nil || o.Logger == nil || o.Registry == nil || o.Now == nil {
		return nil, errors.New("public: the receiver for hubs needs Ledger, Wake, Logger, Registry and Now")
	}
	h := &Hubs{
		opts: o, flood: newFlood(), open: make(chan struct{}, maxHubsOpen),
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "namedrop_hub_requests_total", Help: "Requests of WebSub hubs, by outcome."}, []string{"outcome"}),
	}
	if err := o.Registry.Register(h.outcomes); err != nil {
		return nil, fmt.Errorf("public: registering metrics: %w", err)
	}
	return h, nil
}

func (h *Hubs) serve(w http.ResponseWriter, r *http.Request) {
	h.outcomes.WithLabelValues(h.answer(w, r)).Inc()
}

// answer answers a request and returns its outcome. What costs least is checked first.
func (h *Hubs) answer(w http.ResponseWriter, r *http.Request) string {
	id := r.PathValue("id")
	address, ok := visitorAddress(r.RemoteAddr, strings.Join(r.Header.Values("X-Forwarded-For"), ","))
	if !ok || !h.flood.allowUpTo(address, h.opts.Now(), hubsLimit) {
		return tooMany(w)
	}
	if len(id) != hubIDLength {
		http.NotFound(w, r)
		return "unknown"
	}
	s, err := archive.GetHub(r.Context(), h.opts.Ledger, id)
	switch {
	case errors.Is(err, ledger.ErrNotFound) && r.Method == http.MethodPost:
		http.Error(w, "There is no such subscription.", http.StatusGone) // the hub stops sending
		return "unknown"
	case errors.Is(err, ledger.ErrNotFound):
		http.NotFound(w, r)
		return "unknown"
	case err != nil:
		h.opts.Logger.Error("subscription not loaded", "error", err)
		w.Header().Set("Retry-After", "60")
		http.Error(w, "Try again later.", http.StatusServiceUnavailable)
		return "later"
	case r.Method == http.MethodPost:
		return h.told(w, r, s)
	}
	return h.verify(w, r, s)
}

// hubsLimit is how many requests of one address are taken in a minute: one hub may serve all feeds.
const hubsLimit = 1200

// verify confirms what we asked the hub for, and nothing else. Confirming it again changes nothing, so a replayed
// question doesn't make a lease longer.
func (h *Hubs) verify(w http.ResponseWriter, r *http.Request, s archive.HubSubscription) string {
	v, err := websub.ParseVerification(r.URL.Query())
	if err != nil || v.Topic != s.Topic {
		http.NotFound(w, r)
		return "refused"
	}
	var change func(tx *ledger.Tx) error
	switch {
	case v.Mode == websub.Denied && s.Wanted:
		change = func(tx *ledger.Tx) error {
			return archive.HubFailed(r.Context(), tx, s.ID, websub.DeniedBy(hostOf(s.Hub)), true)
		}
	case v.Mode == websub.Denied:
		change = func(*ledger.Tx) error { return nil }
	case v.Mode == websub.Subscribe && s.Wanted && !s.Asked.IsZero():
		now := h.opts.Now()
		alive, again := websub.Renewal(s.Asked, now, v.Lease)
		change = func(tx *ledger.Tx) error { return archive.HubConfirmed(r.Context(), tx, s.ID, alive, again) }
	case v.Mode == websub.Unsubscribe && !s.Wanted:
		change = func(tx *ledger.Tx) error { return archive.DropHub(r.Context(), tx, s.ID) }
	default:
		http.NotFound(w, r)
		return "refused"
	}
	if err := h.opts.Ledger.Write(r.Context(), change); err != nil {
		h.opts.Logger.Error("subscription not recorded", "source", s.Source, "error", err)
		http.Error(w, "Try again later.", http.StatusServiceUnavailable)
		return "later"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if v.Mode != websub.Denied {
		_, _ = w.Write([]byte(v.Challenge)) // the hub may be gone
	}
	return v.Mode
}

// told takes what a hub sends about its topic. A wrong signature gets the same answer as a right one, as WebSub asks.
func (h *Hubs) told(w http.ResponseWriter, r *http.Request, s archive.HubSubscription) string {
	if !s.Wanted {
		http.Error(w, "The subscription has ended.", http.StatusGone)
		return "ended"
	}
	if r.ContentLength > maxHubBody {
		http.Error(w, "The request is too large.", http.StatusRequestEntityTooLarge)
		return "size"
	}
	select {
	case h.open <- struct{}{}:
		defer func() { <-h.open }()
	case <-time.After(leadsWait):
		w.Header().Set("Retry-After", "5")
		http.Error(w, "Try again later.", http.StatusServiceUnavailable)
		return "later"
	}
	signed, err := websub.Signed(r.Header.Get("X-Hub-Signature"), s.Secret, http.MaxBytesReader(w, r.Body, maxHubBody))
	if err != nil {
		http.Error(w, "The request is too large, or it broke off.", http.StatusRequestEntityTooLarge)
		return "size"
	}
	outcome := "unsigned"
	if signed {
		outcome = "told"
		err := h.opts.Ledger.Write(r.Context(), func(tx *ledger.Tx) error {
			if err := archive.HubTold(r.Context(), tx, s.ID); err != nil {
				return err
			}
			_, err := archive.Nudge(r.Context(), tx, []string{s.Source}, cmp.Or(h.opts.Shortest, time.Minute))
			return err
		})
		if err != nil {
			h.opts.Logger.Error("nudge not recorded", "source", s.Source, "error", err)
			http.Error(w, "Try again later.", http.StatusServiceUnavailable)
			return "later"
		}
		h.opts.Wake()
	}
	w.WriteHeader(http.StatusAccepted)
	return outcome
}

func tooMany(w http.ResponseWriter) string {
	w.Header().Set("Retry-After", "60")
	http.Error(w, "Too many requests. Try again in a minute.", http.StatusTooManyRequests)
	return "flood"
}
