package crawler

import (
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/inflight"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/names"
)

// Options configure a crawler. A field is required unless its comment says what happens without it.
type Options struct {
	Ledger   *ledger.Ledger
	Adapters []feeds.Adapter
	Fillers  []feeds.Filler                    // may be empty
	Names    *names.Cache                      // the names that listeners and searches look for; nil only if no adapter needs it
	Limits   schedule.Limits                   // [schedule.DefaultLimits] if zero
	Workers  int                               // sources read at the same time
	Poll     time.Duration                     // how often to look for due sources; one second if zero
	Nudge    func(subject string, data []byte) // sends a live update to open desks
	InFlight *inflight.Log                     // records work in progress; nil records nothing
	Holder   string                            // identifies this process in leases
	BaseURL  string                            // of the desk; links in events start with it
	Told     string                            // URL of the public side, where hubs can tell us; empty subscribes to none
	Door     *fetch.Door                       // for hubs; nil subscribes at none
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
}

func (o *Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("crawler: Ledger is missing")
	case len(o.Adapters) == 0:
		return errors.New("crawler: Adapters is missing")
	case o.Names == nil && slices.ContainsFunc(o.Adapters, func(a feeds.Adapter) bool { return a.Listener != nil || a.NamedOnly || a.Opener != nil }):
		return errors.New("crawler: Names is missing; listeners and searches need it")
	case o.Workers < 1:
		return errors.New("crawler: Workers must be at least 1")
	case o.Nudge == nil:
		return errors.New("crawler: Nudge is missing")
	case o.Holder == "":
		return errors.New("crawler: Holder is missing")
	case o.Logger == nil:
		return errors.New("crawler: Logger is missing")
	case o.Registry == nil:
		return errors.New("crawler: Registry is missing")
	case o.Now == nil:
		return errors.New("crawler: Now is missing")
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	return nil
}
