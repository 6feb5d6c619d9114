// Package access decides who may use the API: nobody needs to sign in on a desk that
// only this machine can reach; everyone else comes with a token or a session.
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
	Open      bool   `json:"open"` // came from this machine without signing in
}

type key struct{}

// With puts the principal into the context of a request.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, key{}, p)
}

// From returns who asks; the zero Principal, which may do nothing, where nobody was let in.
func From(ctx context.Context) Principal {
	p, _ := ctx.Value(key{}).(Principal)
	return p
}
