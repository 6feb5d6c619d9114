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

// Options configure an alerter. A field is required unless its comment says what happens without it.
type Options struct {
	Ledger     *ledger.Ledger
	Bus        Bus
	Channels   map[alerts.ChannelType]alerts.Adapter // the types of channel that this process can send to
	PerChannel int                                   // concurrent sends to one channel; 4 if zero
	Timeout    time.Duration                         // the senders' timeout, which a claim must outlast; 15 seconds if zero
	Spread     func() float64                        // jitter for the retry schedule, in [0, 1); random if nil
	Poll       time.Duration                         // how often to look for due deliveries; one second if zero
	Holder     string                                // identifies this process in leases
	BaseURL    string                                // of the desk; links in messages start with it
	Logger     *slog.Logger
	Registry   prometheus.Registerer
	Now        func() time.Time
}

func (o *Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("alerter: Ledger is missing")
	case o.Bus == nil:
		return errors.New("alerter: Bus is missing")
	case len(o.Channels) == 0:
		return errors.New("alerter: Channels is missing")
	case o.Holder == "":
		return errors.New("alerter: Holder is missing")
	case o.Logger == nil:
		return errors.New("alerter: Logger is missing")
	case o.Registry == nil:
		return errors.New("alerter: Registry is missing")
	case o.Now == nil:
		return errors.New("alerter: Now is missing")
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
