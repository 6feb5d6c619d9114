package api

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/api"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// LeadView is a lead. Answer and note are text that somebody else wrote.
type LeadView struct {
	ID       string         `json:"id"`
	Source   LeadViewSource `json:"source"`
	Key      string         `json:"key" doc:"What identifies it in its system."`
	Time     time.Time      `json:"time" doc:"When they showed interest."`
	Updated  *time.Time     `json:"updated,omitempty" doc:"When it was last changed in its system."`
	Stage    string         `json:"stage" doc:"Such as customer. Empty if it isn't known."`
	Value    *float64       `json:"value,omitempty" doc:"In the system's own currency."`
	Answer   string         `json:"answer" doc:"To how they heard about you. Empty if there is none."`
	Note     string         `json:"note" doc:"Of a salesperson."`
	Cut      bool           `json:"cut" doc:"Whether the answer or the note was cut at 4 KB."`
	Landing  string         `json:"landing" doc:"Page that they came in on: its path and utm parameters."`
	Person   string         `json:"person,omitempty" doc:"Hash of the address: the same for all leads of a person."`
	Address  string         `json:"address,omitempty" doc:"Only where the source keeps addresses, and for those who may edit."`
	Imported bool           `json:"imported" doc:"It was imported into its system, so that its time is not that of the interest. It is not counted."`
	Test     bool           `json:"test" doc:"It looks like a test. It is not counted."`
	Created  time.Time      `json:"created" doc:"When it arrived here."`
	Match    *LeadMatchView `json:"match,omitempty" doc:"Which mention its answer or note means. Absent if it has neither, or was not read yet."`
}

// LeadViewSource is the source that a lead came from.
type LeadViewSource struct {
	ID   string         `json:"id"`
	Name string         `json:"name"`
	Type feeds.LeadType `json:"type"`
	Site string         `json:"site" doc:"Name of the site."`
}

// LeadList is a page of leads.
type LeadList struct {
	Items  []LeadView  `json:"items"`
	Next   string      `json:"next"`
	Totals *LeadTotals `json:"totals,omitempty" doc:"Of all pages."`
}

// LeadTotals are the numbers of leads that match a filter.
type LeadTotals struct {
	Leads    int            `json:"leads"`
	Answered int            `json:"answered" doc:"How many answered how they heard about you."`
	Test     int            `json:"test"`
	Imported int            `json:"imported"`
	ByStage  map[string]int `json:"by_stage" doc:"Those without a stage under the empty one."`
}

// LeadQuery filters leads.
type LeadQuery struct {
	Q        string   `query:"q" maxLength:"300" doc:"Text in the answer, the note or the landing page. An e-mail address finds the leads of that person, for those who may edit."`
	Site     string   `query:"site" maxLength:"100" doc:"Name of the site."`
	Source   []string `query:"source" doc:"Id of the source."`
	Stage    []string `query:"stage"`
	From     string   `query:"from" doc:"On or after this day or time."`
	To       string   `query:"to" doc:"On or before this day, or before this time."`
	Test     string   `query:"test" enum:"no,only,too" default:"too" doc:"Leads that look like tests: exclude them, only them, or include them."`
	Imported string   `query:"imported" enum:"no,only,too" default:"too" doc:"Leads that were imported into their system: exclude them, only them, or include them."`
	Answered string   `query:"answered" enum:"no,only,too" default:"too" doc:"Leads that answered how they heard about you: exclude them, only them, or include them."`
	Tier     []string `query:"tier" doc:"What their answers mean: named, show, channel or none."`
	Judged   string   `query:"judged" enum:"no,only,too" default:"too" doc:"Leads whose match a person confirmed or corrected: exclude them, only them, or include them. Others than too list only leads with a match."`
	Mention  string   `query:"mention" maxLength:"100" doc:"Id of a mention that their answers mean, or could mean."`
}

// LeadsBody are leads that a program sends.
type LeadsBody struct {
	Source string     `json:"source,omitempty" maxLength:"100" doc:"Id of a source whose type is api. Or name the site, and the source is found by its name."`
	Site   string     `json:"site,omitempty" maxLength:"100" doc:"Name of the site whose leads they are. A source is made if there is none of that name."`
	Name   string     `json:"name,omitempty" maxLength:"300" doc:"Name of the source; API by default."`
	Keep   bool       `json:"keep_address,omitempty" doc:"For a source that is made: keep the e-mail addresses themselves."`
	Leads  []api.Lead `json:"leads" minItems:"1" maxItems:"1000"`
}

// LeadsAdded is what became of leads that were sent.
type LeadsAdded struct {
	Source    string   `json:"source" doc:"Id of the source."`
	Leads     []string `json:"leads" doc:"Ids of the leads, in the order in which they were sent."`
	Added     int      `json:"added"`
	Changed   int      `json:"changed"`
	Unchanged int      `json:"unchanged"`
	Erased    int      `json:"erased" doc:"Those that were erased before, and stay erased."`
}

type LeadPath struct {
	ID string `path:"id"`
}

func (a *API) leadRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/leads", "list-leads", "List leads, the newest first", "leads", access.Read), a.listLeads)
	add := op(http.MethodPost, "/leads", "add-leads", "Add leads; one with a key that is known replaces that lead", "leads", access.Write)
	add.MaxBodyBytes = maxText
	huma.Register(a.huma, add, a.addLeads)
	huma.Register(a.huma, op(http.MethodGet, "/leads/{id}", "get-lead", "Get a lead", "leads", access.Read), a.getLead)
	huma.Register(a.huma, op(http.MethodDelete, "/leads/{id}", "delete-lead", "Erase a lead; it doesn't come back when its source is read again", "leads", access.Write), a.deleteLead)
	huma.Register(a.huma, op(http.MethodPost, "/leads/erase", "erase-person", "Erase all leads of a person by their address; they don't come back when their sources are read again", "leads", access.Write), a.erasePerson)
}

// PersonErased says how many leads of a person were erased.
type PersonErased struct {
	Erased int `json:"erased"`
}

// PersonAddress names a person.
type PersonAddress struct {
	Address string `json:"address" minLength:"3" maxLength:"320" doc:"E-mail address. It is only hashed, and not stored. GET /leads with q lists before what is known of them."`
}

func (a *API) erasePerson(ctx context.Context, in *struct{ Body PersonAddress }) (*Out[PersonErased], error) {
	var out PersonErased
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		key, err := evidence.LeadHashKey(ctx, tx, workspace(ctx))
		if err != nil {
			return err
		}
		out.Erased, err = evidence.ErasePerson(ctx, tx, workspace(ctx), feeds.LeadSource{HashKey: key}.Person(in.Body.Address))
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "erasing a person", err)
	}
	return &Out[PersonErased]{out}, nil
}

func viewLead(ctx context.Context, l evidence.StoredLead, sources map[string]evidence.LeadSourceWithPoll) LeadView {
	s := sources[l.Source]
	v := LeadView{
		ID: l.ID, Source: LeadViewSource{ID: l.Source, Name: s.Name, Type: s.Type, Site: s.Site}, Key: l.Key, Time: l.Time, Updated: known(l.Updated), Stage: l.Stage, Value: l.Value,
		Answer: l.Answer, Note: l.Note, Cut: l.Cut, Landing: l.Landing, Person: l.Person, Imported: l.Imported, Test: l.Test, Created: l.Created,
	}
	if !viewer(ctx) {
		v.Address = l.Address
	}
	return v
}

// leadSources returns the sources of the workspace by id.
func (a *API) leadSources(ctx context.Context) (map[string]evidence.LeadSourceWithPoll, error) {
	found, err := evidence.ListLeadSources(ctx, a.opts.Ledger, workspace(ctx))
	out := map[string]evidence.LeadSourceWithPoll{}
	for _, s := range found {
		out[s.ID] = s
	}
	return out, err
}

// only returns the flag of a filter with the values no, only and too.
func only(choice string) *bool {
	yes := choice == "only"
	if yes || choice == "no" {
		return &yes
	}
	return nil
}

func (q LeadQuery) filter(ctx context.Context, sources map[string]evidence.LeadSourceWithPoll) (f evidence.LeadFilter, err error) {
	f = evidence.LeadFilter{
		Workspace: workspace(ctx), Text: strings.TrimSpace(q.Q), Site: q.Site, Sources: q.Source, Stages: q.Stage,
		Test: only(q.Test), Imported: only(q.Imported), Answered: only(q.Answered), Tiers: q.Tier, Judged: only(q.Judged), Mention: q.Mention,
	}
	if !viewer(ctx) && strings.Contains(f.Text, "@") {
		for _, s := range sources { // all have the key of the workspace
			f.Person = s.LeadSource.Person(f.Text)
		}
		if f.Person != "" {
			f.Text = ""
		}
	}
	if f.From, err = moment(q.From, false); err == nil {
		f.To, err = moment(q.To, true)
	}
	return f, err
}

func (a *API) listLeads(ctx context.Context, in *struct {
	LeadQuery
	Totals string `query:"totals" enum:"all,none" default:"all" doc:"Count all that match too, or list only, which is quicker."`
	Paging
}) (*Out[LeadList], error) {
	sources, err := a.leadSources(ctx)
	if err != nil {
		return nil, a.fail(ctx, "listing the sources of leads", err)
	}
	f, err := in.filter(ctx, sources)
	if err != nil {
		return nil, err
	}
	f.Page = ledger.Page{Limit: in.Limit, After: in.Cursor}
	found, next, err := evidence.ListLeads(ctx, a.opts.Ledger, f)
	if err != nil {
		return nil, a.fail(ctx, "listing leads", err)
	}
	out := LeadList{Items: []LeadView{}, Next: next}
	for _, l := range found {
		out.Items = append(out.Items, viewLead(ctx, l, sources))
	}
	if err := a.addMatches(ctx, out.Items); err != nil {
		return nil, a.fail(ctx, "reading the matches of leads", err)
	}
	if in.Totals != "none" {
		t, err := evidence.CountLeads(ctx, a.opts.Ledger, f)
		if err != nil {
			return nil, a.fail(ctx, "counting leads", err)
		}
		out.Totals = &LeadTotals{Leads: t.Leads, Answered: t.Answered, Test: t.Test, Imported: t.Imported, ByStage: t.ByStage}
	}
	return &Out[LeadList]{out}, nil
}

func (a *API) getLead(ctx context.Context, in *LeadPath) (*Out[LeadView], error) {
	l, err := evidence.GetLead(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the lead", err)
	}
	s, err := evidence.GetLeadSource(ctx, a.opts.Ledger, workspace(ctx), l.Source)
	if err != nil {
		return nil, a.fail(ctx, "loading the source of the lead", err)
	}
	out := []LeadView{viewLead(ctx, l, map[string]evidence.LeadSourceWithPoll{s.ID: s})}
	if err := a.addMatches(ctx, out); err != nil {
		return nil, a.fail(ctx, "reading the match of the lead", err)
	}
	return &Out[LeadView]{out[0]}, nil
}

func (a *API) deleteLead(ctx context.Context, in *LeadPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return evidence.DeleteLead(ctx, tx, workspace(ctx), in.ID) })
	return nil, a.fail(ctx, "erasing the lead", err)
}

func (a *API) addLeads(ctx context.Context, in *struct{ Body LeadsBody }) (*Out[LeadsAdded], error) {
	var out LeadsAdded
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		s, err := a.pushedSource(ctx, tx, in.Body)
		if err != nil {
			return err
		}
		out = LeadsAdded{Source: s.ID, Leads: []string{}}
		var dated, undated []feeds.Lead
		for i, sent := range in.Body.Leads {
			l, err := sent.Of(s.LeadSource, a.opts.Now())
			if err != nil {
				return wrongLead(i, err)
			}
			out.Leads = append(out.Leads, l.ID)
			if sent.Time.IsZero() {
				undated = append(undated, l)
			} else {
				dated = append(dated, l)
			}
		}
		due := tx.Now().Add(time.Hour) // they come all day long
		n, err := evidence.PutLeads(ctx, tx, s.LeadSource, dated, evidence.LeadsOptions{Due: due})
		if err != nil {
			return err
		}
		// Sent again without a time, a lead keeps its own.
		more, err := evidence.PutLeads(ctx, tx, s.LeadSource, undated, evidence.LeadsOptions{Due: due, KeepTime: true})
		if err != nil {
			return err
		}
		n.Add(more)
		out.Added, out.Changed, out.Unchanged, out.Erased = n.Added, n.Changed, n.Unchanged, n.Erased
		return evidence.LeadsArrived(ctx, tx, s, len(in.Body.Leads), nil)
	})
	if err != nil {
		return nil, a.fail(ctx, "saving leads", err)
	}
	return &Out[LeadsAdded]{out}, nil
}

// wrongLead returns the problem with one of the leads of a request.
func wrongLead(i int, err error) *Problem {
	n := strconv.Itoa(i + 1)
	p := problem(http.StatusUnprocessableEntity, "Lead "+n+": "+sentence(err.Error())).because(err)
	p.Params["lead"] = n
	return p
}

// pushedSource returns the source that a request names, and adds it if the request names a site.
func (a *API) pushedSource(ctx context.Context, tx *ledger.Tx, b LeadsBody) (evidence.LeadSourceWithPoll, error) {
	if b.Source != "" {
		s, err := evidence.GetLeadSource(ctx, tx, workspace(ctx), b.Source)
		switch {
		case isNotFound(err):
			return s, noLeadSource.problem("id", shortened(b.Source))
		case err != nil:
			return s, err
		}
		switch adapter, ok := a.leadsAdapter(s.Type); {
		case !ok || !adapter.Pushed:
			return s, leadsNotPushed.problem("name", shortened(s.Name))
		case s.Paused:
			return s, leadsPaused.problem()
		}
		return s, nil
	}
	site := strings.TrimSpace(b.Site)
	if site == "" {
		return evidence.LeadSourceWithPoll{}, emptySite.problem()
	}
	s := feeds.LeadSource{Workspace: workspace(ctx), Site: site, Type: api.Type, Name: cmp.Or(strings.TrimSpace(b.Name), "API"), KeepAddress: b.Keep}
	s.ID = feeds.ID("leads", s.Workspace, s.Site, string(s.Type), s.Name)
	stored, _, err := evidence.AddLeadSource(ctx, tx, s, evidence.ByRequest)
	if err == nil && stored.Paused {
		err = leadsPaused.problem()
	}
	return stored, err
}
