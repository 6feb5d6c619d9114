package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

const (
	// writePiece is how much a reader has writeTimeout for: two kilobytes a second keep an
	// answer going, however long it is.
	writePiece   = 64 << 10
	writeTimeout = 30 * time.Second
)

// steady cuts off who doesn't read what was asked for, and gives each answer the headers that
// all of them carry. Answers of any length go on while the reader takes bytes.
func steady(patience time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := &steadyWriter{ResponseWriter: w, control: http.NewResponseController(w), patience: patience}
		next.ServeHTTP(s, r)
		if !s.begun {
			s.WriteHeader(http.StatusOK) // as the server would
		}
		s.extend() // for what the server itself has still to send
	})
}

type steadyWriter struct {
	http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
	begun    bool
}

func (w *steadyWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *steadyWriter) WriteHeader(status int) {
	if !w.begun {
		w.begun = status >= 200
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", "no-store")
		}
		// What is packed isn't the same bytes (RFC 9110). If-Match takes the weak form too.
		if tag := h.Get("ETag"); h.Get("Content-Encoding") != "" && strings.HasPrefix(tag, `"`) {
			h.Set("ETag", "W/"+tag)
		}
	}
	w.extend()
	w.ResponseWriter.WriteHeader(status)
}

func (w *steadyWriter) Write(p []byte) (int, error) {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	written := 0
	for {
		piece := p[written:min(len(p), written+writePiece)]
		w.extend()
		n, err := w.ResponseWriter.Write(piece)
		written += n
		if err != nil || written == len(p) {
			return written, err
		}
	}
}

// Flush is here for those who ask for an http.Flusher.
func (w *steadyWriter) Flush() { _ = w.FlushError() }

func (w *steadyWriter) FlushError() error {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	w.extend()
	return w.control.Flush()
}

func (w *steadyWriter) extend() { _ = w.control.SetWriteDeadline(time.Now().Add(w.patience)) }

// packed compresses JSON, lists and exports where the client takes that. Live events and
// recordings go around it: events must not wait for one another, recordings are packed
// already. Answers that hold a secret say so in gzhttp.HeaderNoCompression.
func packed(next http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.MinSize(1<<10), gzhttp.EnableZstd(false),
		gzhttp.ContentTypes([]string{"application/json", "application/problem+json", "application/openapi+json", "application/openapi+yaml", "application/jsonl", "text/csv", "text/x-opml"}),
	)
	if err != nil {
		return nil, err
	}
	zipped := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == eventsPath || strings.HasSuffix(r.URL.Path, "/audio") || !strings.HasPrefix(r.URL.Path, "/api/") && !strings.HasPrefix(r.URL.Path, "/openapi") {
			next.ServeHTTP(w, r)
			return
		}
		zipped(w, r)
	}), nil
}
