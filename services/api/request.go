package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/namedrop/namedrop/services/api/access"
)

type requestKey struct{}

// seen passes on the requests of people who are signed in with a browser: their own visits to the
// site are not counted.
func (a *API) seen(next http.Handler) http.Handler {
	if a.opts.TeamSeen == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if access.From(r.Context()).Scope != "" && r.Header.Get("Authorization") == "" {
			a.opts.TeamSeen(r)
		}
		next.ServeHTTP(w, r)
	})
}

// requestID returns the id of the request, which is in problems and in the log.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// identified gives each request an id, recovers a panic in a handler, and logs slow requests.
func identified(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b [8]byte
		rand.Read(b[:])
		id := hex.EncodeToString(b[:])
		r = r.WithContext(context.WithValue(withClient(r), requestKey{}, id))
		w.Header().Set("X-Request-Id", id)
		start := time.Now()
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p)
				}
				log.Error("request panicked", "request", id, "path", r.URL.Path, "panic", p)
				writeProblem(w, internal.problem("request", id))
			}
			if took := time.Since(start); took > slow && !streams(w.Header().Get("Content-Type")) {
				log.Warn("slow request", "request", id, "path", r.URL.Path, "took", took)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// plainAddress refuses addresses with a NUL or with more values than any request needs.
func plainAddress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.ContainsRune(r.URL.Path, 0) {
			// The ledger drops NULs, so it would take this for another address.
			writeProblem(w, noSuchAddress.problem())
			return
		}
		if n := strings.Count(r.URL.RawQuery, "&") + strings.Count(r.URL.RawQuery, ",") + strings.Count(strings.ToUpper(r.URL.RawQuery), "%2C"); n > mostListed {
			writeProblem(w, tooManyValues.problem())
			return
		}
		next.ServeHTTP(w, r)
	})
}

// lists accepts both ways to write a list, kind=a,b and kind=a&kind=b, and rewrites the second as
// the first. huma alone would read the first value of the second and ignore the others. A parameter
// that is not a list can't be given twice, since it would be unclear which one counts.
func lists(ctx huma.Context, next func(huma.Context)) {
	r, _ := humago.Unwrap(ctx)
	q := r.URL.Query()
	joined := false
	for _, p := range ctx.Operation().Parameters {
		values := q[p.Name]
		if p.In != "query" || len(values) < 2 {
			continue
		}
		if p.Schema == nil || p.Schema.Type != huma.TypeArray {
			answer(ctx, repeated.problem("name", p.Name))
			return
		}
		q[p.Name], joined = []string{strings.Join(values, ",")}, true
	}
	if joined {
		to := *r.URL
		to.RawQuery = q.Encode()
		r.URL = &to
	}
	next(ctx)
}

// mostListed is the most values in the query of an address.
const mostListed = 2000

// slow is how long a request may take before it is logged.
const slow = 2 * time.Second

// streams reports whether an answer takes as long as the client listens: events and recordings.
func streams(contentType string) bool {
	for _, kind := range []string{"text/event-stream", "text/csv", "audio/", "video/"} {
		if strings.HasPrefix(contentType, kind) {
			return true
		}
	}
	return false
}
