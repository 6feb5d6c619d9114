package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

const (
	// writePiece is how many bytes a reader must take within writeTimeout. That is two kilobytes a
	// second, for an answer of any length.
	writePiece   = 64 << 10
	writeTimeout = 30 * time.Second
)

// steady closes the connection of a client that doesn't read its answer, and adds the headers that
// all answers have. An answer may take any time while the client reads it.
func steady(patience time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := &steadyWriter{ResponseWriter: w, control: http.NewResponseController(w), patience: patience}
		next.ServeHTTP(s, r)
		if !s.begun {
			s.WriteHeader(http.StatusOK) // as net/http would do
		}
		s.extend() // for what the server itself still has to send
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
		// Compressed bytes are a different representation (RFC 9110). If-Match accepts the weak
		// form too.
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

// Flush is for handlers that look for an http.Flusher.
func (w *steadyWriter) Flush() { _ = w.FlushError() }

func (w *steadyWriter) FlushError() error {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	w.extend()
	return w.control.Flush()
}

func (w *steadyWriter) extend() { _ = w.control.SetWriteDeadline(time.Now().Add(w.patience)) }

// packed compresses JSON, lists and exports for clients that accept it. Live events and recordings
// bypass it: events must not wait for one another, and recordings are compressed already. Answers
// that hold a secret set gzhttp.HeaderNoCompression.
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
