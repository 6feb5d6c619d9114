package api

import (
	"context"
	"errors"
	"net/http"
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
	huma.Register(a.huma, op(http.MethodDelete, "/session", "sign-out", "Sign out", "access", ""), a.signOut)
}

func (a *API) getSession(ctx context.Context, _ *struct{}) (*Out[access.Principal], error) {
	return &Out[access.Principal]{access.From(ctx)}, nil
}

// nobody is checked against where the address is unknown, so that the time an answer
// takes doesn't tell whether it exists.
var nobody = sync.OnceValue(func() string { return access.HashPassword("nobody signs in with this") })

func (a *API) signIn(ctx context.Context, in *struct{ Body SignIn }) (*SessionView, error) {
	if wait := a.signIns.wait(in.Body.Email, a.Now()); wait > 0 {
		return nil, problem(http.StatusTooManyRequests, "unavailable", "Too many tries. Wait a minute and try again.")
	}
	u, err := a.Ledger.UserByEmail(ctx, in.Body.Email)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return nil, a.fail(ctx, "signing in", err)
	}
	hash := u.Password
	if err != nil || !u.Disabled.IsZero() {
		hash = nobody()
	}
	ok, verr := access.VerifyPassword(hash, in.Body.Password)
	if verr != nil || !ok || err != nil || !u.Disabled.IsZero() {
		a.signIns.failed(in.Body.Email, a.Now())
		return nil, problem(http.StatusUnauthorized, "unauthorized", "The address or the password is wrong.")
	}
	secret, hashed := access.NewToken()
	expires := a.Now().Add(sessionLength)
	err = a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		return tx.AddSession(ctx, ledger.Session{Hash: hashed, User: u.ID, Expires: expires})
	})
	if err != nil {
		return nil, a.fail(ctx, "signing in", err)
	}
	out := &SessionView{SetCookie: a.cookie(secret, expires), Body: access.Principal{Name: u.Email, Scope: access.Scope(u.Role), Workspace: u.Workspace}}
	return out, nil
}

func (a *API) cookie(value string, expires time.Time) http.Cookie {
	return http.Cookie{
		Name: access.Cookie, Value: value, Path: "/", Expires: expires, HttpOnly: true, Secure: !a.Loopback, SameSite: http.SameSiteLaxMode,
	}
}

func (a *API) signOut(ctx context.Context, in *struct {
	Session string `cookie:"namedrop_session"`
}) (*struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}, error) {
	if in.Session != "" {
		err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.DeleteSession(ctx, access.Hash(in.Session)) })
		if err != nil {
			return nil, a.fail(ctx, "signing out", err)
		}
	}
	return &struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}{a.cookie("", time.Unix(0, 0))}, nil
}

// attempts slows down guessing: five wrong passwords for an address a minute.
type attempts struct {
	mu    sync.Mutex
	since time.Time
	wrong map[string]int
}

func (t *attempts) wait(email string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.since) > time.Minute {
		return 0
	}
	if t.wrong[email] >= 5 {
		return time.Minute - now.Sub(t.since)
	}
	return 0
}

func (t *attempts) failed(email string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.since) > time.Minute || len(t.wrong) > 10_000 {
		t.since, t.wrong = now, map[string]int{}
	}
	t.wrong[email]++
}
