package api

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/match"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// RuleBody is a rule in a request. An empty list means all.
type RuleBody struct {
	Name          string       `json:"name" minLength:"1" maxLength:"200"`
	Brands        []string     `json:"brands,omitempty"`
	Kinds         []feeds.Kind `json:"kinds,omitempty" enum:"podcast,video,post,page"`
	Sources       []string     `json:"sources,omitempty"`
	MinConfidence float64      `json:"min_confidence,omitempty" minimum:"0" maximum:"1"`
	Channels      []string     `json:"channels" minItems:"1"`
	GroupSeconds  int          `json:"group_seconds,omitempty" minimum:"0" maximum:"86400" doc:"Collect mentions for this long and send them as one message, if the channel can hold several. 0 sends each at once."`
	Active        *bool        `json:"active,omitempty" doc:"True by default."`
}

// RuleChange is a change of a rule. Fields that are left out stay as they are.
type RuleChange struct {
	Name          *string       `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Brands        *[]string     `json:"brands,omitempty"`
	Kinds         *[]feeds.Kind `json:"kinds,omitempty" enum:"podcast,video,post,page"`
	Sources       *[]string     `json:"sources,omitempty"`
	MinConfidence *float64      `json:"min_confidence,omitempty" minimum:"0" maximum:"1"`
	Channels      *[]string     `json:"channels,omitempty" minItems:"1"`
	GroupSeconds  *int          `json:"group_seconds,omitempty" minimum:"0" maximum:"86400" doc:"0 sends each at once."`
	Active        *bool         `json:"active,omitempty"`
}

// apply returns the changed rule.
func (c RuleChange) apply(r alerts.Rule) (_ alerts.Rule, err error) {
	if c.Name != nil {
		if r.Name, err = named(*c.Name); err != nil {
			return r, err
		}
	}
	replace(&r.Brands, c.Brands)
	replace(&r.Kinds, c.Kinds)
	replace(&r.Sources, c.Sources)
	replace(&r.MinConfidence, c.MinConfidence)
	replace(&r.Channels, c.Channels)
	replace(&r.GroupSeconds, c.GroupSeconds)
	replace(&r.Active, c.Active)
	return r, nil
}

type RulePath struct {
	ID string `path:"id"`
}

func (a *API) ruleRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/rules", "list-rules", "List rules", "alerts", access.Read), a.listRules)
	huma.Register(a.huma, op(http.MethodPost, "/rules", "add-rule", "Add a rule", "alerts", access.Write), a.addRule)
	huma.Register(a.huma, op(http.MethodGet, "/rules/{id}", "get-rule", "Get a rule", "alerts", access.Read), a.getRule)
	huma.Register(a.huma, op(http.MethodPut, "/rules/{id}", "put-rule", "Replace a rule", "alerts", access.Write), a.putRule)
	huma.Register(a.huma, op(http.MethodPatch, "/rules/{id}", "change-rule", "Change the given fields of a rule", "alerts", access.Write), a.changeRule)
	huma.Register(a.huma, op(http.MethodDelete, "/rules/{id}", "delete-rule", "Delete a rule", "alerts", access.Write), a.deleteRule)
	huma.Register(a.huma, op(http.MethodPost, "/rules/preview", "preview-rule", "Show what a rule would have sent in the last 90 days", "alerts", access.Read), a.previewRule)
}

func (a *API) listRules(ctx context.Context, _ *struct{}) (*Out[List[alerts.Rule]], error) {
	rules, err := record.ListRules(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing rules", err)
	}
	return list(rules, ""), nil
}

func (a *API) getRule(ctx context.Context, in *RulePath) (*Tagged[alerts.Rule], error) {
	r, err := record.GetRule(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the rule", err)
	}
	return tagged(r, r.Revision), nil
}

func (b RuleBody) rule(ctx context.Context) (alerts.Rule, error) {
	name, err := named(b.Name)
	return alerts.Rule{
		Workspace: workspace(ctx), Name: name, Brands: b.Brands, Kinds: b.Kinds, Sources: b.Sources,
		MinConfidence: b.MinConfidence, Channels: b.Channels, GroupSeconds: b.GroupSeconds, Active: b.Active == nil || *b.Active,
	}, err
}

// known refuses brands and sources that don't exist, since such a rule would never match. Those
// that the rule had before may have been deleted since: the rule can still be paused.
func (a *API) known(ctx context.Context, r, had alerts.Rule) error {
	for _, id := range r.Brands {
		if slices.Contains(had.Brands, id) {
			continue
		}
		if _, err := record.GetBrand(ctx, a.opts.Ledger, r.Workspace, id); errors.Is(err, ledger.ErrNotFound) {
			return a.noBrand(ctx, r.Workspace, id)
		} else if err != nil {
			return a.fail(ctx, "looking for the brand", err)
		}
	}
	for _, id := range r.Sources {
		if slices.Contains(had.Sources, id) {
			continue
		}
		if _, err := archive.GetSource(ctx, a.opts.Ledger, id); errors.Is(err, ledger.ErrNotFound) {
			return noSource.problem("id", shortened(id))
		} else if err != nil {
			return a.fail(ctx, "looking for the source", err)
		}
	}
	return nil
}

// noBrand returns the problem for an unknown brand. If its name was given, it names the id: the id
// stays the same when a name is corrected.
func (a *API) noBrand(ctx context.Context, workspace, given string) error {
	brands, err := record.ListBrands(ctx, a.opts.Ledger, record.BrandFilter{Workspace: workspace})
	if err != nil {
		return a.fail(ctx, "looking for the brand", err)
	}
	for _, b := range brands {
		if strings.EqualFold(b.Name, given) {
			return brandByName.problem("id", given, "name", b.Name, "right", b.ID)
		}
	}
	return noBrand.problem("id", shortened(given))
}

func (a *API) addRule(ctx context.Context, in *struct{ Body RuleBody }) (*Tagged[alerts.Rule], error) {
	r, err := in.Body.rule(ctx)
	if err != nil {
		return nil, err
	}
	r.ID = newID("rule")
	return a.writeRule(ctx, r, alerts.Rule{})
}

func (a *API) putRule(ctx context.Context, in *struct {
	RulePath
	IfMatch
	Body RuleBody
}) (*Tagged[alerts.Rule], error) {
	have, err := record.GetRule(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the rule", err)
	}
	r, err := in.Body.rule(ctx)
	if err != nil {
		return nil, err
	}
	r.ID, r.Revision = in.ID, have.Revision
	if want, err := in.expected(); err != nil {
		return nil, err
	} else if want >= 0 {
		r.Revision = want
	}
	return a.writeRule(ctx, r, have)
}

func (a *API) changeRule(ctx context.Context, in *struct {
	RulePath
	IfMatch
	Body RuleChange
}) (*Tagged[alerts.Rule], error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	return again(func() (*Tagged[alerts.Rule], error) {
		have, err := record.GetRule(ctx, a.opts.Ledger, workspace(ctx), in.ID)
		if err != nil {
			return nil, a.fail(ctx, "loading the rule", err)
		}
		r, err := in.Body.apply(have)
		if err != nil {
			return nil, err
		}
		if want >= 0 {
			r.Revision = want
		}
		return a.writeRule(ctx, r, have)
	}, want < 0)
}

func (a *API) writeRule(ctx context.Context, r, had alerts.Rule) (*Tagged[alerts.Rule], error) {
	for _, id := range r.Channels {
		if _, err := record.GetChannel(ctx, a.opts.Ledger, r.Workspace, id); errors.Is(err, ledger.ErrNotFound) {
			return nil, noChannel.problem("id", shortened(id))
		} else if err != nil {
			return nil, a.fail(ctx, "looking for the channel", err)
		}
	}
	if err := a.known(ctx, r, had); err != nil {
		return nil, err
	}
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		r, err = record.PutRule(ctx, tx, r)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the rule", err)
	}
	return tagged(r, r.Revision), nil
}

func (a *API) deleteRule(ctx context.Context, in *struct {
	RulePath
	IfMatch
}) (*struct{}, error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return record.DeleteRule(ctx, tx, workspace(ctx), in.ID, max(want, 0)) })
	return nil, a.fail(ctx, "deleting the rule", err)
}

// RulePreview is what a rule would have sent, and why it wouldn't have sent the rest.
type RulePreview struct {
	Days            int           `json:"days"`
	Total           int           `json:"total" doc:"Number of deliveries to each channel."`
	Unsure          int           `json:"unsure" doc:"Number left out because their confidence is below the reporting threshold."`
	BelowConfidence int           `json:"below_confidence" doc:"Number left out because their confidence is below the rule's minimum."`
	Mentions        []MentionView `json:"mentions" doc:"The newest of them."`
}

const previewDays = 90

func (a *API) previewRule(ctx context.Context, in *struct{ Body RuleBody }) (*Out[RulePreview], error) {
	rule, _ := in.Body.rule(ctx) // a rule can be previewed before it has a name
	if err := a.known(ctx, rule, alerts.Rule{}); err != nil {
		return nil, err
	}
	f := record.MentionFilter{Workspace: workspace(ctx), From: a.opts.Now().Add(-previewDays * 24 * time.Hour), Page: ledger.Page{Limit: 500}}
	var past []match.Past
	rows := map[string]record.MentionRow{}
	for {
		page, next, err := record.ListMentions(ctx, a.opts.Ledger, f)
		if err != nil {
			return nil, a.fail(ctx, "looking at past mentions", err)
		}
		documents := make([]string, len(page))
		for i, r := range page {
			documents[i] = r.Doc.ID
		}
		sources, err := archive.SourceIDs(ctx, a.opts.Ledger, workspace(ctx), documents)
		if err != nil {
			return nil, a.fail(ctx, "looking at past mentions", err)
		}
		for _, r := range page {
			rows[r.ID] = r
			past = append(past, match.Past{Mention: r.Mention, Sources: sources[r.Doc.ID]})
		}
		if f.Page.After = next; next == "" {
			break
		}
	}
	p := match.PreviewRule(rule, past)
	// A message tells of a brand in a cluster once: by the first copy that the rule asks for.
	oldest := map[[2]string]string{}
	for _, m := range p.Sent { // newest first
		oldest[[2]string{m.Brand, m.Cluster}] = m.ID
	}
	p.Sent = slices.DeleteFunc(p.Sent, func(m index.Mention) bool { return oldest[[2]string{m.Brand, m.Cluster}] != m.ID })
	out := RulePreview{
		Days: previewDays, Total: len(p.Sent), Unsure: p.Unsure, BelowConfidence: p.BelowConfidence, Mentions: []MentionView{},
	}
	var newest []record.MentionRow
	for _, m := range p.Sent[:min(20, len(p.Sent))] {
		newest = append(newest, rows[m.ID])
	}
	var err error
	if out.Mentions, err = a.viewMentions(ctx, newest); err != nil {
		return nil, err
	}
	return &Out[RulePreview]{out}, nil
}

// newID returns an id for something that a person creates: always a new one, even for equal
// content.
func newID(what string) string { return feeds.ID(what, rand.Text()) }
