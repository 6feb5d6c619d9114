package bus

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"regexp"
)

// Options says how the bus is run. Dir or URLs is needed.
type Options struct {
	// Dir holds the embedded server's streams. It may be deleted while stopped.
	Dir string
	// Listen is where clients from outside connect, "127.0.0.1:4222" say. When the
	// port is taken the next free one is; [Bus.Addr] tells. Port 0 takes any. Empty:
	// no client from outside.
	Listen string
	// URLs names an outside cluster, used in place of the embedded server. A user
	// and password stand in the URL.
	URLs []string
	// Replicas of each stream, 1 if zero. A cluster wants 3.
	Replicas int
	// Ledger is the id of the ledger whose messages this bus carries; see [Bus.Owner].
	// Empty asks and marks nothing.
	Ledger string
	// Consumers are the durable pull consumers on MENTIONS made for clients from
	// outside. Nil means one, named "outside".
	Consumers []string
	// RequireUser refuses clients without User and Password. Without it Listen must
	// be a loopback address.
	RequireUser bool
	User        string
	Password    string

	Logger *slog.Logger
}

var consumerName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func (o *Options) validate() error {
	if o.Dir == "" && len(o.URLs) == 0 {
		return errors.New("bus: Dir or URLs is needed")
	}
	if o.Replicas == 0 {
		o.Replicas = 1
	}
	if o.Consumers == nil {
		o.Consumers = []string{"outside"}
	}
	for _, c := range o.Consumers {
		if !consumerName.MatchString(c) {
			return fmt.Errorf("bus: consumer name %q: use letters, digits, - and _", c)
		}
	}
	if o.RequireUser && (o.User == "" || o.Password == "") {
		return errors.New("bus: RequireUser needs User and Password")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o.validateListen()
}

func (o *Options) validateListen() error {
	if o.Listen == "" || len(o.URLs) > 0 {
		return nil
	}
	host, _, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return fmt.Errorf("bus: listen address %q: %w", o.Listen, err)
	}
	if !o.RequireUser && !loopback(host) {
		return fmt.Errorf("bus: %q can be reached from other machines; it needs a user and password", o.Listen)
	}
	return nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
