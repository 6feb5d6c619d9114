package detector

import (
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/inflight"
	"github.com/namedrop/namedrop/services/ledger"
	inforce "github.com/namedrop/namedrop/services/names"
)

// Options configure a detector. A field is required unless its comment says what happens without it.
type Options struct {
	Ledger   *ledger.Ledger
	Bus      *bus.Bus
	Names    *inforce.Cache // the current brands; a cache of its own if nil
	Judge    Judge          // asked about unsure hits; nil means off
	InFlight *inflight.Log  // records work in progress; nil records nothing
	Holder   string         // identifies this process in leases
	BaseURL  string         // of the desk; links in events start with it
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
}

func (o *Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("detector: Ledger is missing")
	case o.Bus == nil:
		return errors.New("detector: Bus is missing")
	case o.Holder == "":
		return errors.New("detector: Holder is missing")
	case o.Logger == nil:
		return errors.New("detector: Logger is missing")
	case o.Registry == nil:
		return errors.New("detector: Registry is missing")
	case o.Now == nil:
		return errors.New("detector: Now is missing")
	}
	if o.Names == nil {
		o.Names = inforce.New(o.Ledger, o.Logger)
	}
	return nil
}
