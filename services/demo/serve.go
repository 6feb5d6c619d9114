package demo

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"
)

func (w *World) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", w.serveFront)
	mux.HandleFunc("GET /robots.txt", func(rw http.ResponseWriter, r *http.Request) {
		serveText(rw, r, "text/plain; charset=utf-8", []byte("User-agent: *\nAllow: /\n"), w.opts.Base)
	})
	mux.HandleFunc("GET /leads.csv", w.serveLeads)
	mux.Handle(tubePath+"/", w.serveTube())
	w.socialRoutes(mux)
	mux.HandleFunc("POST /webhook", w.receiver.receive)
	mux.HandleFunc("GET /received", w.receiver.page)
	for _, s := range w.shows {
		if s.trouble == gone {
			mux.HandleFunc("GET /"+s.slug+"/", func(rw http.ResponseWriter, r *http.Request) {
				http.Error(rw, "This show has ended. Thank you for listening.", http.StatusGone)
			})
			continue
		}
		mux.HandleFunc("GET /"+s.slug+"/{$}", func(rw http.ResponseWriter, r *http.Request) { w.serveShow(rw, r, s) })
		mux.HandleFunc("GET /"+s.slug+"/feed.xml", func(rw http.ResponseWriter, r *http.Request) { w.serveFeed(rw, r, s) })
		mux.HandleFunc("GET /"+s.slug+"/cover.png", func(rw http.ResponseWriter, r *http.Request) { w.serveCover(rw, r, s) })
		mux.HandleFunc("GET /"+s.slug+"/{file}", func(rw http.ResponseWriter, r *http.Request) { w.serveFile(rw, r, s) })
	}
	for _, b := range w.blogs {
		mux.HandleFunc("GET /"+b.slug+"/{$}", func(rw http.ResponseWriter, r *http.Request) { w.serveBlog(rw, r, b) })
		mux.HandleFunc("GET /"+b.slug+"/{file}", func(rw http.ResponseWriter, r *http.Request) { w.servePost(rw, r, b) })
	}
	return mux
}

func (w *World) serveFeed(rw http.ResponseWriter, r *http.Request, s *show) {
	body, built, err := renderFeed(base(r), s, w.episodes(s))
	if err != nil {
		http.Error(rw, "internal", http.StatusInternalServerError)
		return
	}
	contentType := "application/rss+xml; charset=utf-8"
	switch s.trouble {
	case malformed:
		body, contentType = spoil(body), "text/xml"
	case slow:
		wait := time.NewTimer(w.opts.Slow)
		defer wait.Stop()
		select {
		case <-wait.C:
		case <-r.Context().Done():
			return
		}
	}
	serveText(rw, r, contentType, body, built)
}

// serveFile serves the files of an episode, by their extension.
func (w *World) serveFile(rw http.ResponseWriter, r *http.Request, s *show) {
	name, ending, _ := strings.Cut(r.PathValue("file"), ".")
	episodes := w.episodes(s)
	i := slices.IndexFunc(episodes, func(e *episode) bool { return e.file() == name })
	if i < 0 {
		http.NotFound(rw, r)
		return
	}
	e := episodes[i]
	switch {
	case ending == "":
		w.serveEpisode(rw, r, e)
	case ending == "wav":
		rw.Header().Set("Content-Type", "audio/wav")
		rw.Header().Set("ETag", tag([]byte(e.guid)))
		http.ServeContent(rw, r, "", e.published, newAudio(e))
	case ending == "chapters.json" && len(e.chapters) > 0:
		serveText(rw, r, "application/json+chapters", e.chaptersJSON(), e.published)
	case slices.Contains(s.formats, ending):
		serveText(rw, r, mediaType(ending)+"; charset=utf-8", e.transcript(ending), e.published)
	default:
		http.NotFound(rw, r)
	}
}

// serveText answers conditional requests and compresses if the client accepts it.
func serveText(rw http.ResponseWriter, r *http.Request, contentType string, body []byte, modified time.Time) {
	h := rw.Header()
	h.Set("Content-Type", contentType)
	h.Set("ETag", tag(body))
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		// Writing to a buffer doesn't fail.
		_, _ = z.Write(body)
		_ = z.Close()
		h.Set("Content-Encoding", "gzip")
		body = b.Bytes()
	}
	http.ServeContent(rw, r, "", modified, bytes.NewReader(body))
}

// tag returns an ETag. It is weak because the same text is sent compressed and uncompressed.
func tag(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + hex.EncodeToString(sum[:8]) + `"`
}

// base returns the world's address as the client requested it.
func base(r *http.Request) string { return "http://" + r.Host }
