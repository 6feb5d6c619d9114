package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// TokenBody is a token in a request.
type TokenBody struct {
	Name  string       `json:"name" minLength:"1" maxLength:"200" doc:"Purpose of the token."`
	Scope access.Scope `json:"scope" enum:"read,write,admin"`
	Days  int          `json:"days,omitempty" minimum:"0" maximum:"3650" doc:"Expires after this many days; 0 means never."`
}

// TokenMade is a new token. It is shown only now.
type TokenMade struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Token string `json:"token" doc:"Send it as Authorization: Bearer. It isn't shown again."`
}

type TokenPath struct {
	ID string `path:"id"`
}

func (a *API) tokenRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/tokens", "list-tokens", "List API tokens", "access", access.Admin), a.listTokens)
	huma.Register(a.huma, secret(op(http.MethodPost, "/tokens", "add-token", "Create a token, shown once", "access", access.Admin)), a.addToken)
	huma.Register(a.huma, op(http.MethodDelete, "/tokens/{id}", "revoke-token", "Revoke a token immediately", "access", access.Admin), a.revokeToken)
}

func (a *API) listTokens(ctx context.Context, _ *struct{}) (*Out[List[record.Token]], error) {
	tokens, err := record.ListTokens(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing tokens", err)
	}
	return list(tokens, ""), nil
}

func (a *API) addToken(ctx context.Context, in *struct{ Body TokenBody }) (*Out[TokenMade], error) {
	made, err := MakeToken(ctx, a.opts.Ledger, workspace(ctx), in.Body, a.opts.Now())
	if err != nil {
		return nil, a.fail(ctx, "making the token", err)
	}
	return &Out[TokenMade]{made}, nil
}

// MakeToken creates a token directly in the ledger: the first one, from the shell.
func MakeToken(ctx context.Context, l *ledger.Ledger, workspace string, b TokenBody, now time.Time) (TokenMade, error) {
	token, hash := access.NewToken()
	t := record.Token{ID: newID("token"), Workspace: workspace, Name: b.Name, Hash: hash, Scopes: []string{string(b.Scope)}}
	if b.Days > 0 {
		t.Expires = now.AddDate(0, 0, b.Days)
	}
	err := l.Write(ctx, func(tx *ledger.Tx) error {
		if err := record.AddToken(ctx, tx, t); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Workspace: workspace, Actor: access.From(ctx).Name, Action: "token.made", Object: t.ID, Detail: b.Name})
	})
	return TokenMade{ID: t.ID, Name: t.Name, Token: token}, err
}

func (a *API) revokeToken(ctx context.Context, in *TokenPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := record.RevokeToken(ctx, tx, workspace(ctx), in.ID); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Workspace: workspace(ctx), Actor: access.From(ctx).Name, Action: "token.revoked", Object: in.ID})
	})
	return nil, a.fail(ctx, "revoking the token", err)
}
