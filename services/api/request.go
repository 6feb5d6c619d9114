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
)

type requestKey struct{}

// requestID is the id of the request under way, told in problems and in the log.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// identified gives each request an id, survives a panic in a handler and tells slow
// requests.
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
				writeProblem(w, problem(http.StatusInternalServerError, "internal", "Something went wrong on our side. The log has it under "+id+"."))
			}
			if took := time.Since(start); took > slow && !streams(w.Header().Get("Content-Type")) {
				log.Warn("slow request", "request", id, "path", r.URL.Path, "took", took)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// together makes one list of a parameter that is given several times, as many programs write
// lists; the first alone would be heard otherwise, without a word.
func together(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.ContainsRune(r.URL.Path, 0) {
			// The ledger leaves NULs out: it would take this for another address.
			writeProblem(w, problem(http.StatusNotFound, "not_found", "There is nothing at this address; /openapi.json lists what there is."))
			return
		}
		if n := strings.Count(r.URL.RawQuery, "&") + strings.Count(r.URL.RawQuery, ",") + strings.Count(strings.ToUpper(r.URL.RawQuery), "%2C"); n > mostListed {
			writeProblem(w, problem(http.StatusUnprocessableEntity, "invalid", "The address lists more values than are taken. Ask for fewer at once."))
			return
		}
		q := r.URL.Query()
		several := false
		for key, values := range q {
			if len(values) > 1 {
				q[key], several = []string{strings.Join(values, ",")}, true
			}
		}
		if several {
			to := *r.URL
			to.RawQuery = q.Encode()
			r = r.WithContext(r.Context())
			r.URL = &to
		}
		next.ServeHTTP(w, r)
	})
}

// mostListed is how many values the query of an address may list.
const mostListed = 2000

// slow is how long a request may take before the log tells of it.
const slow = 2 * time.Second

// streams tells answers that take as long as whoever listens wants: events and recordings.
func streams(contentType string) bool {
	for _, kind := range []string{"text/event-stream", "audio/", "video/"} {
		if strings.HasPrefix(contentType, kind) {
			return true
		}
	}
	return false
}
