package public

import (
	"net/http"
	"path"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// handler routes requests. Every route is registered here and nowhere else.
func handler(requests *prometheus.CounterVec, o Options) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", healthz) // HEAD too
	if o.Collector != nil {
		mux.HandleFunc("GET /tag.js", serveTag)
		mux.HandleFunc("POST /collect", o.Collector.serveCollect)
	}
	if o.Leads != nil {
		for _, method := range []string{http.MethodPost, http.MethodOptions} { // a form on a page may ask first
			mux.HandleFunc(method+" "+leadsPath+"{id}", o.Leads.serve)
		}
		mux.HandleFunc("GET /form.js", serveForm)
		mux.HandleFunc("GET /form/{id}", o.Leads.serveSuggestions)
	}
	if o.Hubs != nil {
		mux.HandleFunc("GET "+hubsPath+"{id}", o.Hubs.serve)
		mux.HandleFunc("POST "+hubsPath+"{id}", o.Hubs.serve)
	}
	if o.Received != nil {
		mux.HandleFunc("POST "+webmentionPath, o.Received.serve)
		mux.HandleFunc("POST "+sourcesPath+"{id}", o.Received.serve)
	}
	if o.Links != nil {
		mux.HandleFunc("GET "+linksPath+"{slug}", o.Links.serve) // HEAD too
	}
	if o.Shared != nil {
		mux.HandleFunc("GET /shared/{token}", o.Shared.servePage)
		mux.HandleFunc("GET /shared/{token}/report", o.Shared.serveReport)
		// Files of the embedded build, which are the same for everyone.
		for _, file := range []string{"/assets/{file}", "/boot.js", "/scheme.js", "/icon.svg"} {
			mux.HandleFunc("GET "+file, o.Shared.opts.Page.ServeFile)
		}
	}
	return promhttp.InstrumentHandlerCounter(requests, guarded(mux))
}

// healthz answers that the listener is up.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// guarded sets headers on all responses and answers 404 to paths that are not in canonical form.
// The mux would redirect those to an address built from the request, so an attacker could choose
// where the redirect leads.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		if r.ContentLength != 0 && !(r.Method == http.MethodPost && (r.URL.Path == "/collect" && readable(r) || readsBody(r.URL.Path))) {
			// No other route reads a body. Without this the server would read what is left of it
			// before it sends the response, and wait for a client that sends slowly.
			h.Set("Connection", "close")
		}
		if p := r.URL.Path; !strings.HasPrefix(p, "/") || path.Clean(p) != p || r.URL.EscapedPath() != p {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// readsBody reports whether a path is that of a receiver.
func readsBody(path string) bool {
	return path == webmentionPath || strings.HasPrefix(path, leadsPath) || strings.HasPrefix(path, hubsPath) || strings.HasPrefix(path, sourcesPath)
}
