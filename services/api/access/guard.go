package access

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// Cookie is the name of the session cookie.
const Cookie = "namedrop_session"

// ErrUnknown is what a Store answers for a secret it doesn't know, or no longer.
var ErrUnknown = errors.New("unknown or revoked")

// Store looks up who holds a secret, by its hash.
type Store interface {
	TokenHolder(ctx context.Context, hash string) (Principal, error)
	SessionHolder(ctx context.Context, hash string) (Principal, error)
}

// Guard puts the principal into each request's context, where there is one, and
// refuses writes that another site's page sent. Whether nobody may pass is the
// handler's to say: health checks and the sign-in itself are for everyone.
//
// Only a credential makes somebody of a request: a token, the key, a session. No header
// that says where it came from does, since a proxy may leave them out and anyone may send
// them.
type Guard struct {
	Store  Store
	Key    KeyFile
	Cookie string // the name of the session cookie
	Open   bool   // no credential is needed; for a listener on loopback only
	// Refuse answers what is let no further: with 403 what another site's page sent, with
	// 503 who could not be looked up.
	Refuse func(w http.ResponseWriter, status int)
}

// Wrap guards a handler.
func (g Guard) Wrap(next http.Handler) http.Handler {
	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { g.Refuse(w, http.StatusForbidden) }))
	return sameSite.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := g.Who(r)
		if err != nil && !errors.Is(err, ErrUnknown) {
			g.Refuse(w, http.StatusServiceUnavailable)
			return
		}
		ctx := With(r.Context(), p)
		if secret := g.session(r); secret != "" {
			ctx = context.WithValue(ctx, sessionKey{}, Hash(secret))
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	}))
}

// Who returns who asks. [ErrUnknown] is nobody; other errors mean that it could not be
// looked up.
func (g Guard) Who(r *http.Request) (Principal, error) {
	// The scheme's case means nothing (RFC 9110).
	if scheme, bearer, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		bearer = strings.TrimSpace(bearer)
		if !IsKey(bearer) {
			return g.Store.TokenHolder(r.Context(), Hash(bearer))
		}
		if _, ok := g.Key.Match(bearer); ok {
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

func (g Guard) session(r *http.Request) string {
	c, err := r.Cookie(g.Cookie)
	if err != nil {
		return ""
	}
	return c.Value
}
