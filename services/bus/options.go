package bus

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"regexp"
)

// Options are the settings of a bus. Dir or URLs is required.
type Options struct {
	// Dir holds the embedded server's streams. It may be deleted while stopped.
	Dir string
	// Listen is the address for outside clients, for example "127.0.0.1:4222". If the port
	// is taken, the next free one is used; [Bus.Addr] returns it. Port 0 takes any port. Empty
	// means no outside clients.
	Listen string
	// URLs are the servers of a NATS cluster that is used in place of the embedded server. A
	// URL may contain a user and password.
	URLs []string
	// Replicas of each stream; 1 if zero. A cluster should have 3.
	Replicas int
	// Ledger is the id of the ledger whose messages this bus carries; see [Bus.Owner].
	// If it is empty, the owner is neither checked nor recorded.
	Ledger string
	// Consumers are the durable pull consumers on MENTIONS and on REPORTS, created for outside clients.
	// Nil means one, named "outside".
	Consumers []string
	// RequireUser refuses clients without User and Password. Without it Listen must
	// be a loopback address.
	RequireUser bool
	User        string
	Password    string

	// DeadLetters keeps the messages that a consumer could not process and those that the
	// relay could not publish. Without it a consumer tries them again forever, and the relay
	// only logs them.
	DeadLetters DeadLetters

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
