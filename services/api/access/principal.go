// Package access decides who may use the API: whoever brings a token, a session, or the
// key of the data folder. Where the configuration opens a desk that only this machine can
// reach, nobody needs any of them.
package access

import (
	"context"
	"slices"
)

// Scope is what a token or a session may do. Each includes the ones before it.
type Scope string

const (
	Read  Scope = "read"
	Write Scope = "write"
	Admin Scope = "admin"
)

// Scopes lists them from least to most.
var Scopes = []Scope{Read, Write, Admin}

// Includes tells whether holding s is enough where need is asked for.
func (s Scope) Includes(need Scope) bool {
	return slices.Index(Scopes, s) >= slices.Index(Scopes, need) && slices.Contains(Scopes, s)
}

// Principal is who asks.
type Principal struct {
	Name      string `json:"name"`
	Scope     Scope  `json:"scope"`
	Workspace string `json:"workspace"`
	Open      bool   `json:"open" doc:"The desk is open: nobody needs to sign in."`
	Key       bool   `json:"key" doc:"Came in with the key of the data folder."`
}

// ByKey is whoever holds the key of the data folder.
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

// With puts the principal into the context of a request.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, key{}, p)
}

// From returns who asks; the zero Principal, which may do nothing, where nobody was let in.
func From(ctx context.Context) Principal {
	p, _ := ctx.Value(key{}).(Principal)
	return p
}

// Inside marks a request that this process makes of its own handler, which holds the data
// folder already. No request that came over a network carries the mark. It differs from
// [With] so that who was let in once is looked up again on a long answer.
func Inside(ctx context.Context) context.Context { return context.WithValue(ctx, insideKey{}, true) }

func inside(ctx context.Context) bool { return ctx.Value(insideKey{}) != nil }

// Session is the hash of the session cookie that came with a request, whether it is still
// known or not; empty where none came.
func Session(ctx context.Context) string {
	hash, _ := ctx.Value(sessionKey{}).(string)
	return hash
}
