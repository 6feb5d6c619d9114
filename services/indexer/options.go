package indexer

import (
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/inflight"
	"github.com/namedrop/namedrop/services/ledger"
)

// Options configure an indexer. A field is required unless its comment says what happens without it.
type Options struct {
	Ledger     *ledger.Ledger
	Bus        *bus.Bus
	Index      *search.Index
	Node       string                            // identifies this copy of the index
	KeepMonths int                               // how many months can be searched; all if zero
	Nudge      func(subject string, data []byte) // sends a live update to open desks
	InFlight   *inflight.Log                     // records work in progress; nil records nothing
	Logger     *slog.Logger
	Registry   prometheus.Registerer
	Now        func() time.Time
}

func (o *Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("indexer: Ledger is missing")
	case o.Bus == nil:
		return errors.New("indexer: Bus is missing")
	case o.Index == nil:
		return errors.New("indexer: Index is missing")
	case o.Node == "":
		return errors.New("indexer: Node is missing")
	case o.Nudge == nil:
		return errors.New("indexer: Nudge is missing")
	case o.Logger == nil:
		return errors.New("indexer: Logger is missing")
	case o.Registry == nil:
		return errors.New("indexer: Registry is missing")
	case o.Now == nil:
		return errors.New("indexer: Now is missing")
	}
	return nil
}
