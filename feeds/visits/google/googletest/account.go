// Package googletest is the part of Google that service accounts sign in to, for tests.
package googletest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Email is the address of the service account.
const Email = "reader@project.example"

// Account is a service account. It checks signatures with its own key.
type Account struct {
	File feeds.Secret // the key file
	key  *rsa.PrivateKey

	mu      sync.Mutex
	now     time.Time
	given   int
	valid   map[string]string // scope by token
	revoked bool
}

var (
	once    sync.Once
	private *rsa.PrivateKey
	keyErr  error
)

// New returns an account whose clock stands still. All accounts of a test binary share a key, since making one takes long.
func New(t testing.TB, now time.Time) *Account {
	t.Helper()
	once.Do(func() { private, keyErr = rsa.GenerateKey(rand.Reader, 2048) })
	if keyErr != nil {
		t.Fatal(keyErr)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	file, err := json.Marshal(map[string]string{
		"type": "service_account", "client_email": Email, "private_key_id": "key-1", "token_uri": "https://elsewhere.example/token",
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &Account{File: feeds.Secret(file), key: private, now: now, valid: map[string]string{}}
}

// Revoke ends the key and all tokens.
func (a *Account) Revoke() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.revoked = true
	clear(a.valid)
}

// Expire ends all tokens.
func (a *Account) Expire() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.valid)
}

// Given returns how many tokens were given.
func (a *Account) Given() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.given
}

// Allowed reports whether a request has a valid token for the scope.
func (a *Account) Allowed(r *http.Request, scope string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && a.valid[token] == scope
}

// ServeHTTP exchanges a signed statement for a token.
func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	scope, ok := a.check(r)
	if !ok || a.revoked {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant","error_description":"Invalid JWT Signature."}`))
		return
	}
	a.given++
	token := "token-" + strconv.Itoa(a.given)
	a.valid[token] = scope
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": token, "expires_in": 3599, "token_type": "Bearer"})
}

func (a *Account) check(r *http.Request) (scope string, ok bool) {
	if r.ParseForm() != nil || r.PostForm.Get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" {
		return "", false
	}
	parts := strings.Split(r.PostForm.Get("assertion"), ".")
	if len(parts) != 3 {
		return "", false
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return "", false
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if rsa.VerifyPKCS1v15(&a.key.PublicKey, crypto.SHA256, sum[:], signature) != nil {
		return "", false
	}
	var head struct{ Alg, Typ, Kid string }
	var claims struct {
		Iss, Scope, Aud string
		Iat, Exp        int64
	}
	for part, into := range map[string]any{parts[0]: &head, parts[1]: &claims} {
		b, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil || json.Unmarshal(b, into) != nil {
			return "", false
		}
	}
	late := a.now.Unix() - claims.Iat
	return claims.Scope, head.Alg == "RS256" && head.Kid == "key-1" && claims.Iss == Email && strings.HasSuffix(claims.Aud, r.URL.Path) &&
		claims.Exp-claims.Iat <= 3600 && late > -300 && late < 300
}
