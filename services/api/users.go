package api

import (
	"context"
	"net/http"
	"net/mail"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// UserBody is a user in a request.
type UserBody struct {
	Email    string       `json:"email" maxLength:"300"`
	Name     string       `json:"name,omitempty" maxLength:"200"`
	Password string       `json:"password" minLength:"10" maxLength:"200"`
	Role     access.Scope `json:"role" enum:"read,write,admin"`
}

type UserPath struct {
	ID string `path:"id"`
}

func (a *API) userRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/users", "list-users", "List users", "access", access.Admin), a.listUsers)
	huma.Register(a.huma, op(http.MethodPost, "/users", "add-user", "Add a user", "access", access.Admin), a.addUser)
	huma.Register(a.huma, op(http.MethodDelete, "/users/{id}", "delete-user", "Delete a user and end their sessions", "access", access.Admin), a.deleteUser)
}

func (a *API) listUsers(ctx context.Context, _ *struct{}) (*Out[List[record.User]], error) {
	users, err := record.ListUsers(ctx, a.opts.Ledger)
	if err != nil {
		return nil, a.fail(ctx, "listing people", err)
	}
	return list(users, ""), nil
}

func (a *API) addUser(ctx context.Context, in *struct{ Body UserBody }) (*Out[record.User], error) {
	addr, err := mail.ParseAddress(strings.TrimSpace(in.Body.Email))
	if err != nil || unprintable(in.Body.Email) || unprintable(addr.Address) {
		return nil, badEmail.problem()
	}
	leave, err := a.regulars.enter(ctx, "new people")
	if err != nil {
		return nil, busySignIns.problem()
	}
	hash := access.HashPassword(in.Body.Password)
	leave()
	u := record.User{
		ID: newID("user"), Workspace: workspace(ctx), Email: addr.Address, Name: strings.TrimSpace(in.Body.Name),
		Password: hash, Role: string(in.Body.Role), Created: a.opts.Now(),
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return record.PutUser(ctx, tx, u) })
	if isConflict(err) {
		return nil, personExists.problem()
	}
	if err != nil {
		return nil, a.fail(ctx, "adding the person", err)
	}
	return &Out[record.User]{u}, nil
}

func (a *API) deleteUser(ctx context.Context, in *UserPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return record.DeleteUser(ctx, tx, in.ID) })
	return nil, a.fail(ctx, "removing the person", err)
}
