package adapters

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/speech"
	"github.com/namedrop/namedrop/feeds/visits/fetches"
	"github.com/namedrop/namedrop/feeds/youtube"
)

// Env is what an adapter is built with.
type Env struct {
	Door      *fetch.Door
	Transport http.RoundTripper // guarded, for requests other than GET; see [fetch.NewTransport]
	// Dial connects to servers that don't speak HTTP. It is guarded; see [fetch.NewDialer].
	Dial      func(ctx context.Context, network, address string) (net.Conn, error)
	UserAgent string
	Endpoints map[string]string // base URLs from the configuration, by name; see [Endpoints]
	// Client returns an HTTP client that may reach the configured endpoints of these names even at a
	// private address. All other addresses are checked by the guard.
	Client func(endpoints ...string) *http.Client
	// YouTube sends all requests to YouTube: its reader and its captions share one budget.
	YouTube *youtube.Client
	// Fetchers are the published addresses of chats, assistants and crawlers; nil if none are known.
	Fetchers *fetches.Addresses
	// Accounts are the credentials that sources share.
	Accounts feeds.Accounts
	Speech   *speech.Recognizer
	Logger   *slog.Logger
	Now      func() time.Time
}

// Source is an entry in the list of source types: the adapter's spec and its constructor. Make
// returns a value that implements one or more of feeds.Reader, feeds.Listener and
// feeds.Receiver. It is nil for a type that is only imported.
type Source struct {
	feeds.Spec
	Make func(Env) (any, error)
}

// Build returns the adapters of the sources, in order.
func Build(sources []Source, env Env) ([]feeds.Adapter, error) {
	out := make([]feeds.Adapter, 0, len(sources))
	seen := map[feeds.SourceType]bool{}
	for _, s := range sources {
		if s.Type == "" || seen[s.Type] {
			return nil, fmt.Errorf("adapters: the type %q is empty or listed twice", s.Type)
		}
		seen[s.Type] = true
		a := feeds.Adapter{Spec: s.Spec}
		if s.Make != nil {
			made, err := s.Make(env)
			if err != nil {
				return nil, fmt.Errorf("adapters: %w", err)
			}
			a.Reader, _ = made.(feeds.Reader)
			a.Listener, _ = made.(feeds.Listener)
			a.Receiver, _ = made.(feeds.Receiver)
			a.Opener, _ = made.(feeds.Opener)
			a.Checker, _ = made.(feeds.AddressChecker)
			if a.Reader == nil && a.Listener == nil && a.Receiver == nil && a.Opener == nil {
				return nil, fmt.Errorf("adapters: %s is not a Reader, Listener, Receiver or Opener", s.Type)
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// Specs returns the specs of the sources, in order.
func Specs(sources []Source) []feeds.Spec {
	out := make([]feeds.Spec, len(sources))
	for i, s := range sources {
		out[i] = s.Spec
	}
	return out
}

// BaseURLs returns the default base URLs of the endpoints by name.
func BaseURLs(sources []Source, visits []VisitsLine) map[string]string {
	out := map[string]string{}
	for _, e := range Endpoints(sources, visits) {
		out[e.Name] = e.Default
	}
	return out
}

// Endpoint returns the base URL of an endpoint that an adapter declared.
func (e Env) Endpoint(name string) string { return e.Endpoints[name] }
