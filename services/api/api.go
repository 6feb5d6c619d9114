// Package api is the HTTP side of the desk: the API under /api/v1 with its OpenAPI
// document, live events, health checks, and the interface itself.
//
// Lists are {"items": […], "next": "<cursor>"}; what goes wrong is an RFC 9457 problem
// with one of ten codes; writes take If-Match where the thing has an ETag.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
)

// Hooks sends a test message and is asked for nothing else.
type Hooks interface {
	Send(ctx context.Context, ch alerts.Channel, d alerts.Delivery) (alerts.Attempt, error)
}

// Reindexer builds the search index anew.
type Reindexer interface {
	Start() error
	StopReindex()
	ProgressJSON() []byte
}

// Options are what the API stands on. Index, Reindexer and the four notifications may
// be missing, where their service lives elsewhere.
type Options struct {
	Ledger    *ledger.Ledger
	Index     Index
	Reindexer Reindexer
	Live      Live
	Finder    Finder
	Transport http.RoundTripper // guarded, for recordings
	UserAgent string
	Hooks     Hooks
	Web       http.Handler
	Visits    []feeds.SampleAdapter

	SourceAdded       func()
	VisitsChanged     func()
	BrandsChanged     func()
	DeliveriesChanged func()

	Desk     string // the desk's address, for links in events
	BusAddr  string
	Loopback bool // the listener is reachable from this machine only
	Version  string
	Registry prometheus.Registerer
	Gatherer prometheus.Gatherer
	Logger   *slog.Logger
	Now      func() time.Time
}

func (o *Options) validate() error {
	if o.Ledger == nil || o.Live == nil || o.Finder == nil || o.Hooks == nil || o.Transport == nil || o.Logger == nil || o.Now == nil || o.Gatherer == nil {
		return errors.New("api: Ledger, Live, Finder, Transport, Hooks, Gatherer, Logger and Now are needed")
	}
	for _, f := range []*func(){&o.SourceAdded, &o.VisitsChanged, &o.BrandsChanged, &o.DeliveriesChanged} {
		if *f == nil {
			*f = func() {}
		}
	}
	return nil
}

// API serves the desk.
type API struct {
	Options
	log     *slog.Logger
	live    Live
	handler http.Handler
	huma    huma.API
	preview previewCache
	signIns guesses
	guard   access.Guard

	recordings *http.Client

	closing   chan struct{}
	closeOnce sync.Once
}

// New makes the handler.
func New(o Options) (*API, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	a := &API{Options: o, log: o.Logger, live: o.Live, closing: make(chan struct{}), recordings: &http.Client{Transport: o.Transport}}
	mux := http.NewServeMux()
	a.huma = newHuma(mux, o.Version)
	a.routes()
	mux.HandleFunc("GET /api/v1/events", a.events)
	mux.HandleFunc("GET /api/v1/documents/{id}/audio", a.audio)
	mux.HandleFunc("GET /api/v1/search/export", a.export)
	mux.HandleFunc("GET /healthz", a.healthz)
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("GET /metrics", a.scoped(access.Read, promhttp.HandlerFor(o.Gatherer, promhttp.HandlerOpts{})))
	mux.Handle("/api/", unknown(mux))
	if o.Web != nil {
		mux.Handle("/", o.Web)
	}
	a.guard = access.Guard{Store: holders{o.Ledger, o.Now}, Loopback: o.Loopback, Refuse: refuse}
	a.handler = identified(o.Logger, together(a.guard.Wrap(mux)))
	return a, nil
}

// Handler serves everything.
func (a *API) Handler() http.Handler { return a.handler }

// Close ends the streams of live events.
func (a *API) Close() { a.closeOnce.Do(func() { close(a.closing) }) }

// OpenAPI is the document that describes the API, as JSON.
func OpenAPI() ([]byte, error) {
	a := &API{Options: Options{Version: "v1"}}
	a.huma = newHuma(http.NewServeMux(), "v1")
	a.routes()
	return a.huma.OpenAPI().MarshalJSON()
}

func newHuma(mux *http.ServeMux, version string) huma.API {
	config := huma.DefaultConfig("Namedrop", version)
	config.OpenAPIPath = "/openapi"
	config.DocsPath = "" // the docs page of huma loads scripts from elsewhere
	config.SchemasPath = ""
	config.CreateHooks = nil // no $schema in answers
	config.Info.Description = "Who dropped your name, and what came of it."
	api := humago.New(mux, config)
	api.UseMiddleware(scopes(api))
	return api
}

func (a *API) healthz(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }

// readyz tells whether requests can be answered: the ledger reads.
func (a *API) readyz(w http.ResponseWriter, r *http.Request) {
	if _, err := a.Ledger.BrandsRevision(r.Context()); err != nil {
		http.Error(w, "The ledger can't be read.", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// unknown answers for addresses that nothing is at, and for those that take other methods.
func unknown(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var taken []string
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); strings.HasPrefix(pattern, method+" ") {
				taken = append(taken, method)
			}
		}
		if len(taken) == 0 {
			writeProblem(w, problem(http.StatusNotFound, "not_found", "There is nothing at this address; /openapi.json lists what there is."))
			return
		}
		w.Header().Set("Allow", strings.Join(taken, ", "))
		writeProblem(w, problem(http.StatusMethodNotAllowed, "invalid", "This address takes "+strings.Join(taken, ", ")+", not "+r.Method+"."))
	})
}
