package feedstest

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Loopback returns the ranges that a test must allow to reach a [Server].
func Loopback() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// Asked is one request to a server.
type Asked struct {
	Method, Path, Query string
	Header              http.Header
	Host                string
}

// Server serves the pages that a test adds, and those of [Server.Hostile].
type Server struct {
	*httptest.Server

	mu    sync.Mutex
	pages map[string]http.Handler
	asked []Asked
}

// NewServer starts a server that stops with the test.
func NewServer(t testing.TB) *Server {
	t.Helper()
	s := &Server{pages: map[string]http.Handler{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// ServeHTTP records the request and passes it to the page at its path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, Asked{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Clone(), r.Host})
	page := s.pages[r.URL.Path]
	s.mu.Unlock()
	if page == nil {
		http.NotFound(w, r)
		return
	}
	page.ServeHTTP(w, r)
}

// At returns the address of a path on this server.
func (s *Server) At(path string) string { return s.URL + path }

// Host returns the server's host and port.
func (s *Server) Host() string {
	u, _ := url.Parse(s.URL)
	return u.Host
}

// Handle adds or replaces the page at a path.
func (s *Server) Handle(path string, h http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = h
}

// Page adds a body at a path, with an ETag made from it for conditional requests.
func (s *Server) Page(path, contentType, body string) {
	sum := sha256.Sum256([]byte(body))
	etag := `"` + hex.EncodeToString(sum[:8]) + `"`
	s.Handle(path, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		} else {
			w.Header()["Content-Type"] = nil
		}
		_, _ = w.Write([]byte(body))
	}))
}

// Folder puts every file below dir at prefix plus its name, as recorded and without a
// charset in the type, and returns the paths.
func (s *Server) Folder(t testing.TB, prefix, dir string) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := os.ReadFile(name) //nolint:gosec // a test's own recorded files
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		path := strings.TrimSuffix(prefix, "/") + "/" + filepath.ToSlash(rel)
		s.Page(path, Type(name), string(body))
		paths = append(paths, path)
		return nil
	})
	if err != nil {
		t.Fatalf("reading recorded files: %v", err)
	}
	return paths
}

// Type is the media type a file's name suggests.
func Type(name string) string {
	switch filepath.Ext(name) {
	case ".xml", ".opml":
		return "text/xml"
	case ".rss":
		return "application/rss+xml"
	case ".atom":
		return "application/atom+xml"
	case ".json":
		return "application/json"
	case ".html":
		return "text/html"
	case ".vtt":
		return "text/vtt"
	case ".srt":
		return "application/srt"
	case ".ttml":
		return "application/ttml+xml"
	case ".txt":
		return "text/plain"
	}
	return "application/octet-stream"
}

// Asked returns the requests to one path, or all of them where path is empty.
func (s *Server) Asked(path string) []Asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Asked
	for _, a := range s.asked {
		if path == "" || a.Path == path {
			out = append(out, a)
		}
	}
	return out
}

// Data is the folder of recorded answers under that name; the test is skipped where
// NAMEDROP_TESTDATA doesn't say where they are.
func Data(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("NAMEDROP_TESTDATA")
	if root == "" {
		t.Skip("NAMEDROP_TESTDATA is not set: no recorded answers to read")
	}
	dir := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(dir); err != nil { //nolint:gosec // a test's own recorded files
		t.Skipf("no recorded answers called %s: %v", name, err)
	}
	return dir
}
