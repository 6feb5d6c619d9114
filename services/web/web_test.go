package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func get(h http.Handler, path, accept string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func built(t *testing.T) http.Handler {
	t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte("let x=1")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return handler(fstest.MapFS{
		"index.html":              {Data: []byte(`<meta name="csp-nonce" content="__CSP_NONCE__">`)},
		"assets/index-abc.js.gz":  {Data: packed.Bytes()},
		"assets/index-abc.js.br":  {Data: []byte("brotli")},
		"scheme.js.gz":            {Data: packed.Bytes()},
		"assets/picture-abc.png":  {Data: []byte("png")},
		"assets/style-abc.css.gz": {Data: packed.Bytes()},
	})
}

func TestHashedFilesAreCompressedAndKeptForEver(t *testing.T) {
	h := built(t)
	for _, c := range []struct{ accept, coding, body string }{
		{"gzip, deflate, br", "br", "brotli"},
		{"identity", "", "let x=1"},
	} {
		w := get(h, "/assets/index-abc.js", c.accept)
		if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != c.coding || w.Body.String() != c.body {
			t.Errorf("%s: %d, %q, %q", c.accept, w.Code, w.Header().Get("Content-Encoding"), w.Body)
		}
		if cc := w.Header().Get("Cache-Control"); !strings.Contains(cc, "immutable") {
			t.Errorf("Cache-Control %q", cc)
		}
		if ct := w.Header().Get("Content-Type"); ct != "text/javascript; charset=utf-8" {
			t.Errorf("Content-Type %q", ct)
		}
	}
	if cc := get(h, "/scheme.js", "gzip").Header().Get("Cache-Control"); cc != "no-cache" {
		t.Errorf("a file without a hash is kept: %q", cc)
	}
}

func TestEveryPageOfTheDeskIsTheIndex(t *testing.T) {
	h := built(t)
	nonces := map[string]bool{}
	for _, path := range []string{"/", "/inbox?brand=acme", "/mentions/abc", "/index.html"} {
		w := get(h, path, "gzip")
		nonce := strings.TrimSuffix(strings.TrimPrefix(w.Body.String(), `<meta name="csp-nonce" content="`), `">`)
		if w.Code != http.StatusOK && path != "/index.html" || w.Code == http.StatusOK && len(nonce) < 20 {
			t.Errorf("%s: %d %q", path, w.Code, w.Body)
		}
		if w.Code != http.StatusOK {
			continue
		}
		if w.Header().Get("Cache-Control") != "no-store" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "'nonce-"+nonce+"'") {
			t.Errorf("%s: headers %v", path, w.Header())
		}
		nonces[nonce] = true
	}
	if len(nonces) < 3 {
		t.Errorf("a nonce came twice: %v", nonces)
	}
}

func TestMissingFilesAreNotPages(t *testing.T) {
	h := built(t)
	for _, path := range []string{"/assets/gone-abc.js", "/assets/../web.go", "/favicon.ico", "/../../etc/passwd.txt"} {
		if w := get(h, path, "gzip"); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d %q", path, w.Code, w.Body)
		}
	}
}

func TestAFreshCloneSaysWhatToDo(t *testing.T) {
	w := get(handler(fstest.MapFS{".gitkeep": {}}), "/inbox", "gzip")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "make ui") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

// The page of a shared report names its files from where it is, and is not part of the desk.
func TestTheSharedPage(t *testing.T) {
	s := newShared(fstest.MapFS{
		"shared.html":          {Data: []byte(`<meta name="csp-nonce" content="__CSP_NONCE__"><script src="/boot.js"></script><link href="/assets/style-abc.css">`)},
		"index.html":           {Data: []byte("desk")},
		"assets/shared-abc.js": {Data: []byte("let x=1")},
	})
	page := get(http.HandlerFunc(s.ServePage), "/shared/token", "")
	if body := page.Body.String(); page.Code != 200 || !strings.Contains(body, `src="../boot.js"`) || !strings.Contains(body, `href="../assets/style-abc.css"`) || strings.Contains(body, "__CSP") {
		t.Errorf("%d %s", page.Code, body)
	}
	policy := page.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none';", "script-src 'self';", "connect-src 'self';", "form-action 'none';", "frame-ancestors 'none'", "'nonce-"} {
		if !strings.Contains(policy, part) {
			t.Errorf("%s is not in %s", part, policy)
		}
	}
	if strings.Contains(policy, "frame-src") || strings.Contains(policy, "http") {
		t.Errorf("more than needed: %s", policy)
	}
	files := http.HandlerFunc(s.ServeFile)
	for path, want := range map[string]int{"/assets/shared-abc.js": 200, "/shared.html": 404, "/index.html": 404, "/assets/other.js": 404, "/assets/": 404} {
		if got := get(files, path, ""); got.Code != want {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
	if w := get(http.HandlerFunc(newShared(fstest.MapFS{}).ServePage), "/shared/token", ""); w.Code != 503 {
		t.Errorf("without a build: %d", w.Code)
	}
	if w := get(built(t), "/shared.html", ""); w.Code != 404 {
		t.Errorf("the desk serves it: %d", w.Code)
	}
}
