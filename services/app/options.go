// Package app wires the services of one process: New opens ledger, bus and index, Run works
// until its context is done, Stop ends everything in reverse order.
package app

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/services/adapters"
	"github.com/namedrop/namedrop/services/config"
)

// Services selects the services that run in this process.
type Services struct {
	Crawler  bool
	Detector bool
	Indexer  bool // with the index to search in
	Alerter  bool

	Correlator bool

	Desk   bool // the HTTP listener with API and interface
	Public bool // the listener of the public side, if the configuration has one
}

// All returns every service, for an installation of one process.
func All() Services {
	return Services{Crawler: true, Detector: true, Indexer: true, Alerter: true, Correlator: true, Desk: true, Public: true}
}

// Quiet returns the services that make no outside connections, for commands that run while no
// server is running.
func Quiet() Services { return Services{Detector: true, Indexer: true, Correlator: true} }

// Options are what an App needs.
type Options struct {
	Config   config.Config
	Services Services
	Version  string
	Logger   *slog.Logger
	Registry *prometheus.Registry
	Web      http.Handler      // the interface; nil serves none
	Now      func() time.Time  // by default the ledger's clock
	Sources  []adapters.Source // by default all that are built in
	Visits   []adapters.VisitsLine
	Leads    []adapters.LeadsLine
}

func (o *Options) validate() error {
	if o.Logger == nil {
		return errors.New("app: Logger is missing")
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	if o.Sources == nil {
		o.Sources = adapters.Sources()
	}
	if o.Visits == nil {
		o.Visits = adapters.Visits()
	}
	if o.Leads == nil {
		o.Leads = adapters.Leads()
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	if err := o.Config.Validate(); err != nil {
		return err
	}
	var err error
	o.Config, err = o.Config.Complete(adapters.BaseURLs(o.Sources, o.Visits))
	return err
}
