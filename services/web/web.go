// Package web serves the desk, the interface that is built by `make ui` into dist and
// embedded in the binary.
//
// Files under assets carry a hash in their name and may be cached for ever; they are
// embedded compressed and sent as they lie there. Every other path answers with the
// index, never cached, so that an address of the desk can be opened and sent to a
// colleague. The index goes out with a Content-Security-Policy that lets nothing in
// from elsewhere; its style nonce is new for every answer.
//
// Where dist holds no build, as in a fresh clone, a plain page says what to do.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"embed"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Handler serves the embedded build.
func Handler() http.Handler {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is named in the line above
	}
	return handler(files)
}

// noncePlace is what the build leaves in the index for the nonce.
var noncePlace = []byte("__CSP_NONCE__")

func handler(files fs.FS) http.Handler {
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		return http.HandlerFunc(notBuilt)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "The desk is only read.", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if serveFile(w, r, files, name) {
			return
		}
		// A file that isn't there must not be answered with a page: a browser that holds
		// an old index would try to run it.
		if strings.HasPrefix(name, "assets/") || path.Ext(name) != "" {
			http.NotFound(w, r)
			return
		}
		serveIndex(w, index)
	})
}

func serveIndex(w http.ResponseWriter, index []byte) {
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", policy(nonce))
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(bytes.ReplaceAll(index, noncePlace, []byte(nonce)))
}

// policy lets nothing in from elsewhere but the player of a video, and that only in a frame.
func policy(nonce string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data:; " +
		"font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; " +
		"frame-src https://www.youtube-nocookie.com; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// serveFile sends a file of the build, compressed as it lies there where the browser
// takes it. It tells whether there is such a file.
func serveFile(w http.ResponseWriter, r *http.Request, files fs.FS, name string) bool {
	if name == "" || path.Ext(name) == ".html" || !fs.ValidPath(name) {
		return false
	}
	accepted := r.Header.Get("Accept-Encoding")
	for _, stored := range []struct{ ending, coding string }{{".br", "br"}, {".gz", "gzip"}, {"", ""}} {
		body, err := fs.ReadFile(files, name+stored.ending)
		if err != nil {
			continue
		}
		h := w.Header()
		h.Set("Vary", "Accept-Encoding")
		if stored.coding != "" && !strings.Contains(accepted, stored.coding) {
			if stored.coding != "gzip" {
				continue
			}
			if body, err = unpack(body); err != nil {
				continue
			}
		} else if stored.coding != "" {
			h.Set("Content-Encoding", stored.coding)
		}
		h.Set("Content-Type", contentType(name))
		h.Set("X-Content-Type-Options", "nosniff")
		if strings.HasPrefix(name, "assets/") {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			h.Set("Cache-Control", "no-cache")
		}
		_, _ = w.Write(body)
		return true
	}
	return false
}

func unpack(body []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// contentType doesn't ask the machine: its tables differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".webmanifest":
		return "application/manifest+json"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

func notBuilt(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	_, _ = io.WriteString(w, `<!doctype html><html lang="en"><meta charset="utf-8"><title>Namedrop</title>
<h1>The interface isn't built yet</h1>
<p>This binary was built without it. Run <code>make ui</code>, then <code>make build</code>; the API at <a href="/openapi.json">/openapi.json</a> works meanwhile.</p>
</html>`)
}
