// Package adapters lists what connects Namedrop to the outside: sources.go every type of
// source, visits.go every system that counts visits. Nothing else in the tree lists them: the
// API, the command line, the desk's forms and the configuration are made from the lists.
package adapters

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Env is what adapters are made with.
type Env struct {
	Door      *fetch.Door
	Transport http.RoundTripper // guarded, for requests that are no GET; see [fetch.NewTransport]
	UserAgent string
	Endpoints map[string]string // base URLs from the configuration, by name; see [Endpoints]
	// Client returns an HTTP client that reaches the configured endpoint of that name
	// wherever it is, and everything else behind the guard.
	Client func(endpoint string) *http.Client
	Logger *slog.Logger
	Now    func() time.Time
}

// Source is a line of the list: what an adapter says of itself, and how it is made. Make
// returns a feeds.Reader, Listener or Receiver, or something that is several of them. It is
// nil for what is only imported.
type Source struct {
	feeds.Spec
	Make func(Env) (any, error)
}

// Build makes the adapters.
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
			if a.Reader == nil && a.Listener == nil && a.Receiver == nil {
				return nil, fmt.Errorf("adapters: %s is no Reader, Listener or Receiver", s.Type)
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// Specs returns what the adapters say of themselves, in order.
func Specs(sources []Source) []feeds.Spec {
	out := make([]feeds.Spec, len(sources))
	for i, s := range sources {
		out[i] = s.Spec
	}
	return out
}

// BaseURLs returns the endpoints' base URLs by name, as they are where nothing replaces them.
func BaseURLs(sources []Source) map[string]string {
	out := map[string]string{}
	for _, e := range Endpoints(sources) {
		out[e.Name] = e.Default
	}
	return out
}

// Endpoint returns a base URL that an adapter declared.
func (e Env) Endpoint(name string) string { return e.Endpoints[name] }
