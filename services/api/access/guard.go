package access

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
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
type Guard struct {
	Store    Store
	Loopback bool // the listener is reachable from this machine only
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
		next.ServeHTTP(w, r.WithContext(With(r.Context(), p)))
	}))
}

// Who asks. [ErrUnknown] is nobody; other errors mean that it could not be looked up.
func (g Guard) Who(r *http.Request) (Principal, error) {
	// The scheme's case means nothing (RFC 9110).
	if scheme, bearer, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return g.Store.TokenHolder(r.Context(), Hash(strings.TrimSpace(bearer)))
	}
	if c, err := r.Cookie(Cookie); err == nil && c.Value != "" {
		p, err := g.Store.SessionHolder(r.Context(), Hash(c.Value))
		if err == nil || !errors.Is(err, ErrUnknown) {
			return p, err
		}
	}
	if g.Loopback && localHost(r.Host) && !forwarded(r.Header) {
		return Principal{Name: "this machine", Scope: Admin, Workspace: "default", Open: true}, nil
	}
	return Principal{}, ErrUnknown
}

// localHost tells whether the request was addressed to this machine by name. A page
// elsewhere whose name was rebound to 127.0.0.1 still sends its own name.
func localHost(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// forwarded tells whether a proxy stands in between: then the loopback address says
// nothing about who asks.
func forwarded(h http.Header) bool {
	for name := range h {
		switch name {
		case "Forwarded", "Via", "X-Real-Ip", "X-Client-Ip", "X-Original-Host", "True-Client-Ip", "Cf-Connecting-Ip":
			return true
		}
		if strings.HasPrefix(name, "X-Forwarded") {
			return true
		}
	}
	return false
}
