package api

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// LeadsType is a system that leads come from, as its adapter describes it.
type LeadsType struct {
	Type     feeds.LeadType `json:"type"`
	Name     string         `json:"name"`
	Summary  string         `json:"summary"`
	Limits   string         `json:"limits,omitempty" doc:"What it can't do."`
	Polled   bool           `json:"polled" doc:"Whether it is polled: add a source."`
	Received bool           `json:"received" doc:"Whether it sends to an address of the public side: add a source, which shows the address."`
	File     bool           `json:"file" doc:"Whether it is read from files: import one."`
	Pushed   bool           `json:"pushed" doc:"Whether a program sends its leads: POST /leads."`
	Fields   []TypeField    `json:"fields"`
}

// LeadSourceView is a source of leads and its health.
type LeadSourceView struct {
	feeds.LeadSource
	Health   feeds.Health      `json:"health" enum:"waiting,healthy,failing,throttled,blocked,gone,broken,needs_key"`
	Error    string            `json:"error,omitempty" doc:"What went wrong and what helps."`
	Code     string            `json:"code,omitempty" doc:"Of error, for you to phrase it. More may be added."`
	Params   map[string]string `json:"params,omitempty" doc:"What varies in error, by name."`
	Details  []feeds.Warning   `json:"warning_details,omitempty" doc:"The first warnings of the last read; error has them as English text."`
	Arrival  evidence.Arrival  `json:"arrival" enum:"poll,request,file" doc:"How its leads arrive: they are read, sent or imported."`
	Address  string            `json:"address,omitempty" doc:"Address to give to the system or the form, if it sends its leads and the public side is on. Only for those who may edit."`
	Keys     []string          `json:"keys" doc:"The secret fields that are saved. Their values are never shown."`
	Leads    int               `json:"leads" doc:"How many leads it has, with tests and imported ones."`
	LastRead *time.Time        `json:"last_read,omitempty" doc:"Last successful read, or the last time that something arrived."`
	Due      *time.Time        `json:"due,omitempty" doc:"When it is read next, if it is read."`
	First    *time.Time        `json:"first,omitempty" doc:"Time of the oldest lead."`
	Last     *time.Time        `json:"last,omitempty" doc:"Time of the newest lead."`
	Created  time.Time         `json:"created"`
}

// LeadSourceBody is a source in a request.
type LeadSourceBody struct {
	Type     feeds.LeadType    `json:"type" doc:"One that GET /leads/types calls polled or received."`
	Site     string            `json:"site" minLength:"1" maxLength:"100" doc:"Name of the site whose leads are counted."`
	Name     string            `json:"name,omitempty" maxLength:"300" doc:"Name of the source; by default that of its type."`
	Zone     string            `json:"zone,omitempty" maxLength:"100" doc:"Time zone of times without one, such as Europe/Amsterdam. By default UTC."`
	URL      string            `json:"url,omitempty" maxLength:"2000"`
	Settings map[string]any    `json:"settings,omitempty" doc:"The type's fields by name, except url and secrets."`
	Secrets  map[string]string `json:"secrets,omitempty" doc:"The values of the type's secret fields. They are never shown again."`
	Keep     bool              `json:"keep_address,omitempty" doc:"Keep the e-mail addresses themselves, and not only their hashes. Only those who may edit see them."`
}

// LeadSourceChange is a change of a source. Fields that are left out stay as they are.
type LeadSourceChange struct {
	Name     *string            `json:"name,omitempty" minLength:"1" maxLength:"300"`
	Zone     *string            `json:"zone,omitempty" maxLength:"100" doc:"Existing leads don't change."`
	Paused   *bool              `json:"paused,omitempty"`
	Settings *map[string]any    `json:"settings,omitempty" doc:"All of them."`
	Secrets  *map[string]string `json:"secrets,omitempty" doc:"New values of these secret fields; the others stay. An empty value removes one."`
	Keep     *bool              `json:"keep_address,omitempty" doc:"If not, the addresses that were kept are removed."`
}

type LeadSourcePath struct {
	ID string `path:"id"`
}

func (a *API) leadSourceRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/leads/types", "list-leads-types", "List the types of sources of leads and their fields", "leads", access.Read), a.listLeadsTypes)
	huma.Register(a.huma, op(http.MethodGet, "/leads/sources", "list-lead-sources", "List sources of leads and their health", "leads", access.Read), a.listLeadSources)
	huma.Register(a.huma, op(http.MethodPost, "/leads/sources", "add-lead-source", "Add a source of leads; its first read includes the past", "leads", access.Write), a.addLeadSource)
	huma.Register(a.huma, op(http.MethodGet, "/leads/sources/{id}", "get-lead-source", "Get a source of leads", "leads", access.Read), a.getLeadSource)
	huma.Register(a.huma, op(http.MethodPatch, "/leads/sources/{id}", "change-lead-source", "Rename, pause or resume a source, or change its settings and secrets", "leads", access.Write), a.changeLeadSource)
	huma.Register(a.huma, op(http.MethodDelete, "/leads/sources/{id}", "delete-lead-source", "Delete a source and its leads", "leads", access.Write), a.deleteLeadSource)
	huma.Register(a.huma, op(http.MethodPost, "/leads/sources/{id}/fetch", "fetch-lead-source", "Read it now", "leads", access.Write), a.fetchLeadSource)
}

func (a *API) leadsAdapter(t feeds.LeadType) (feeds.LeadAdapter, bool) {
	i := slices.IndexFunc(a.opts.Leads, func(l feeds.LeadAdapter) bool { return l.Type == t })
	if i < 0 {
		return feeds.LeadAdapter{}, false
	}
	return a.opts.Leads[i], true
}

func (a *API) listLeadsTypes(context.Context, *struct{}) (*Out[List[LeadsType]], error) {
	var out []LeadsType
	for _, l := range a.opts.Leads {
		t := LeadsType{Type: l.Type, Name: l.Name, Summary: l.Summary, Limits: l.Limits, Polled: l.Reader != nil, Received: l.Receiver != nil, File: l.File != nil, Pushed: l.Pushed, Fields: viewFields(l.Fields)}
		out = append(out, t)
	}
	return list(out, ""), nil
}

func (a *API) viewLeadSource(ctx context.Context, s evidence.LeadSourceWithPoll) LeadSourceView {
	c := s.Poll.Condition
	v := LeadSourceView{
		LeadSource: s.LeadSource, Health: cmp.Or(c.Health, feeds.Waiting), Error: c.Error, Code: c.Code, Params: c.Params, Details: c.WarningDetails,
		Arrival: s.Arrival, Keys: slices.Sorted(maps.Keys(s.Secrets)), Leads: s.Leads,
		LastRead: known(s.Poll.State.LastRead), First: known(s.First), Last: known(s.Last), Created: s.Created,
	}
	if v.Keys == nil {
		v.Keys = []string{}
	}
	adapter, _ := a.leadsAdapter(s.Type)
	if adapter.Reader != nil {
		v.Due = known(s.Poll.State.Due)
	}
	if adapter.Receiver != nil && a.opts.PublicURL != "" && !viewer(ctx) {
		v.Address = a.opts.PublicURL + "/in/leads/" + url.PathEscape(s.ID)
	}
	return v
}

func (a *API) listLeadSources(ctx context.Context, _ *struct{}) (*Out[List[LeadSourceView]], error) {
	found, err := evidence.ListLeadSources(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing the sources of leads", err)
	}
	views := make([]LeadSourceView, len(found))
	for i, s := range found {
		views[i] = a.viewLeadSource(ctx, s)
	}
	return list(views, ""), nil
}

func (a *API) getLeadSource(ctx context.Context, in *LeadSourcePath) (*Out[LeadSourceView], error) {
	s, err := evidence.GetLeadSource(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source of leads", err)
	}
	return &Out[LeadSourceView]{a.viewLeadSource(ctx, s)}, nil
}

// addLeadSource adds a source under an id that nobody can guess: it is part of the address that a form
// sends to, and may be all that protects it.
func (a *API) addLeadSource(ctx context.Context, in *struct{ Body LeadSourceBody }) (*Out[LeadSourceView], error) {
	adapter, ok := a.leadsAdapter(in.Body.Type)
	switch {
	case !ok:
		return nil, noLeadsType.problem("type", shortened(string(in.Body.Type)))
	case adapter.Reader == nil && adapter.Receiver == nil:
		return nil, leadsNotPolled.problem("type", adapter.Name)
	}
	s, err := newLeadSource(adapter.LeadSpec, in.Body)
	if err != nil {
		return nil, err
	}
	s.Workspace, s.ID = workspace(ctx), newID("leads")
	how := evidence.ByRequest
	if adapter.Reader != nil {
		how = evidence.ByPoll
	}
	var stored evidence.LeadSourceWithPoll
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		known, err := evidence.ListLeadSources(ctx, tx, s.Workspace)
		if err != nil {
			return err
		}
		for _, k := range known {
			if k.Site == s.Site && k.Type == s.Type && k.Name == s.Name && k.URL == s.URL && string(k.Settings) == string(s.Settings) {
				return leadsExist.problem("id", k.ID)
			}
		}
		stored, _, err = evidence.AddLeadSource(ctx, tx, s, how)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "adding the source of leads", err)
	}
	a.opts.LeadsChanged()
	return &Out[LeadSourceView]{a.viewLeadSource(ctx, stored)}, nil
}

// newLeadSource returns the checked source of a request.
func newLeadSource(spec feeds.LeadSpec, b LeadSourceBody) (feeds.LeadSource, error) {
	site, err := named(b.Site)
	if err != nil {
		return feeds.LeadSource{}, emptySite.problem()
	}
	if err := checkLeadZone(b.Zone); err != nil {
		return feeds.LeadSource{}, err
	}
	s := feeds.LeadSource{Site: site, Type: spec.Type, Name: cmp.Or(strings.TrimSpace(b.Name), spec.Name), URL: b.URL, Zone: b.Zone, KeepAddress: b.Keep, Secrets: map[string]feeds.Secret{}}
	for name, secret := range b.Secrets {
		s.Secrets[name] = feeds.Secret(strings.TrimSpace(secret))
	}
	if err := setLeadSettings(&s, b.Settings); err != nil {
		return s, err
	}
	if err := spec.Validate(&s); err != nil {
		return s, invalid(err)
	}
	return s, nil
}

// checkLeadZone is checkZone for a time zone that may be left out.
func checkLeadZone(zone string) error {
	if zone == "" {
		return nil
	}
	return checkZone(zone)
}

func setLeadSettings(s *feeds.LeadSource, settings map[string]any) (err error) {
	if s.Settings, err = json.Marshal(settings); err != nil {
		return badSettings.problem()
	}
	return nil
}

func (a *API) changeLeadSource(ctx context.Context, in *struct {
	LeadSourcePath
	Body LeadSourceChange
}) (*Out[LeadSourceView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		s, err := evidence.GetLeadSource(ctx, tx, workspace(ctx), in.ID)
		if err != nil {
			return err
		}
		if err := a.applyLeadChange(&s.LeadSource, in.Body); err != nil {
			return err
		}
		return evidence.UpdateLeadSource(ctx, tx, s.LeadSource)
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the source of leads", err)
	}
	a.opts.LeadsChanged()
	return a.getLeadSource(ctx, &in.LeadSourcePath)
}

func (a *API) applyLeadChange(s *feeds.LeadSource, c LeadSourceChange) (err error) {
	if c.Name != nil {
		if s.Name, err = named(*c.Name); err != nil {
			return err
		}
	}
	if c.Zone != nil {
		if err := checkLeadZone(*c.Zone); err != nil {
			return err
		}
		s.Zone = *c.Zone
	}
	replace(&s.Paused, c.Paused)
	replace(&s.KeepAddress, c.Keep)
	if c.Settings == nil && c.Secrets == nil {
		return nil
	}
	if c.Settings != nil {
		if err := setLeadSettings(s, *c.Settings); err != nil {
			return err
		}
	}
	if c.Secrets != nil {
		for name, secret := range *c.Secrets {
			s.Secrets[name] = feeds.Secret(strings.TrimSpace(secret))
		}
	}
	adapter, ok := a.leadsAdapter(s.Type)
	if !ok {
		return noLeadsType.problem("type", string(s.Type))
	}
	if err := adapter.Validate(s); err != nil {
		return invalid(err)
	}
	return nil
}

func (a *API) deleteLeadSource(ctx context.Context, in *LeadSourcePath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		return evidence.DeleteLeadSource(ctx, tx, workspace(ctx), in.ID)
	})
	if err != nil {
		return nil, a.fail(ctx, "deleting the source of leads", err)
	}
	a.opts.LeadsChanged()
	return nil, nil
}

func (a *API) fetchLeadSource(ctx context.Context, in *LeadSourcePath) (*Out[LeadSourceView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		s, err := evidence.GetLeadSource(ctx, tx, workspace(ctx), in.ID)
		if err != nil {
			return err
		}
		adapter, ok := a.leadsAdapter(s.Type)
		switch {
		case s.Arrival == evidence.ByFile:
			return leadsFromFile.problem()
		case ok && adapter.Reader == nil:
			return leadsSent.problem()
		case s.Paused:
			return leadsPaused.problem()
		}
		return evidence.SetLeadSourceDue(ctx, tx, in.ID)
	})
	if err != nil {
		return nil, a.fail(ctx, "asking for the source of leads", err)
	}
	a.opts.LeadsChanged()
	return a.getLeadSource(ctx, in)
}
