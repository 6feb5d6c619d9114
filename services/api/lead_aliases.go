package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// LeadAlias is a wording by which leads call a show.
type LeadAlias struct {
	ID      string    `json:"id"`
	Wording string    `json:"wording"`
	Show    string    `json:"show,omitempty"`
	Person  string    `json:"person,omitempty" doc:"Set if it is a wording for a person, and not for a show."`
	Leads   int       `json:"leads" doc:"How many leads it was learnt from. It goes when the last of them is erased, unless somebody wrote it."`
	Created time.Time `json:"created"`
	By      string    `json:"by,omitempty" doc:"Who confirmed it."`
}

// LeadAliasBody is a wording to add. One of show and person is set.
type LeadAliasBody struct {
	Wording string `json:"wording" minLength:"1" maxLength:"300"`
	Show    string `json:"show,omitempty" maxLength:"300" doc:"Name of a show that mentioned one of your brands."`
	Person  string `json:"person,omitempty" maxLength:"300" doc:"Name of a host, guest or author of a mention, as the mention has it."`
}

// LeadsOfShow are the people who named a show, counted.
type LeadsOfShow struct {
	Show      string         `json:"show"`
	Leads     int            `json:"leads" doc:"People who named it or one of its mentions; each counts once."`
	Named     int            `json:"named" doc:"Those of them who meant one mention."`
	Confirmed int            `json:"confirmed" doc:"Those of them of whom a person confirmed it."`
	Stages    map[string]int `json:"stages" doc:"How far they got, by stage; those without a stage under the empty one."`
	Won       int            `json:"won" doc:"Those who became customers."`
	Value     float64        `json:"value" doc:"Of those who became customers, in the system's own currency; nothing is estimated."`
	Valued    int            `json:"valued" doc:"How many of the customers have a value."`
	Last      time.Time      `json:"last" doc:"When the newest of them came."`
}

// LeadsOfShows is what leads say about shows.
type LeadsOfShows struct {
	Items    []LeadsOfShow `json:"items" doc:"Most leads first."`
	Leads    int           `json:"leads" doc:"Leads in the period, without tests and imported ones."`
	Answered int           `json:"answered" doc:"How many of them answered how they heard about you."`
}

type aliasPath struct {
	ID string `path:"id" maxLength:"100"`
}

func (a *API) leadAliasRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/leads/aliases", "list-lead-aliases", "List the wordings by which leads call shows", "leads", access.Read), a.listAliases)
	huma.Register(a.huma, op(http.MethodPost, "/leads/aliases", "add-lead-alias", "Add a wording by which leads call a show or a person", "leads", access.Write), a.addAlias)
	huma.Register(a.huma, op(http.MethodDelete, "/leads/aliases/{id}", "delete-lead-alias", "Remove a wording; leads that a person judged keep their match", "leads", access.Write), a.deleteAlias)
	huma.Register(a.huma, op(http.MethodGet, "/leads/shows", "count-leads-by-show", "Count the leads that named each show", "leads", access.Read), a.leadsByShow)
}

func (a *API) listAliases(ctx context.Context, _ *struct{}) (*Out[List[LeadAlias]], error) {
	found, err := evidence.ListAliases(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing aliases", err)
	}
	var out []LeadAlias
	for _, f := range found {
		out = append(out, LeadAlias{ID: f.ID, Wording: f.Wording, Show: f.Show, Person: f.Person, Leads: f.Leads, Created: f.Created, By: f.By})
	}
	return list(out, ""), nil
}

// addAlias adds a wording that a person wrote. Nobody is matched by a handle where the rules of the network forbid it:
// such names are not among those that can be chosen.
func (a *API) addAlias(ctx context.Context, in *struct{ Body LeadAliasBody }) (*Out[LeadAlias], error) {
	alias := evidence.Alias{Wording: strings.TrimSpace(in.Body.Wording), By: access.From(ctx).Name}
	if !a.opts.Wordings.Telling(alias.Wording) {
		return nil, aliasGeneral.problem()
	}
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		all, err := record.RecallableMentions(ctx, tx, workspace(ctx), a.opts.Wordings.Unjoined)
		if err != nil {
			return err
		}
		show, person := a.opts.Wordings.ShowKey(in.Body.Show), a.opts.Wordings.ShowKey(in.Body.Person)
		for _, m := range all {
			if show != "" && a.opts.Wordings.ShowKey(m.Show) == show {
				alias.Show = m.Show
			}
			for _, p := range m.People {
				if person != "" && a.opts.Wordings.ShowKey(p) == person {
					alias.Person = p
				}
			}
		}
		switch {
		case show != "" && person != "" || show == "" && person == "":
			return aliasOfOne.problem()
		case show != "" && alias.Show == "":
			return leadNoShow.problem()
		case person != "" && alias.Person == "":
			return leadNoPerson.problem()
		}
		if err := evidence.AddAlias(ctx, tx, workspace(ctx), "", alias); err != nil {
			return err
		}
		alias.ID, alias.Created = evidence.AliasID(workspace(ctx), alias.Wording, alias.Show, alias.Person), tx.Now()
		return record.Audit(ctx, tx, record.AuditEntry{Workspace: workspace(ctx), Actor: alias.By, Action: "lead_alias.added", Object: alias.ID})
	})
	if err != nil {
		return nil, a.fail(ctx, "adding the wording", err)
	}
	return &Out[LeadAlias]{LeadAlias{ID: alias.ID, Wording: alias.Wording, Show: alias.Show, Person: alias.Person, Created: alias.Created, By: alias.By}}, nil
}

func (a *API) deleteAlias(ctx context.Context, in *aliasPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := evidence.RemoveAlias(ctx, tx, workspace(ctx), in.ID); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Workspace: workspace(ctx), Actor: access.From(ctx).Name, Action: "lead_alias.removed", Object: in.ID})
	})
	return nil, a.fail(ctx, "removing the alias", err)
}

func (a *API) leadsByShow(ctx context.Context, in *struct {
	Site string `query:"site" maxLength:"100" doc:"Name of the site."`
	From string `query:"from" doc:"On or after this day or time."`
	To   string `query:"to" doc:"On or before this day, or before this time."`
}) (*Out[LeadsOfShows], error) {
	f := evidence.ShowFilter{Workspace: workspace(ctx), Site: in.Site}
	var err error
	if f.From, err = moment(in.From, false); err == nil {
		f.To, err = moment(in.To, true)
	}
	if err != nil {
		return nil, err
	}
	found, err := evidence.LeadsByShow(ctx, a.opts.Ledger, f, a.opts.Wordings.ShowKey)
	if err != nil {
		return nil, a.fail(ctx, "counting leads by show", err)
	}
	no := false
	t, err := evidence.CountLeads(ctx, a.opts.Ledger, evidence.LeadFilter{Workspace: f.Workspace, Site: f.Site, From: f.From, To: f.To, Test: &no, Imported: &no})
	if err != nil {
		return nil, a.fail(ctx, "counting leads", err)
	}
	out := LeadsOfShows{Items: []LeadsOfShow{}, Leads: t.Leads, Answered: t.Answered}
	for _, s := range found {
		out.Items = append(out.Items, LeadsOfShow{Show: s.Show, Leads: s.Leads, Named: s.Named, Confirmed: s.Confirmed, Stages: s.Stages, Won: s.Won, Value: s.Value, Valued: s.Valued, Last: s.Last})
	}
	return &Out[LeadsOfShows]{out}, nil
}
