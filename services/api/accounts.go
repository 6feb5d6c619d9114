package api

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// AccountType is a type of credentials that sources share, as its adapter describes it.
type AccountType struct {
	Type    string             `json:"type"`
	Name    string             `json:"name"`
	Summary string             `json:"summary,omitempty"`
	Sources []feeds.SourceType `json:"sources" doc:"The types of source that can use it."`
	Fields  []TypeField        `json:"fields"`
}

// BudgetView is what an account may use in a period, and what it has used of it.
type BudgetView struct {
	Unit   string       `json:"unit"`
	Name   string       `json:"name"`
	Period feeds.Period `json:"period" enum:"day,month"`
	Money  bool         `json:"money,omitempty" doc:"Whether used and limit are millionths of a US dollar."`
	Used   int64        `json:"used" doc:"In this period, counted before each request."`
	Limit  int64        `json:"limit" doc:"-1 for no limit."`
}

// AccountView is an account and its health. It never holds a secret.
type AccountView struct {
	ID       string            `json:"id"`
	Type     string            `json:"type"`
	Name     string            `json:"name"`
	Settings json.RawMessage   `json:"settings,omitempty" doc:"The fields of its type that are not secret. Only for those who may edit."`
	Keys     []string          `json:"keys" doc:"The secret fields that are saved. Their values are never shown."`
	Health   feeds.Health      `json:"health" enum:"waiting,healthy,throttled,needs_key"`
	Error    string            `json:"error,omitempty" doc:"What went wrong and what helps."`
	Code     string            `json:"code,omitempty" doc:"Of error, for you to phrase it. More may be added."`
	Params   map[string]string `json:"params,omitempty" doc:"What varies in error, by name."`
	Sources  int               `json:"sources" doc:"How many sources use it."`
	Budgets  []BudgetView      `json:"budgets"`
	Created  time.Time         `json:"created"`
}

// AccountBody is an account in a request.
type AccountBody struct {
	Type     string            `json:"type" maxLength:"100" doc:"One of GET /accounts/types."`
	Name     string            `json:"name,omitempty" maxLength:"300" doc:"By default that of its type."`
	Settings map[string]any    `json:"settings,omitempty" doc:"The type's fields by name, except secrets."`
	Secrets  map[string]string `json:"secrets,omitempty" doc:"The values of the type's secret fields. They are never shown again."`
}

// AccountChange is a change of an account. Fields that are left out stay as they are.
type AccountChange struct {
	Name     *string            `json:"name,omitempty" minLength:"1" maxLength:"300"`
	Settings *map[string]any    `json:"settings,omitempty" doc:"All of them."`
	Secrets  *map[string]string `json:"secrets,omitempty" doc:"New values of these secret fields; the others stay. An empty value removes one."`
}

type AccountPath struct {
	ID string `path:"id"`
}

func (a *API) accountRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/accounts/types", "list-account-types", "List the types of account and their fields", "accounts", access.Read), a.listAccountTypes)
	huma.Register(a.huma, op(http.MethodGet, "/accounts", "list-accounts", "List accounts, their health, and what they used of their budgets", "accounts", access.Read), a.listAccounts)
	huma.Register(a.huma, op(http.MethodPost, "/accounts", "add-account", "Add an account; sources of its network that lack one use it", "accounts", access.Write), a.addAccount)
	huma.Register(a.huma, op(http.MethodGet, "/accounts/{id}", "get-account", "Get an account", "accounts", access.Read), a.getAccount)
	huma.Register(a.huma, op(http.MethodPatch, "/accounts/{id}", "change-account", "Rename an account, or change its settings and secrets; its sources are read again", "accounts", access.Write), a.changeAccount)
	huma.Register(a.huma, op(http.MethodDelete, "/accounts/{id}", "delete-account", "Delete an account that no source uses", "accounts", access.Write), a.deleteAccount)
}

func (a *API) accountSpec(accountType string) (feeds.AccountSpec, bool) {
	for _, s := range a.opts.AccountTypes {
		if s.Type == accountType {
			return s, true
		}
	}
	return feeds.AccountSpec{}, false
}

func (a *API) listAccountTypes(context.Context, *struct{}) (*Out[List[AccountType]], error) {
	out := []AccountType{}
	for _, s := range a.opts.AccountTypes {
		t := AccountType{Type: s.Type, Name: s.Name, Summary: s.Summary, Sources: []feeds.SourceType{}, Fields: viewFields(s.Fields)}
		for _, source := range a.opts.SourceTypes {
			if source.Account == s.Type {
				t.Sources = append(t.Sources, source.Type)
			}
		}
		out = append(out, t)
	}
	return list(out, ""), nil
}

func (a *API) viewAccount(ctx context.Context, r ledger.Reader, s archive.StoredAccount) (AccountView, error) {
	spec, _ := a.accountSpec(s.Type)
	c := s.Condition
	v := AccountView{ID: s.ID, Type: s.Type, Name: s.Name, Keys: spec.Given(s.Account), Health: cmp.Or(c.Health, feeds.Waiting),
		Error: c.Error, Code: c.Code, Params: c.Params, Sources: s.Sources, Budgets: []BudgetView{}, Created: s.Created}
	if !viewer(ctx) {
		v.Settings = s.Settings
	}
	for _, b := range spec.Budgets {
		used, err := archive.Spent(ctx, r, s.ID, b.Unit, b.Period.Name(a.opts.Now()))
		if err != nil {
			return v, err
		}
		v.Budgets = append(v.Budgets, BudgetView{Unit: b.Unit, Name: b.Name, Period: b.Period, Money: b.Money, Used: used, Limit: max(b.Limit(s.Account), -1)})
	}
	return v, nil
}

func (a *API) listAccounts(ctx context.Context, _ *struct{}) (*Out[List[AccountView]], error) {
	all, err := archive.ListAccounts(ctx, a.opts.Ledger, workspace(ctx))
	views := make([]AccountView, len(all))
	for i := 0; err == nil && i < len(all); i++ {
		views[i], err = a.viewAccount(ctx, a.opts.Ledger, all[i])
	}
	if err != nil {
		return nil, a.fail(ctx, "listing accounts", err)
	}
	return list(views, ""), nil
}

// accountOf returns an account of the caller's workspace.
func accountOf(ctx context.Context, r ledger.Reader, id string) (archive.StoredAccount, error) {
	s, err := archive.GetAccount(ctx, r, id)
	if err == nil && s.Workspace != ledger.WorkspaceOrDefault(workspace(ctx)) {
		err = ledger.ErrNotFound
	}
	return s, err
}

func (a *API) getAccount(ctx context.Context, in *AccountPath) (*Out[AccountView], error) {
	s, err := accountOf(ctx, a.opts.Ledger, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the account", err)
	}
	v, err := a.viewAccount(ctx, a.opts.Ledger, s)
	if err != nil {
		return nil, a.fail(ctx, "loading the account", err)
	}
	return &Out[AccountView]{v}, nil
}

func (a *API) addAccount(ctx context.Context, in *struct{ Body AccountBody }) (*Out[AccountView], error) {
	spec, ok := a.accountSpec(in.Body.Type)
	if !ok {
		return nil, noAccountType.problem("type", shortened(in.Body.Type))
	}
	acc := feeds.Account{ID: newID("account"), Workspace: ledger.WorkspaceOrDefault(workspace(ctx)), Type: spec.Type,
		Name: cmp.Or(strings.TrimSpace(in.Body.Name), spec.Name), Secrets: map[string]feeds.Secret{}}
	if err := applyAccount(spec, &acc, in.Body.Settings, in.Body.Secrets); err != nil {
		return nil, err
	}
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := archive.AddAccount(ctx, tx, acc); err != nil {
			return err
		}
		return a.giveAccount(ctx, tx, spec, acc)
	})
	if err != nil {
		return nil, a.fail(ctx, "adding the account", err)
	}
	a.opts.SourceAdded()
	return a.getAccount(ctx, &AccountPath{acc.ID})
}

// applyAccount sets what a request gave, and checks the account.
func applyAccount(spec feeds.AccountSpec, acc *feeds.Account, settings map[string]any, secrets map[string]string) (err error) {
	if settings != nil {
		if acc.Settings, err = json.Marshal(settings); err != nil {
			return badSettings.problem()
		}
	}
	for name, secret := range secrets {
		acc.Secrets[name] = feeds.Secret(strings.TrimSpace(secret))
	}
	if err := spec.Validate(acc); err != nil {
		return invalid(err)
	}
	return nil
}

// giveAccount lets the sources of the account's network that lack credentials use it.
func (a *API) giveAccount(ctx context.Context, tx *ledger.Tx, spec feeds.AccountSpec, acc feeds.Account) error {
	types := a.accountSources(acc.Type)
	if len(types) == 0 {
		return nil
	}
	sources, err := archive.SourcesOfTypes(ctx, tx, types)
	if err != nil {
		return err
	}
	for _, s := range sources {
		if s.Account != "" || s.Secret != "" || spec.Fits != nil && !spec.Fits(acc, s.Source) {
			continue
		}
		s.Account = acc.ID
		if err := archive.UpdateSource(ctx, tx, s.Source); err != nil {
			return err
		}
		if err := archive.SetDue(ctx, tx, s.ID, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

func (a *API) accountSources(accountType string) []feeds.SourceType {
	var types []feeds.SourceType
	for _, s := range a.opts.SourceTypes {
		if s.Account == accountType {
			types = append(types, s.Type)
		}
	}
	return types
}

func (a *API) changeAccount(ctx context.Context, in *struct {
	AccountPath
	Body AccountChange
}) (*Out[AccountView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		s, err := accountOf(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		acc := s.Account
		if in.Body.Name != nil {
			if acc.Name, err = named(*in.Body.Name); err != nil {
				return err
			}
		}
		if in.Body.Settings == nil && in.Body.Secrets == nil {
			return archive.UpdateAccount(ctx, tx, acc, s.Revision)
		}
		spec, ok := a.accountSpec(acc.Type)
		if !ok {
			return noAccountType.problem("type", acc.Type)
		}
		var settings map[string]any
		if in.Body.Settings != nil {
			settings = *in.Body.Settings
			if settings == nil {
				settings = map[string]any{}
			}
		}
		secrets := map[string]string{}
		if in.Body.Secrets != nil {
			secrets = maps.Clone(*in.Body.Secrets)
		}
		spec.DropSession(&acc)
		if err := applyAccount(spec, &acc, settings, secrets); err != nil {
			return err
		}
		if err := archive.UpdateAccount(ctx, tx, acc, s.Revision); err != nil {
			return err
		}
		if err := archive.SetAccountCondition(ctx, tx, acc.ID, feeds.Condition{Health: feeds.Waiting}); err != nil {
			return err
		}
		sources, err := archive.SourcesOfAccount(ctx, tx, acc.ID)
		for i := 0; err == nil && i < len(sources); i++ {
			err = archive.SetDue(ctx, tx, sources[i].ID, tx.Now())
		}
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the account", err)
	}
	a.opts.SourceAdded()
	return a.getAccount(ctx, &in.AccountPath)
}

func (a *API) deleteAccount(ctx context.Context, in *AccountPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if _, err := accountOf(ctx, tx, in.ID); err != nil {
			return err
		}
		sources, err := archive.SourcesOfAccount(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if len(sources) > 0 {
			return accountInUse.problem("source", sources[0].Name)
		}
		return archive.DeleteAccount(ctx, tx, in.ID)
	})
	if err != nil {
		return nil, a.fail(ctx, "deleting the account", err)
	}
	return nil, nil
}

// chooseAccount sets the account of a new source: the one that was asked for, or the first that fits. A source with a secret
// of its own needs none.
func (a *API) chooseAccount(ctx context.Context, r ledger.Reader, src *feeds.Source, wanted string) error {
	spec, _ := a.typeOf(src.Type)
	if spec.Account == "" {
		if wanted != "" && wanted != noAccountWanted {
			return accountNotTaken.problem("type", spec.Name)
		}
		return nil
	}
	if wanted == noAccountWanted || wanted == "" && src.Secret != "" {
		return nil
	}
	all, err := archive.ListAccounts(ctx, r, workspace(ctx))
	if err != nil {
		return err
	}
	kind, _ := a.accountSpec(spec.Account)
	for _, acc := range all {
		fits := acc.Type == spec.Account && (kind.Fits == nil || kind.Fits(acc.Account, *src))
		if wanted == acc.ID && !fits {
			return accountUnfit.problem("account", acc.Name)
		}
		if fits && (wanted == "" || wanted == acc.ID) {
			src.Account = acc.ID
			return nil
		}
	}
	if wanted != "" {
		return noAccount.problem("id", shortened(wanted))
	}
	return nil
}

// noAccountWanted stands for a source's account where it should have none.
const noAccountWanted = "none"
