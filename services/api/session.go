package api

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
)

// SignIn is what a person signs in with.
type SignIn struct {
	Email    string `json:"email" maxLength:"300"`
	Password string `json:"password" maxLength:"200"`
}

// SessionView is who is signed in.
type SessionView struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      access.Principal
}

const sessionLength = 14 * 24 * time.Hour

func (a *API) sessionRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/session", "get-session", "Who you are", "access", access.Read), a.getSession)
	huma.Register(a.huma, op(http.MethodPost, "/session", "sign-in", "Sign in", "access", ""), a.signIn)
	a.sessionKeyRoutes()
	huma.Register(a.huma, op(http.MethodDelete, "/session", "sign-out", "Sign out", "access", ""), a.signOut)
}

func (a *API) getSession(ctx context.Context, _ *struct{}) (*Out[access.Principal], error) {
	return &Out[access.Principal]{access.From(ctx)}, nil
}

// nobody is checked against where the address is unknown, so that the time an answer
// takes doesn't tell whether it exists.
var nobody = sync.OnceValue(func() string { return access.HashPassword("nobody signs in with this") })

func (a *API) signIn(ctx context.Context, in *struct {
	Reached
	Body SignIn
}) (*SessionView, error) {
	if wait := a.signIns.take(in.Body.Email, a.Now()); wait > 0 {
		seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
		p := problem(http.StatusTooManyRequests, "unavailable", "Too many tries. Wait "+seconds+" seconds and try again.")
		return nil, huma.ErrorWithHeaders(p, http.Header{"Retry-After": {seconds}})
	}
	u, err := a.Ledger.UserByEmail(ctx, in.Body.Email)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return nil, a.fail(ctx, "signing in", err)
	}
	hash, known := u.Password, err == nil && u.Disabled.IsZero()
	if !known {
		hash = nobody()
	}
	a.signIns.hashing.Lock()
	ok, err := access.VerifyPassword(hash, in.Body.Password)
	a.signIns.hashing.Unlock()
	if err != nil || !ok || !known {
		return nil, problem(http.StatusUnauthorized, "unauthorized", "The address or the password is wrong.")
	}
	a.signIns.right(in.Body.Email)
	secret, hashed := access.NewToken()
	expires := a.Now().Add(sessionLength)
	err = a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		return tx.AddSession(ctx, ledger.Session{Hash: hashed, User: u.ID, Expires: expires})
	})
	if err != nil {
		return nil, a.fail(ctx, "signing in", err)
	}
	who := access.Principal{Name: u.Email, Scope: access.Scope(u.Role), Workspace: u.Workspace}
	return &SessionView{SetCookie: a.cookie(in.Reached, secret, expires), Body: who}, nil
}

// Reached is how the browser Reached the desk, as far as the cookie must know.
type Reached struct {
	Proto string `header:"X-Forwarded-Proto" hidden:"true"`
}

// cookie keeps the session from scripts and from other sites. Where the desk is known to
// be on HTTPS the cookie stays there; on plain HTTP, as in an office's own network, a
// Secure cookie would be dropped without a word and nobody could sign in.
func (a *API) cookie(r Reached, value string, expires time.Time) http.Cookie {
	return http.Cookie{
		Name: a.Cookie, Value: value, Path: "/", Expires: expires, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: r.Proto == "https" || strings.HasPrefix(a.Desk, "https://"),
	}
}

func (a *API) signOut(ctx context.Context, in *struct{ Reached }) (*struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}, error) {
	if hash := access.Session(ctx); hash != "" {
		err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.DeleteSession(ctx, hash) })
		if err != nil {
			return nil, a.fail(ctx, "signing out", err)
		}
	}
	return &struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}{a.cookie(in.Reached, "", time.Unix(0, 0))}, nil
}
