package fetch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// The defaults, for callers and documentation.
const (
	DefaultTimeout      = 45 * time.Second
	DefaultMaxBytes     = 16 << 20
	DefaultMaxRedirects = 8
	DefaultMaxWait      = 10 * time.Second
	DefaultPerHost      = 2.0 // requests a second
	DefaultBurst        = 8
	DefaultInFlight     = 4
)

// Clock is the clock of rates and pauses. Timeouts of requests in progress always use the
// machine's clock.
type Clock interface {
	Now() time.Time
	// Sleep returns after d, or earlier with the context's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// Observation describes one request that was sent, for metrics. Kind is empty on success.
type Observation struct {
	Host        string // with its port unless that is the scheme's default; the last one of several redirects
	ContentType string // as declared, without parameters
	Kind        feeds.FaultKind
	Status      int
	NotModified bool
	Wire        int64 // body bytes as sent
	Took        time.Duration
}

// Options make a [Door]. Only UserAgent is required.
type Options struct {
	// UserAgent identifies Namedrop, with a contact: see [UserAgent].
	UserAgent string
	// AllowPrivate lists address ranges that may be dialled although they are private.
	AllowPrivate []netip.Prefix
	// Configured holds URLs from the operator's configuration. They may be private: see
	// [NewTransport].
	Configured []string
	// Proxy is the outbound proxy for all requests; nil means none. A private proxy address
	// must be allowed. See the package comment for what the guard can check then.
	Proxy        *url.URL
	Timeout      time.Duration // of one request with its redirects and body
	MaxBytes     int64         // of one body, as sent and as unpacked
	MaxRedirects int
	MaxWait      time.Duration // for a slot at a busy host

	PerHost  float64 // requests a second to one host
	Burst    int     // requests to one host before PerHost limits them
	InFlight int     // requests to one host at the same time

	Clock   Clock // nil: the machine's
	Logger  *slog.Logger
	Observe func(Observation) // nil: not counted
}

// UserAgent returns the User-Agent header: program, version, and where publishers can read
// about it or ask it to stop.
func UserAgent(version, contact string) string {
	return fmt.Sprintf("Namedrop/%s (+%s)", version, contact)
}

func (o Options) withDefaults() Options {
	set(&o.Timeout, DefaultTimeout)
	set(&o.MaxBytes, DefaultMaxBytes)
	set(&o.MaxRedirects, DefaultMaxRedirects)
	set(&o.MaxWait, DefaultMaxWait)
	set(&o.PerHost, DefaultPerHost)
	set(&o.Burst, DefaultBurst)
	set(&o.InFlight, DefaultInFlight)
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Observe == nil {
		o.Observe = func(Observation) {}
	}
	return o
}

func set[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

func (o Options) validate() error {
	switch {
	case o.UserAgent == "":
		return errors.New("fetch: UserAgent is missing: give a name and a contact")
	case strings.ContainsAny(o.UserAgent, "\r\n"):
		return errors.New("fetch: UserAgent has a line break")
	case !strings.Contains(o.UserAgent, "http") && !strings.Contains(o.UserAgent, "@"):
		return errors.New("fetch: UserAgent names no contact: add a web or mail address")
	case o.Proxy != nil && (o.Proxy.Host == "" || o.Proxy.Scheme != "http" && o.Proxy.Scheme != "https" && o.Proxy.Scheme != "socks5"):
		return errors.New("fetch: Proxy must be an http, https or socks5 address")
	case o.Timeout < 0, o.MaxWait < 0:
		return errors.New("fetch: Timeout and MaxWait must not be negative")
	case o.MaxBytes < 0, o.MaxRedirects < 0:
		return errors.New("fetch: MaxBytes and MaxRedirects must not be negative")
	case o.PerHost < 0, o.Burst < 0, o.InFlight < 0:
		return errors.New("fetch: PerHost, Burst and InFlight must not be negative")
	}
	for _, p := range o.AllowPrivate {
		if !p.IsValid() {
			return errors.New("fetch: AllowPrivate holds an invalid prefix")
		}
	}
	return nil
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
