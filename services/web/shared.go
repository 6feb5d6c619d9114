package web

import (
	"bytes"
	"crypto/rand"
	"io/fs"
	"net/http"
	"strings"
)

// Shared is the page on which a report is read without signing in. The public side serves it: it
// has a script of its own and loads nothing from the API of the desk.
type Shared struct {
	files fs.FS
	page  []byte // nil without a build
}

// NewShared returns the page of the embedded build.
func NewShared() *Shared {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is named in web.go
	}
	return newShared(files)
}

func newShared(files fs.FS) *Shared {
	page, err := fs.ReadFile(files, "shared.html")
	if err != nil {
		return &Shared{files: files}
	}
	// The page is at /shared/<token>, perhaps behind a prefix that a proxy adds, so its files are
	// named from there.
	return &Shared{files: files, page: bytes.ReplaceAll(page, []byte(`="/`), []byte(`="../`))}
}

// ServePage answers with the page.
func (s *Shared) ServePage(w http.ResponseWriter, r *http.Request) {
	if s.page == nil {
		http.Error(w, "This program was built without its pages.", http.StatusServiceUnavailable)
		return
	}
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce+"'; img-src 'self' data:; "+
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(bytes.ReplaceAll(s.page, noncePlace, []byte(nonce)))
}

// ServeFile answers with a file that the page loads.
func (s *Shared) ServeFile(w http.ResponseWriter, r *http.Request) {
	if !serveFile(w, r, s.files, strings.TrimPrefix(r.URL.Path, "/")) {
		http.NotFound(w, r)
	}
}
