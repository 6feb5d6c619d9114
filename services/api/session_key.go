package api

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// KeyBody is the key of the data folder, as in the link of `namedrop open`.
type KeyBody struct {
	Key string `json:"key" maxLength:"200"`
}

// EntryView is how people sign in to this installation.
type EntryView struct {
	Entry access.Entry `json:"entry" enum:"sign_in,key,open" doc:"How people without a session sign in: with a password, with the link of namedrop open, or not at all."`
	Users bool         `json:"users" doc:"Whether any user can sign in with a password."`
}

const (
	keyBody = 4 << 10 // the caller is not signed in yet
	keyUser = "key:"  // in place of a user id in sessions made with the key, before the key's fingerprint
)

func (a *API) sessionKeyRoutes() {
	trade := op(http.MethodPost, "/session/key", "enter-with-key", "Sign in with the key of the data folder", "access", "")
	trade.MaxBodyBytes = keyBody
	huma.Register(a.huma, trade, a.enterWithKey)
	huma.Register(a.huma, op(http.MethodGet, "/session/entry", "get-entry", "Get how people sign in to this installation", "access", ""), a.getEntry)
}

func (a *API) getEntry(ctx context.Context, _ *struct{}) (*Out[EntryView], error) {
	view := EntryView{Entry: a.opts.Entry, Users: true}
	if a.opts.Entry != access.EntrySignIn { // on other addresses strangers don't get to know it
		users, err := record.ListUsers(ctx, a.opts.Ledger)
		if err != nil {
			return nil, a.fail(ctx, "listing people", err)
		}
		view.Users = len(users) > 0
	}
	return &Out[EntryView]{view}, nil
}

// enterWithKey starts a session for the key. The key is sent only here, and only over loopback:
// elsewhere people sign in.
func (a *API) enterWithKey(ctx context.Context, in *struct {
	Reached
	Body KeyBody
}) (*SessionView, error) {
	if a.opts.Entry == access.EntrySignIn {
		return nil, linkElsewhere.problem()
	}
	fingerprint, ok := a.opts.Key.Match(in.Body.Key)
	if !ok {
		if wait := a.badKeys.count(a.opts.Now()); wait > 0 {
			seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
			return nil, tooManyKeys.problem("seconds", seconds).after(seconds)
		}
		return nil, linkInvalid.problem()
	}
	secret, hashed := access.NewToken()
	expires := a.opts.Now().Add(sessionLength)
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		return record.AddSession(ctx, tx, record.Session{Hash: hashed, User: keyUser + fingerprint, Expires: expires})
	})
	if err != nil {
		return nil, a.fail(ctx, "signing in", err)
	}
	return &SessionView{SetCookie: a.cookie(in.Reached, secret, expires), Body: access.ByKey()}, nil
}

const (
	mostWrongKeys  = 10
	wrongKeyWindow = time.Minute
)

// wrongKeys slows down guessing of keys. The right key is checked first and always accepted, so
// that its owner can't be locked out. The zero value is ready to use.
type wrongKeys struct {
	mu    sync.Mutex
	since time.Time
	n     int
}

// count counts a wrong key and returns how long to wait.
func (w *wrongKeys) count(now time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.Sub(w.since) >= wrongKeyWindow {
		w.since, w.n = now, 0
	}
	if w.n++; w.n <= mostWrongKeys {
		return 0
	}
	return wrongKeyWindow - now.Sub(w.since)
}
