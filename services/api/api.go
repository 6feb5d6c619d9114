// Package api is the HTTP side of the desk: the API under /api/v1 with its OpenAPI document, live
// events, health checks, and the interface itself.
//
// Lists are {"items": […], "next": "<cursor>"}. An error is an RFC 9457 problem with one of ten
// codes. Writes accept If-Match if the resource has an ETag.
package api

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// API serves the desk and its API.
type API struct {
	opts    Options
	handler http.Handler
	huma    huma.API
	preview previewCache
	badKeys wrongKeys
	guard   access.Guard

	signIns   guesses
	newcomers *queue        // sign-ins from new browsers …
	regulars  *queue        // … and from known ones, and passwords of new users
	files     chan struct{} // large bodies of clients with the scope write …
	texts     chan struct{} // … and of those with the scope read

	checks chan struct{} // reads of sources that store nothing

	listening  *openStreams // open live events
	listeners  *openStreams // open recordings
	recordings *http.Client

	closing chan struct{} // closed when Run ends
}

// New returns an API with all its routes. It accepts no connection until Run is called.
func New(o Options) (*API, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	a := &API{opts: o, closing: make(chan struct{}), recordings: newRecordings(o.Transport)}
	a.newcomers, a.regulars = newQueue(), newQueue()
	a.files, a.texts = make(chan struct{}, largeAtOnce), make(chan struct{}, largeAtOnce)
	a.checks = make(chan struct{}, maxChecks)
	a.listening = newStreams(eventsEach, o.MaxEvents, tooManyLive, allLiveTaken)
	a.listeners = newStreams(audioEach, audioAll, tooManyPlaying, allPlayingTaken)
	mux := http.NewServeMux()
	a.huma = newHuma(mux, o.Version)
	a.huma.UseMiddleware(a.fewAtOnce)
	a.routes()
	mux.HandleFunc("GET "+eventsPath, a.events)
	mux.HandleFunc("GET /api/v1/documents/{id}/audio", a.audio)
	mux.HandleFunc("GET /api/v1/search/export", a.export)
	mux.HandleFunc("GET /api/v1/reports/export", a.exportReports)
	mux.HandleFunc("GET /healthz", a.healthz)
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("GET /metrics", a.scoped(access.Read, promhttp.HandlerFor(o.Gatherer, promhttp.HandlerOpts{})))
	mux.Handle("/api/", unknown(mux))
	if o.Web != nil {
		mux.Handle("/", o.Web)
	}
	a.guard = access.Guard{Store: holders{o.Ledger, o.Key, o.Now}, Key: o.Key, Cookie: o.Cookie, Open: o.Entry == access.EntryOpen, Refuse: refuse}
	inner, err := packed(identified(o.Logger, plainAddress(a.guard.Wrap(a.seen(bounded(mux))))))
	if err != nil {
		return nil, fmt.Errorf("api: setting up compression: %w", err)
	}
	a.handler = steady(writeTimeout, promhttp.InstrumentHandlerCounter(m.requests, inner))
	return a, nil
}

// OpenAPI returns the document that describes the API, as JSON.
func OpenAPI() ([]byte, error) {
	a := &API{opts: Options{Version: "v1"}} // the document doesn't depend on the adapters
	a.huma = newHuma(http.NewServeMux(), "v1")
	a.routes()
	return a.huma.OpenAPI().MarshalJSON()
}

func newHuma(mux *http.ServeMux, version string) huma.API {
	config := huma.DefaultConfig("Namedrop", version)
	config.OpenAPIPath = "/openapi"
	config.DocsPath = "" // huma's docs page loads scripts from another site
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

// readyz reports whether requests can be answered: it reads the ledger.
func (a *API) readyz(w http.ResponseWriter, r *http.Request) {
	if _, err := record.BrandsRevision(r.Context(), a.opts.Ledger); err != nil {
		http.Error(w, "The ledger can't be read.", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// unknown answers requests to an address that doesn't exist, or with a method that it doesn't take.
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
