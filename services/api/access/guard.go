package access

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// Cookie is the name of the session cookie.
const Cookie = "namedrop_session"

// ErrUnknown is returned by a Store for a secret that it doesn't know, or no longer accepts.
var ErrUnknown = errors.New("unknown or revoked")

// Store finds the holder of a secret by its hash.
type Store interface {
	TokenHolder(ctx context.Context, hash string) (Principal, error)
	SessionHolder(ctx context.Context, hash string) (Principal, error)
}

// Guard adds the principal to the context of each request, if there is one, and refuses writes from
// pages of other sites. Handlers decide whether they need a principal: health checks and signing in
// don't.
//
// Only a credential identifies a caller: a token, the key or a session. Headers about the origin of
// a request don't, since a proxy may drop them and anyone may send them.
type Guard struct {
	Store  Store
	Key    KeyFile
	Cookie string // name of the session cookie
	Open   bool   // no credential is needed; only for a listener on loopback
	// Refuse answers requests that are refused: with 403 a write from another site's page, with 503
	// a caller who could not be looked up.
	Refuse func(w http.ResponseWriter, status int)
}

// Wrap returns a handler that is guarded.
func (g Guard) Wrap(next http.Handler) http.Handler {
	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { g.Refuse(w, http.StatusForbidden) }))
	return sameSite.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := g.Who(r)
		if err != nil && !errors.Is(err, ErrUnknown) {
			g.Refuse(w, http.StatusServiceUnavailable)
			return
		}
		_, sent := bearer(r)
		p.Refused = sent && err != nil
		ctx := With(r.Context(), p)
		if secret := g.session(r); secret != "" {
			ctx = context.WithValue(ctx, sessionKey{}, Hash(secret))
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	}))
}

// Who returns the caller. It returns [ErrUnknown] if there is none, and other errors if the lookup
// failed.
func (g Guard) Who(r *http.Request) (Principal, error) {
	if secret, ok := bearer(r); ok {
		if !IsKey(secret) {
			return g.Store.TokenHolder(r.Context(), Hash(secret))
		}
		if _, ok := g.Key.Match(secret); ok {
			return ByKey(), nil
		}
		return Principal{}, ErrUnknown
	}
	if secret := g.session(r); secret != "" {
		p, err := g.Store.SessionHolder(r.Context(), Hash(secret))
		if err == nil || !errors.Is(err, ErrUnknown) {
			return p, err
		}
	}
	if inside(r.Context()) {
		return ByKey(), nil
	}
	if g.Open && LoopbackName(r.Host) {
		return machine(Principal{Open: true}), nil
	}
	return Principal{}, ErrUnknown
}

// bearer returns the token or key that a request was sent with.
func bearer(r *http.Request) (secret string, ok bool) {
	// The scheme is case-insensitive (RFC 9110).
	scheme, secret, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(secret), ok && strings.EqualFold(scheme, "Bearer")
}

func (g Guard) session(r *http.Request) string {
	c, err := r.Cookie(g.Cookie)
	if err != nil {
		return ""
	}
	return c.Value
}
