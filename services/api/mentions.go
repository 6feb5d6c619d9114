package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// MentionView is a mention as the inbox shows it.
type MentionView struct {
	ID         string            `json:"id"`
	Revision   int64             `json:"revision"`
	Brand      MentionBrand      `json:"brand"`
	Document   MentionDocument   `json:"document"`
	Type       index.MentionType `json:"type"`
	Confidence float64           `json:"confidence" doc:"Confidence of the surest hit, 0 to 1."`
	Sureness   string            `json:"sureness" enum:"sure,likely,unsure"`
	Unsure     bool              `json:"unsure"`
	OwnShow    string            `json:"own_show,omitempty" doc:"Set if the document is the brand's own: how that was recognized."`
	OwnShowBy  *OwnShowBy        `json:"own_show_by,omitempty" doc:"The same as a code."`
	Backfill   bool              `json:"backfill" doc:"Whether it is back catalogue, which never alerts."`
	State      index.State       `json:"state" enum:"new,seen,confirmed,dismissed"`
	Reason     string            `json:"reason,omitempty" doc:"Why it was dismissed."`
	Starred    bool              `json:"starred"`
	Assignee   string            `json:"assignee,omitempty"`
	Note       string            `json:"note,omitempty"`
	Found      time.Time         `json:"found"`
	Updated    time.Time         `json:"updated"`
	Dismissed  []HitView         `json:"dismissed_hits,omitempty" doc:"Hits that were dismissed one by one. In the answer about one mention only."`
	Hits       []HitView         `json:"hits" doc:"In order of time, at most 500 of the highest confidence. In lists, the 20 highest of mentions with very many. Unsure hits are left out if a surer one is there."`
	Best       int               `json:"best" doc:"Index of the hit to show if only one is shown."`
	Copies     []CopyView        `json:"copies,omitempty" doc:"All documents that carry the same conversation and name the brand, this one included, at most 50. Absent if there is only one."`
	HitsTotal  int               `json:"hits_total" doc:"Total number of hits. Hits may list only those of the highest confidence."`
}

// OwnShowBy is how it was seen that a brand speaks for itself.
type OwnShowBy struct {
	Code  string `json:"code" enum:"domain,handle,author"`
	Value string `json:"value" doc:"The domain, account or author."`
}

type MentionBrand struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Own  bool   `json:"own"`
}

type MentionDocument struct {
	ID        string       `json:"id"`
	Kind      feeds.Kind   `json:"kind"`
	Network   string       `json:"network"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Author    string       `json:"author,omitempty"`
	Source    SourceRef    `json:"source"`
	Published time.Time    `json:"published"`
	Undated   bool         `json:"undated,omitempty" doc:"Whether published is when it was first seen, because the publisher gave no date."`
	Language  string       `json:"language,omitempty"`
	Duration  float64      `json:"duration,omitempty"`
	Origin    feeds.Origin `json:"origin"`
	Audio     bool         `json:"audio" doc:"Whether there is a recording to play."`
	Image     string       `json:"image,omitempty"`
}

// CopyView is a document that carries the same conversation, and the brand's mention in it.
type CopyView struct {
	ID        string     `json:"id" doc:"Of the mention."`
	Document  string     `json:"document"`
	Kind      feeds.Kind `json:"kind"`
	Network   string     `json:"network"`
	URL       string     `json:"url"`
	Title     string     `json:"title"`
	Source    SourceRef  `json:"source"`
	Published time.Time  `json:"published"`
	Second    *float64   `json:"second" doc:"Of the first hit with a time; null where there is none."`
	Link      string     `json:"link" doc:"Opens the publisher's page or recording at that second."`
	Lead      bool       `json:"lead" doc:"Stands for the others in the inbox: the earliest published."`
}

func viewCopies(ctx context.Context, rows []record.MentionRow) []CopyView {
	var out []CopyView
	for _, r := range rows {
		v := CopyView{
			ID: r.ID, Document: r.Document, Kind: r.Kind, Network: r.Doc.Network, URL: r.Doc.URL, Title: r.Doc.Title,
			Source: SourceRef{r.Doc.SourceID, r.Doc.SourceName}, Published: r.Published, Link: r.Doc.URL, Lead: r.Lead,
		}
		for _, h := range r.Hits {
			if h.Second != nil {
				v.Second, v.Link = h.Second, linkTo(ctx, r, h)
				break
			}
		}
		out = append(out, v)
	}
	return out
}

// linkTo opens the publisher's page or recording at a hit.
func linkTo(ctx context.Context, r record.MentionRow, h index.Hit) string {
	if h.Second == nil {
		return r.Doc.URL
	}
	return passage.At(r.Kind, r.Doc.Network, r.Doc.URL, recordingFor(ctx, r.Doc.Audio), *h.Second)
}

type SourceRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// HitView is a hit with a link to its second and a word for its confidence.
type HitView struct {
	ID string `json:"id" doc:"Within the mention. It stays the same while the text does."`
	index.Hit
	Sureness string `json:"sureness" enum:"sure,likely,unsure"`
	Link     string `json:"link" doc:"Link to the publisher's page or recording, at that second."`
}

func viewMention(ctx context.Context, r record.MentionRow, brands map[string]index.Brand) MentionView {
	v := MentionView{
		ID: r.ID, Revision: r.Revision, Brand: MentionBrand{r.Brand, r.BrandName, r.Own},
		Document: MentionDocument{
			ID: r.Doc.ID, Kind: r.Kind, Network: r.Doc.Network, URL: r.Doc.URL, Title: r.Doc.Title,
			Author: r.Doc.Author, Source: SourceRef{r.Doc.SourceID, r.Doc.SourceName}, Published: r.Published,
			Undated: r.Doc.Undated, Language: r.Doc.Language, Duration: r.Doc.Duration, Origin: r.Doc.Origin,
			Audio: r.Doc.Audio != "", Image: r.Doc.Image,
		},
		Type: r.Type, Confidence: r.Confidence, Sureness: sureness(r.Confidence, r.Unsure), Unsure: r.Unsure, Backfill: r.Backfill,
		State: r.State, Reason: r.Reason, Starred: r.Starred, Assignee: r.Assignee, Note: r.Note, Found: r.Found, Updated: r.Updated,
		Hits: make([]HitView, 0, len(r.Hits)), HitsTotal: max(r.Total, len(r.Hits)), Best: index.Best(r.Hits),
	}
	doc := &feeds.Document{URL: r.Doc.URL, Author: r.Doc.Author}
	if _, v.OwnShow = detect.Own(doc, brands[r.Brand]); v.OwnShow != "" {
		v.OwnShowBy = new(OwnShowBy)
		v.OwnShowBy.Code, v.OwnShowBy.Value = detect.OwnBecause(doc, brands[r.Brand])
	}
	for _, h := range r.Hits {
		v.Hits = append(v.Hits, viewHit(ctx, r, h))
	}
	return v
}

func viewHit(ctx context.Context, r record.MentionRow, h index.Hit) HitView {
	return HitView{ID: h.ID(), Hit: h, Sureness: sureness(h.Confidence, h.Unsure), Link: linkTo(ctx, r, h)}
}

// sureness words a confidence: two words for what is reported, one for what isn't.
func sureness(confidence float64, unsure bool) string {
	switch {
	case unsure:
		return "unsure"
	case confidence >= index.Sure:
		return "sure"
	}
	return "likely"
}

// MentionQuery filters mentions. Lists are separated by commas.
type MentionQuery struct {
	Brand      []string `query:"brand"`
	Kind       []string `query:"kind"`
	Source     []string `query:"source"`
	Lang       []string `query:"lang"`
	State      []string `query:"state" doc:"new, seen, confirmed or dismissed. By default all but dismissed."`
	Type       []string `query:"type"`
	Confidence float64  `query:"conf" doc:"Minimum confidence." minimum:"0" maximum:"1"`
	Unsure     string   `query:"unsure" enum:"no,only,too" default:"no" doc:"Mentions with only unsure hits: exclude them, only them, or include them."`
	Starred    bool     `query:"starred"`
	Document   string   `query:"document"`
	From       string   `query:"from" doc:"Published on or after this day or time."`
	To         string   `query:"to" doc:"Published on or before this day, or before this time."`
	Q          string   `query:"q" doc:"Words in the title or a quote."`
	Sort       string   `query:"sort" enum:"published,found" default:"published"`
	Copies     string   `query:"copies" enum:"folded,all" default:"folded" doc:"Documents that carry the same conversation share one row, or each mention is listed."`
}

func (q MentionQuery) filter(workspace string) (record.MentionFilter, error) {
	f := record.MentionFilter{
		Workspace: workspace, Brands: q.Brand, Kinds: q.Kind, Sources: q.Source, Languages: q.Lang, States: q.State, Types: q.Type,
		MinConfidence: q.Confidence, Document: q.Document, Query: q.Q, ByFound: q.Sort == "found",
		Rows: q.Copies != "all",
	}
	for _, list := range []struct {
		name         string
		given, known []string
	}{
		{"state", q.State, words(index.New, index.Seen, index.Confirmed, index.Dismissed)},
		{"kind", q.Kind, words(feeds.Kinds...)},
		{"type", q.Type, words(index.Passing, index.Discussed, index.Sponsor, index.Guest)},
	} {
		for _, v := range list.given {
			if !slices.Contains(list.known, v) {
				return f, wrongField("query."+list.name, "not_one_of", "values", strings.Join(list.known, ", "))
			}
		}
	}
	if len(f.States) == 0 {
		f.States = []string{string(index.New), string(index.Seen), string(index.Confirmed)}
	}
	yes, no := true, false
	switch q.Unsure {
	case "only":
		f.Unsure = &yes
	case "", "no":
		f.Unsure = &no
	}
	if q.Starred {
		f.Starred = &yes
	}
	var err error
	if f.From, err = moment(q.From, false); err != nil {
		return f, err
	}
	f.To, err = moment(q.To, true)
	return f, err
}

func words[W ~string](list ...W) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// moment parses a day or an RFC 3339 time. With end it returns the end of a day.
func moment(s string, end bool) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		if end {
			t = t.AddDate(0, 0, 1)
		}
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, badDate.problem("date", shortened(s))
	}
	return t, nil
}

// MentionChange is a change of a mention. Fields that are left out stay as they are.
type MentionChange struct {
	State    *index.State `json:"state,omitempty" enum:"new,seen,confirmed,dismissed"`
	Reason   *string      `json:"reason,omitempty" doc:"Why it is dismissed: not_us, other_sense, advert, repost or other." maxLength:"200"`
	Starred  *bool        `json:"starred,omitempty"`
	Assignee *string      `json:"assignee,omitempty" maxLength:"200"`
	Note     *string      `json:"note,omitempty" maxLength:"10000"`
}

// MentionTotals are the numbers of mentions that match a filter.
type MentionTotals struct {
	Total  int                       `json:"total"`
	Facets map[string]map[string]int `json:"facets"`
}

type MentionPath struct {
	ID string `path:"id"`
}

func (a *API) mentionRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/mentions", "list-mentions", "List mentions, newest first", "mentions", access.Read), a.listMentions)
	huma.Register(a.huma, op(http.MethodGet, "/mentions/totals", "count-mentions", "Count mentions by brand, kind, source and other fields", "mentions", access.Read), a.countMentions)
	huma.Register(a.huma, op(http.MethodGet, "/mentions/{id}", "get-mention", "Get a mention", "mentions", access.Read), a.getMention)
	huma.Register(a.huma, op(http.MethodPatch, "/mentions/{id}", "change-mention", "Confirm, dismiss, star, assign or annotate a mention", "mentions", access.Write), a.changeMention)
	huma.Register(a.huma, op(http.MethodPatch, "/mentions/{id}/hits/{hit}", "change-hit", "Dismiss or restore a hit", "mentions", access.Write), a.changeHit)
}

func (a *API) listMentions(ctx context.Context, in *struct {
	MentionQuery
	Paging
}) (*Out[List[MentionView]], error) {
	f, err := in.filter(workspace(ctx))
	if err != nil {
		return nil, err
	}
	f.Page = ledger.Page{Limit: in.Limit, After: in.Cursor}
	rows, next, err := record.ListMentions(ctx, a.Ledger, f)
	if err != nil {
		return nil, a.fail(ctx, "listing mentions", err)
	}
	views, err := a.viewMentions(ctx, rows)
	if err != nil {
		return nil, err
	}
	return list(views, next), nil
}

func (a *API) countMentions(ctx context.Context, in *MentionQuery) (*Out[MentionTotals], error) {
	f, err := in.filter(workspace(ctx))
	if err != nil {
		return nil, err
	}
	n, facets, err := record.CountMentions(ctx, a.Ledger, f, record.ByBrand, record.ByKind, record.BySource, record.ByLanguage, record.ByState, record.ByType)
	if err != nil {
		return nil, a.fail(ctx, "counting mentions", err)
	}
	return &Out[MentionTotals]{MentionTotals{n, facets}}, nil
}

func (a *API) getMention(ctx context.Context, in *MentionPath) (*Tagged[MentionView], error) {
	r, err := record.GetMentionRow(ctx, a.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the mention", err)
	}
	views, err := a.viewMentions(ctx, []record.MentionRow{r})
	if err != nil {
		return nil, err
	}
	dismissed, err := record.DismissedHits(ctx, a.Ledger, r.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading dismissed hits", err)
	}
	for _, h := range dismissed {
		views[0].Dismissed = append(views[0].Dismissed, viewHit(ctx, r, h))
	}
	return tagged(views[0], r.Revision), nil
}

// viewMentions adds what depends on the brands: whether a show is a brand's own.
func (a *API) viewMentions(ctx context.Context, rows []record.MentionRow) ([]MentionView, error) {
	brands, err := record.ListBrands(ctx, a.Ledger, record.BrandFilter{Workspace: workspace(ctx)})
	if err != nil {
		return nil, a.fail(ctx, "loading brands", err)
	}
	byID := make(map[string]index.Brand, len(brands))
	for _, b := range brands {
		byID[b.ID] = b
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	copies, err := record.CopiesOf(ctx, a.Ledger, ids)
	if err != nil {
		return nil, a.fail(ctx, "loading copies", err)
	}
	views := make([]MentionView, len(rows))
	for i, r := range rows {
		views[i] = viewMention(ctx, r, byID)
		views[i].Copies = viewCopies(ctx, copies[r.ID])
	}
	return views, nil
}

// changeMention saves a person's decision for the mention and its copies, which are one row in the
// inbox. Dismissing is an event of its own, and undoing it an amendment. Stars and notes are
// internal, so they are no events.
func (a *API) changeMention(ctx context.Context, in *struct {
	MentionPath
	IfMatch
	Copies string `query:"copies" enum:"row,one" default:"row" doc:"Change the copies of the mention too, or this mention alone."`
	Body   MentionChange
}) (*Tagged[MentionView], error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	if in.Body.Reason != nil {
		*in.Body.Reason = strings.TrimSpace(*in.Body.Reason)
	}
	err = a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		before, m, err := a.changeOne(ctx, tx, in.ID, max(want, 0), record.MentionChange(in.Body))
		if err != nil {
			return err
		}
		if in.Copies != "one" {
			if err := a.changeCopies(ctx, tx, before, record.MentionChange(in.Body)); err != nil {
				return err
			}
		}
		if err := record.ChooseLead(ctx, tx, m.Workspace, m.Brand, m.Cluster); err != nil {
			return err
		}
		if !decided(before, m) {
			return nil
		}
		if err := a.taught(ctx, tx, m); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Actor: access.From(ctx).Name, Action: "mention." + string(m.State), Object: m.ID})
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the mention", err)
	}
	return a.getMention(ctx, &in.MentionPath)
}

// changeOne changes one mention, and announces what others should know of it.
func (a *API) changeOne(ctx context.Context, tx *ledger.Tx, id string, expected int64, c record.MentionChange) (before, after index.Mention, err error) {
	if before, err = record.GetMention(ctx, tx, workspace(ctx), id); err != nil {
		return before, after, err
	}
	if after, err = record.UpdateMention(ctx, tx, workspace(ctx), id, expected, c); err != nil {
		return before, after, err
	}
	if decided(before, after) {
		err = a.announce(ctx, tx, before, after)
	}
	return before, after, err
}

// changeCopies makes the same change to the copies of a mention. Its state goes to those that
// were in the same state: one that was dismissed alone stays so.
func (a *API) changeCopies(ctx context.Context, tx *ledger.Tx, of index.Mention, c record.MentionChange) error {
	ids, err := record.RowOf(ctx, tx, of.Workspace, of.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if id == of.ID {
			continue
		}
		m, err := record.GetMention(ctx, tx, of.Workspace, id)
		if err != nil {
			return err
		}
		same := c
		if m.State != of.State {
			same.State, same.Reason = nil, nil
		}
		if _, _, err := a.changeOne(ctx, tx, id, m.Revision, same); err != nil {
			return err
		}
	}
	return nil
}

// decided reports whether somebody's judgement of a mention has changed. That it was seen only
// matters in the inbox.
func decided(before, after index.Mention) bool {
	return after.State != before.State && (judged(before.State) || judged(after.State))
}

// taught lets a judgement take effect: on new documents at once, and soon on the newest ones
// that mention the brand.
func (a *API) taught(ctx context.Context, tx *ledger.Tx, m index.Mention) error {
	if err := record.TouchBrands(ctx, tx); err != nil {
		return err
	}
	return archive.AddJudged(ctx, tx, m.Workspace, m.Brand)
}

func judged(s index.State) bool { return s == index.Confirmed || s == index.Dismissed }

func (a *API) announce(ctx context.Context, tx *ledger.Tx, before, m index.Mention) error {
	name := alerts.Amended
	if m.State == index.Dismissed {
		name = alerts.Dismissed
	}
	brand, err := record.GetBrand(ctx, tx, m.Workspace, m.Brand)
	if err != nil {
		brand = index.Brand{ID: m.Brand, Name: m.Brand, Workspace: m.Workspace} // the document was deleted; its mentions stay
	}
	meta, err := archive.GetDocumentMeta(ctx, tx, m.Document)
	if err != nil {
		return err
	}
	sources, err := archive.SourcesOf(ctx, tx, meta.ID)
	if err != nil {
		return err
	}
	if err := mentions.Announce(ctx, tx, name, m, brand, &meta.Document, sources, a.Desk); err != nil {
		return err
	}
	if (before.State == index.Dismissed) == (m.State == index.Dismissed) {
		return nil
	}
	return archive.AnnounceDocument(ctx, tx, &meta.Document) // a dismissed brand is removed from the index
}
