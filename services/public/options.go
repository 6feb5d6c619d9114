package public

import (
	"errors"
	"log/slog"
	"net"

	"github.com/prometheus/client_golang/prometheus"
)

// Options configure the public side. A field is required unless its comment says what happens without it.
// There is no clock: the only times here are the deadlines of connections.
type Options struct {
	Listener       net.Listener
	Collector      *Collector // of the site's tag; nil does not serve it
	Leads          *Leads     // what forms and CRMs send; nil does not receive it
	Hubs           *Hubs      // that tell when a feed has changed; nil answers none
	Received       *Received  // what networks and pages send for sources; nil does not receive it
	Shared         *Shared    // reports that are read by a link; nil does not serve them
	Links          *Links     // short links; nil does not serve them
	MaxConnections int        // 256 if zero
	Logger         *slog.Logger
	Registry       prometheus.Registerer
}

func (o *Options) validate() error {
	switch {
	case o.Listener == nil:
		return errors.New("public: Listener is missing")
	case o.Logger == nil:
		return errors.New("public: Logger is missing")
	case o.Registry == nil:
		return errors.New("public: Registry is missing")
	}
	if o.MaxConnections <= 0 {
		o.MaxConnections = maxConnections
	}
	return nil
}
