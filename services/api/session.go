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
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// SignIn are the credentials of a person.
type SignIn struct {
	Email    string `json:"email" maxLength:"300"`
	Password string `json:"password" maxLength:"200"`
}

// SessionView is the signed-in user or token.
type SessionView struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      access.Principal
}

const (
	sessionLength = 14 * 24 * time.Hour
	deviceLength  = 365 * 24 * time.Hour
)

func (a *API) sessionRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/session", "get-session", "Get the signed-in user or token", "access", access.Read), a.getSession)
	huma.Register(a.huma, op(http.MethodPost, "/session", "sign-in", "Sign in", "access", ""), a.signIn)
	a.sessionKeyRoutes()
	huma.Register(a.huma, op(http.MethodDelete, "/session", "sign-out", "Sign out", "access", ""), a.signOut)
}

func (a *API) getSession(ctx context.Context, _ *struct{}) (*Out[access.Principal], error) {
	return &Out[access.Principal]{access.From(ctx)}, nil
}

// nobody is checked if the address is unknown, so that the response time doesn't reveal whether an
// account exists.
var nobody = sync.OnceValue(func() string { return access.HashPassword("nobody signs in with this") })

// SignedIn is a user who signed in, with the cookies of the session and of the browser.
type SignedIn struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      access.Principal
}

func (a *API) signIn(ctx context.Context, in *struct {
	Reached
	Device string `cookie:"namedrop_device" hidden:"true"`
	Body   SignIn
}) (*SignedIn, error) {
	if unprintable(in.Body.Email) {
		return nil, hiddenCharacters.problem()
	}
	u, err := record.UserByEmail(ctx, a.opts.Ledger, in.Body.Email)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return nil, a.fail(ctx, "signing in", err)
	}
	try := attempt{account: "address " + strings.ToLower(strings.TrimSpace(in.Body.Email)), client: client(ctx)}
	hash, known := u.Password, err == nil && u.Disabled.IsZero()
	if err == nil {
		try.account, try.device = "user "+u.ID, access.KnownDevice(u.ID, u.Password, in.Device)
	}
	ok, err := a.checkPassword(ctx, try, hash, known, in.Body.Password)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, wrongPassword.problem()
	}
	secret, hashed := access.NewToken()
	expires := a.opts.Now().Add(sessionLength)
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		return record.AddSession(ctx, tx, record.Session{Hash: hashed, User: u.ID, Expires: expires})
	})
	if err != nil {
		return nil, a.fail(ctx, "signing in", err)
	}
	who := access.Principal{Name: u.Email, Scope: access.Scope(u.Role), Workspace: u.Workspace}
	device := a.cookie(in.Reached, in.Device, a.opts.Now().Add(deviceLength))
	if try.device == "" {
		device.Value = access.NewDevice(u.ID, u.Password)
	}
	device.Name, device.Path = access.DeviceCookie, "/api/v1/session"
	return &SignedIn{SetCookie: []http.Cookie{a.cookie(in.Reached, secret, expires), device}, Body: who}, nil
}

// checkPassword waits for its slot and checks one password. Browsers that signed in to the account
// before have a queue of their own, so at most two checks run at the same time.
func (a *API) checkPassword(ctx context.Context, try attempt, hash string, known bool, password string) (bool, error) {
	if wait := a.signIns.wait(try, a.opts.Now()); wait > 0 {
		return false, tooMany(wait)
	}
	lane, who := a.newcomers, try.client
	if try.device != "" {
		lane, who = a.regulars, try.account+" "+try.device
	}
	leave, err := lane.enter(ctx, who)
	if errors.Is(err, errBusy) {
		return false, busySignIns.problem().after("5")
	}
	if err != nil {
		return false, a.fail(ctx, "signing in", err)
	}
	defer leave()
	if wait := a.signIns.take(try, a.opts.Now()); wait > 0 {
		return false, tooMany(wait)
	}
	if !known {
		hash = nobody()
	}
	ok, err := access.VerifyPassword(hash, password)
	if err != nil || !ok || !known {
		return false, nil
	}
	a.signIns.right(try)
	return true, nil
}

func tooMany(wait time.Duration) error {
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	return tooManyTries.problem("seconds", seconds).after(seconds)
}

// unprintable reports whether a text holds control or formatting characters: they are invisible and
// would give one address two spellings.
func unprintable(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
	})
}

// Reached is how the browser reached the desk, as far as the cookie depends on it.
type Reached struct {
	Proto string `header:"X-Forwarded-Proto" hidden:"true"`
}

// cookie keeps the session from scripts and from other sites. If the desk is on HTTPS, the cookie
// is Secure. On plain HTTP, as in a local network, browsers would drop a Secure cookie without a
// message, and sign-in would fail.
func (a *API) cookie(r Reached, value string, expires time.Time) http.Cookie {
	return http.Cookie{
		Name: a.opts.Cookie, Value: value, Path: "/", Expires: expires, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: r.Proto == "https" || strings.HasPrefix(a.opts.BaseURL, "https://"),
	}
}

func (a *API) signOut(ctx context.Context, in *struct{ Reached }) (*struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}, error) {
	if hash := access.Session(ctx); hash != "" {
		err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return record.DeleteSession(ctx, tx, hash) })
		if err != nil {
			return nil, a.fail(ctx, "signing out", err)
		}
	}
	return &struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}{a.cookie(in.Reached, "", time.Unix(0, 0))}, nil
}
