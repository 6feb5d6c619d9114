// Package api is the HTTP side of the desk: the API under /api/v1 with its OpenAPI
// document, live events, health checks, and the interface itself.
//
// Lists are {"items": […], "next": "<cursor>"}; what goes wrong is an RFC 9457 problem
// with one of ten codes; writes take If-Match where the thing has an ETag.
package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	"github.com/namedrop/namedrop/services/health"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Reindexer builds the search index anew.
type Reindexer interface {
	Start() error
	StopReindex()
	ProgressJSON() []byte
}

// Options are what the API stands on. Index, Reindexer and the four notifications may
// be missing, where their service lives elsewhere.
type Options struct {
	Ledger      *ledger.Ledger
	Index       Index
	Reindexer   Reindexer
	Live        Live
	Finder      Finder
	SourceTypes []feeds.Spec      // what can be added
	Transport   http.RoundTripper // guarded, for recordings
	UserAgent   string
	Channels    map[alerts.ChannelType]alerts.Adapter // the kinds of channel there are
	Web         http.Handler
	Gate        Gate                                       // nil where nothing ever pauses
	Checks      func(ctx context.Context) []health.Finding // nil where nothing can be looked at
	Visits      []feeds.SampleAdapter

	SourceAdded       func()
	VisitsChanged     func()
	BrandsChanged     func()
	DeliveriesChanged func()

	MostEvents int // live events open at once; 0 for the usual number

	PublicURL string // address of the public side; empty where it is off

	Desk     string // the desk's address, for links in events
	BusAddr  string
	Entry    access.Entry   // how people get in; sign-in by default
	Key      access.KeyFile // the key of the data folder
	Cookie   string         // the name of the session cookie
	Version  string
	Registry prometheus.Registerer
	Gatherer prometheus.Gatherer
	Logger   *slog.Logger
	Now      func() time.Time
}

func (o *Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("api: Ledger is missing")
	case o.Live == nil:
		return errors.New("api: Live is missing")
	case o.Finder == nil:
		return errors.New("api: Finder is missing")
	case len(o.SourceTypes) == 0:
		return errors.New("api: SourceTypes is missing")
	case o.Transport == nil:
		return errors.New("api: Transport is missing")
	case len(o.Channels) == 0:
		return errors.New("api: Channels is missing")
	case o.Gatherer == nil:
		return errors.New("api: Gatherer is missing")
	case o.Logger == nil:
		return errors.New("api: Logger is missing")
	case o.Now == nil:
		return errors.New("api: Now is missing")
	}
	for _, f := range []*func(){&o.SourceAdded, &o.VisitsChanged, &o.BrandsChanged, &o.DeliveriesChanged} {
		if *f == nil {
			*f = func() {}
		}
	}
	if o.Entry == "" {
		o.Entry = access.EntrySignIn
	}
	if o.Cookie == "" {
		o.Cookie = access.Cookie
	}
	return nil
}

// API serves the desk.
type API struct {
	Options
	handler http.Handler
	huma    huma.API
	preview previewCache
	badKeys wrongKeys
	guard   access.Guard

	signIns   guesses
	newcomers *queue        // sign-ins of browsers not seen before …
	regulars  *queue        // … and of those that were, and passwords of new people
	files     chan struct{} // large bodies of those who may write …
	texts     chan struct{} // … and of those who may only read

	listening  *openStreams // to live events
	listeners  *openStreams // to recordings
	recordings *http.Client

	closing   chan struct{}
	closeOnce sync.Once
}

// New makes the handler.
func New(o Options) (*API, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	a := &API{Options: o, closing: make(chan struct{}), recordings: newRecordings(o.Transport)}
	a.newcomers, a.regulars = newQueue(), newQueue()
	a.files, a.texts = make(chan struct{}, largeAtOnce), make(chan struct{}, largeAtOnce)
	a.listening = newStreams(eventsEach, min(cmp.Or(o.MostEvents, eventsAll), eventsAll), tooManyLive, allLiveTaken)
	a.listeners = newStreams(audioEach, audioAll, tooManyPlaying, allPlayingTaken)
	mux := http.NewServeMux()
	a.huma = newHuma(mux, o.Version)
	a.huma.UseMiddleware(a.fewAtOnce)
	a.routes()
	mux.HandleFunc("GET "+eventsPath, a.events)
	mux.HandleFunc("GET /api/v1/documents/{id}/audio", a.audio)
	mux.HandleFunc("GET /api/v1/search/export", a.export)
	mux.HandleFunc("GET /healthz", a.healthz)
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("GET /metrics", a.scoped(access.Read, promhttp.HandlerFor(o.Gatherer, promhttp.HandlerOpts{})))
	mux.Handle("/api/", unknown(mux))
	if o.Web != nil {
		mux.Handle("/", o.Web)
	}
	a.guard = access.Guard{Store: holders{o.Ledger, o.Key, o.Now}, Key: o.Key, Cookie: o.Cookie, Open: o.Entry == access.EntryOpen, Refuse: refuse}
	inner, err := packed(identified(o.Logger, plainAddress(a.guard.Wrap(bounded(mux)))))
	if err != nil {
		return nil, fmt.Errorf("setting up compression: %w", err)
	}
	a.handler = steady(writeTimeout, inner)
	return a, nil
}

// Handler serves everything.
func (a *API) Handler() http.Handler { return a.handler }

// Close ends the streams of live events.
func (a *API) Close() { a.closeOnce.Do(func() { close(a.closing) }) }

// OpenAPI is the document that describes the API, as JSON.
func OpenAPI() ([]byte, error) {
	a := &API{Options: Options{Version: "v1"}} // the document is the same whatever adapters there are
	a.huma = newHuma(http.NewServeMux(), "v1")
	a.routes()
	return a.huma.OpenAPI().MarshalJSON()
}

func newHuma(mux *http.ServeMux, version string) huma.API {
	config := huma.DefaultConfig("Namedrop", version)
	config.OpenAPIPath = "/openapi"
	config.DocsPath = "" // the docs page of huma loads scripts from elsewhere
	config.SchemasPath = ""
	config.Formats = map[string]huma.Format{"application/json": plainJSON, "json": plainJSON}
	config.CreateHooks = nil // no $schema in answers
	config.Info.Description = "Who dropped your name, and what came of it."
	api := humago.New(mux, config)
	api.UseMiddleware(routed, scopes(api), lists)
	return api
}

func (a *API) healthz(w http.ResponseWriter, r *http.Request) {
	a.prove(w, r)
	_, _ = w.Write([]byte("ok\n"))
}

// readyz tells whether requests can be answered: the ledger reads.
func (a *API) readyz(w http.ResponseWriter, r *http.Request) {
	if _, err := record.BrandsRevision(r.Context(), a.Ledger); err != nil {
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
			writeProblem(w, noSuchAddress.problem())
			return
		}
		w.Header().Set("Allow", strings.Join(taken, ", "))
		writeProblem(w, wrongMethod.problem("accepted", strings.Join(taken, ", "), "method", shortened(r.Method)))
	})
}
