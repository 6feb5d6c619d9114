package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/klauspost/compress/gzhttp"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// op describes an operation. The scope is the one that a caller must have.
func op(method, path, id, summary, tag string, need access.Scope) huma.Operation {
	o := huma.Operation{
		Method: method, Path: "/api/v1" + path, OperationID: id, Summary: summary, Tags: []string{tag},
		Metadata:     map[string]any{"scope": need},
		MaxBodyBytes: maxBody, BodyReadTimeout: bodyTimeout,
	}
	if need == "" {
		o.MaxBodyBytes = maxStranger
	}
	switch method {
	case http.MethodPost:
		o.DefaultStatus = http.StatusOK
	case http.MethodDelete:
		o.DefaultStatus = http.StatusNoContent
	}
	return o
}

// secret marks an operation whose answer holds a secret. It is not compressed, since the compressed
// length would reveal something about the secret (BREACH).
func secret(o huma.Operation) huma.Operation {
	o.Metadata["secret"] = true
	return o
}

// scopes refuses callers without the required scope.
func scopes(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		need, _ := ctx.Operation().Metadata["scope"].(access.Scope)
		if p := allowed(ctx.Context(), need); p != nil {
			answer(ctx, p)
			return
		}
		if ctx.Operation().Metadata["secret"] == true {
			ctx.SetHeader(gzhttp.HeaderNoCompression, "1")
		}
		next(ctx)
	}
}

// allowed returns nil for a caller with the scope.
func allowed(ctx context.Context, need access.Scope) *Problem {
	who := access.From(ctx)
	switch {
	case need == "" || who.Scope.Includes(need):
		return nil
	case who.Refused:
		return tokenUnknown.problem()
	case who.Scope == "":
		return signInFirst.problem()
	}
	return scopeMissing.problem("needed", string(need), "held", string(who.Scope))
}

func (a *API) scoped(need access.Scope, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p := allowed(r.Context(), need); p != nil {
			writeProblem(w, p)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuse answers requests that the guard refuses.
func refuse(w http.ResponseWriter, status int) {
	if status == http.StatusForbidden {
		writeProblem(w, otherSite.problem())
		return
	}
	writeProblem(w, callerUnknown.problem())
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// holders finds the holder of a token or a session.
type holders struct {
	ledger *ledger.Ledger
	key    access.KeyFile
	now    func() time.Time
}

func (h holders) TokenHolder(ctx context.Context, hash string) (access.Principal, error) {
	t, err := record.TokenByHash(ctx, h.ledger, hash, h.now())
	if errors.Is(err, ledger.ErrNotFound) {
		return access.Principal{}, access.ErrUnknown
	}
	if err != nil {
		return access.Principal{}, err
	}
	p := access.Principal{Name: "token " + t.Name, Workspace: t.Workspace}
	for _, s := range t.Scopes {
		if access.Scope(s).Includes(p.Scope) || p.Scope == "" {
			p.Scope = access.Scope(s)
		}
	}
	if h.now().Sub(t.LastUsed) > time.Minute {
		// The last use is stored by the minute: a write for each request would be too expensive.
		_ = h.ledger.Write(ctx, func(tx *ledger.Tx) error { return record.TouchToken(ctx, tx, t.ID) })
	}
	return p, nil
}

func (h holders) SessionHolder(ctx context.Context, hash string) (access.Principal, error) {
	s, err := record.GetSession(ctx, h.ledger, hash, h.now())
	if errors.Is(err, ledger.ErrNotFound) {
		return access.Principal{}, access.ErrUnknown
	}
	if err != nil {
		return access.Principal{}, err
	}
	if fingerprint, ok := strings.CutPrefix(s.User, keyUser); ok {
		if fingerprint == "" || fingerprint != h.key.Fingerprint() {
			return access.Principal{}, access.ErrUnknown // the key has changed since
		}
		return access.ByKey(), nil
	}
	u, err := record.GetUser(ctx, h.ledger, s.User)
	if errors.Is(err, ledger.ErrNotFound) || err == nil && !u.Disabled.IsZero() {
		return access.Principal{}, access.ErrUnknown
	}
	if err != nil {
		return access.Principal{}, err
	}
	return access.Principal{Name: strings.TrimSpace(u.Email), Scope: access.Scope(u.Role), Workspace: u.Workspace}, nil
}

// workspace returns the caller's workspace.
func workspace(ctx context.Context) string {
	if w := access.From(ctx).Workspace; w != "" {
		return w
	}
	return ledger.DefaultWorkspace
}
