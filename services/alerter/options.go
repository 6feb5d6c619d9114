package alerter

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
)

// Bus is what the alerter needs of services/bus.
type Bus interface {
	Consume(ctx context.Context, cfg bus.ConsumerConfig, handle func(context.Context, []bus.Msg) error) error
}

// Options are what an Alerter needs. Fields with a default may be left out.
type Options struct {
	Ledger   *ledger.Ledger
	Bus      Bus
	Channels map[alerts.ChannelType]alerts.Adapter // the kinds of channel this process can send to
	BaseURL  string                                // the desk's address, for links in messages
	Logger   *slog.Logger
	Registry prometheus.Registerer

	Holder     string           // identifies this process in leases
	Now        func() time.Time // default time.Now
	Spread     func() float64   // jitter for the retry schedule, in [0, 1); default random
	PerChannel int              // concurrent sends to one channel; default 4
	Timeout    time.Duration    // the senders' timeout, which a claim must outlast; default 15 s
	Poll       time.Duration    // how often to look for due deliveries without a nudge; default 1 s
}

func (o *Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("alerter: Ledger is missing")
	case o.Bus == nil:
		return errors.New("alerter: Bus is missing")
	case len(o.Channels) == 0:
		return errors.New("alerter: Channels is missing")
	case o.Logger == nil:
		return errors.New("alerter: Logger is missing")
	case o.Registry == nil:
		return errors.New("alerter: Registry is missing")
	case o.Holder == "":
		return errors.New("alerter: Holder is missing")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Spread == nil {
		o.Spread = rand.Float64
	}
	if o.PerChannel <= 0 {
		o.PerChannel = 4
	}
	if o.Timeout <= 0 {
		o.Timeout = 15 * time.Second
	}
	if o.Poll <= 0 {
		o.Poll = time.Second
	}
	o.BaseURL = strings.TrimSuffix(o.BaseURL, "/")
	return nil
}
