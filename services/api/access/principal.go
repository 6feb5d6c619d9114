// Package access decides who may use the API: a holder of a token, a session or the key of the data
// folder. No credential is needed if the configuration opens a desk that only this machine can
// reach.
package access

import (
	"context"
	"slices"
)

// Scope is what a token or a session may do. Each scope includes the ones before it.
type Scope string

const (
	Read  Scope = "read"
	Write Scope = "write"
	Admin Scope = "admin"
)

// Scopes are all scopes, in ascending order.
var Scopes = []Scope{Read, Write, Admin}

// Includes reports whether scope s is sufficient for need.
func (s Scope) Includes(need Scope) bool {
	return slices.Index(Scopes, s) >= slices.Index(Scopes, need) && slices.Contains(Scopes, s)
}

// Principal is an authenticated caller.
type Principal struct {
	Name      string `json:"name"`
	Scope     Scope  `json:"scope"`
	Workspace string `json:"workspace"`
	Open      bool   `json:"open" doc:"The desk is open: nobody needs to sign in."`
	Key       bool   `json:"key" doc:"Came in with the key of the data folder."`
	Refused   bool   `json:"-"` // sent a token or key that is unknown or revoked; has no scope
}

// ByKey is the holder of the key of the data folder.
func ByKey() Principal { return machine(Principal{Key: true}) }

func machine(p Principal) Principal {
	p.Name, p.Scope, p.Workspace = "this machine", Admin, "default"
	return p
}

type (
	key        struct{}
	insideKey  struct{}
	sessionKey struct{}
)

// With adds the principal to the context of a request.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, key{}, p)
}

// From returns the caller, or the zero Principal, which has no scope.
func From(ctx context.Context) Principal {
	p, _ := ctx.Value(key{}).(Principal)
	return p
}

// Inside marks a request that this process makes to its own handler: the process has access to the
// data folder already. No request from a network has the mark. It differs from [With], whose
// principal is looked up again during a long answer.
func Inside(ctx context.Context) context.Context { return context.WithValue(ctx, insideKey{}, true) }

func inside(ctx context.Context) bool { return ctx.Value(insideKey{}) != nil }

// Session returns the hash of the session cookie of a request, whether it is valid or not, or ""
// without one.
func Session(ctx context.Context) string {
	hash, _ := ctx.Value(sessionKey{}).(string)
	return hash
}
