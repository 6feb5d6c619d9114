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

// MentionView is a mention with what stands beside it in the inbox.
type MentionView struct {
	ID         string            `json:"id"`
	Revision   int64             `json:"revision"`
	Brand      MentionBrand      `json:"brand"`
	Document   MentionDocument   `json:"document"`
	Type       index.MentionType `json:"type"`
	Confidence float64           `json:"confidence" doc:"Of the surest hit, 0 to 1."`
	Sureness   string            `json:"sureness" enum:"sure,likely,unsure"`
	Unsure     bool              `json:"unsure"`
	OwnShow    string            `json:"own_show,omitempty" doc:"Set where the brand speaks for itself: how that was seen."`
	Backfill   bool              `json:"backfill" doc:"Back catalogue: never alerted."`
	State      index.State       `json:"state" enum:"new,seen,confirmed,dismissed"`
	Reason     string            `json:"reason,omitempty" doc:"Why it was dismissed."`
	Starred    bool              `json:"starred"`
	Assignee   string            `json:"assignee,omitempty"`
	Note       string            `json:"note,omitempty"`
	Found      time.Time         `json:"found"`
	Updated    time.Time         `json:"updated"`
	Dismissed  []HitView         `json:"dismissed_hits,omitempty" doc:"Hits that were dismissed one by one. In the answer about one mention only."`
	Hits       []HitView         `json:"hits" doc:"In order of time. The 500 surest; of a list's mentions that have very many, the 20 surest. Unsure ones are left out where a surer one is there."`
	Best       int               `json:"best" doc:"Index of the hit to show where only one is shown."`
	HitsTotal  int               `json:"hits_total" doc:"How often the brand was named: more than there are hits here where they are only the surest."`
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
	Undated   bool         `json:"undated,omitempty" doc:"The publisher gave no date: this is when it was first seen."`
	Language  string       `json:"language,omitempty"`
	Duration  float64      `json:"duration,omitempty"`
	Origin    feeds.Origin `json:"origin"`
	Audio     bool         `json:"audio" doc:"There is a recording to play."`
	Image     string       `json:"image,omitempty"`
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
	Link     string `json:"link" doc:"Opens the publisher's page or recording at that second."`
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
	_, v.OwnShow = detect.Own(&feeds.Document{URL: r.Doc.URL, Author: r.Doc.Author}, brands[r.Brand])
	for _, h := range r.Hits {
		v.Hits = append(v.Hits, viewHit(ctx, r, h))
	}
	return v
}

func viewHit(ctx context.Context, r record.MentionRow, h index.Hit) HitView {
	link := r.Doc.URL
	if h.Second != nil {
		link = passage.At(r.Kind, r.Doc.Network, r.Doc.URL, recordingFor(ctx, r.Doc.Audio), *h.Second)
	}
	return HitView{ID: h.ID(), Hit: h, Sureness: sureness(h.Confidence, h.Unsure), Link: link}
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

// MentionQuery filters mentions; lists are comma separated.
type MentionQuery struct {
	Brand      []string `query:"brand"`
	Kind       []string `query:"kind"`
	Source     []string `query:"source"`
	Lang       []string `query:"lang"`
	State      []string `query:"state" doc:"new, seen, confirmed, dismissed; without it all but dismissed."`
	Type       []string `query:"type"`
	Confidence float64  `query:"conf" doc:"At least this." minimum:"0" maximum:"1"`
	Unsure     string   `query:"unsure" enum:"no,only,too" default:"no" doc:"Mentions with unsure hits only: left out, alone, or with the others."`
	Starred    bool     `query:"starred"`
	Document   string   `query:"document"`
	From       string   `query:"from" doc:"Published on or after this day or moment."`
	To         string   `query:"to" doc:"Published before the end of this day, or before this moment."`
	Q          string   `query:"q" doc:"Words in the title or a quote."`
	Sort       string   `query:"sort" enum:"published,found" default:"published"`
}

func (q MentionQuery) filter(workspace string) (record.MentionFilter, error) {
	f := record.MentionFilter{
		Workspace: workspace, Brands: q.Brand, Kinds: q.Kind, Sources: q.Source, Languages: q.Lang, States: q.State, Types: q.Type,
		MinConfidence: q.Confidence, Document: q.Document, Query: q.Q, ByFound: q.Sort == "found",
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

// moment reads a day or an RFC 3339 moment; end asks for the day's end.
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

// MentionChange is what a person makes of a mention; what is left out stays.
type MentionChange struct {
	State    *index.State `json:"state,omitempty" enum:"new,seen,confirmed,dismissed"`
	Reason   *string      `json:"reason,omitempty" doc:"Why it is dismissed: not_us, other_sense, advert, repost or other." maxLength:"200"`
	Starred  *bool        `json:"starred,omitempty"`
	Assignee *string      `json:"assignee,omitempty" maxLength:"200"`
	Note     *string      `json:"note,omitempty" maxLength:"10000"`
}

// MentionTotals counts what a filter finds.
type MentionTotals struct {
	Total  int                       `json:"total"`
	Facets map[string]map[string]int `json:"facets"`
}

type MentionPath struct {
	ID string `path:"id"`
}

func (a *API) mentionRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/mentions", "list-mentions", "The inbox, newest first", "mentions", access.Read), a.listMentions)
	huma.Register(a.huma, op(http.MethodGet, "/mentions/totals", "count-mentions", "How many there are, by brand, kind, source and so on", "mentions", access.Read), a.countMentions)
	huma.Register(a.huma, op(http.MethodGet, "/mentions/{id}", "get-mention", "One mention", "mentions", access.Read), a.getMention)
	huma.Register(a.huma, op(http.MethodPatch, "/mentions/{id}", "change-mention", "Confirm, dismiss, star, assign or annotate", "mentions", access.Write), a.changeMention)
	huma.Register(a.huma, op(http.MethodPatch, "/mentions/{id}/hits/{hit}", "change-hit", "Dismiss one hit, or restore it", "mentions", access.Write), a.changeHit)
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

// viewMentions adds what the brands say: whether a show is a brand's own.
func (a *API) viewMentions(ctx context.Context, rows []record.MentionRow) ([]MentionView, error) {
	brands, err := record.ListBrands(ctx, a.Ledger, record.BrandFilter{Workspace: workspace(ctx)})
	if err != nil {
		return nil, a.fail(ctx, "loading brands", err)
	}
	byID := make(map[string]index.Brand, len(brands))
	for _, b := range brands {
		byID[b.ID] = b
	}
	views := make([]MentionView, len(rows))
	for i, r := range rows {
		views[i] = viewMention(ctx, r, byID)
	}
	return views, nil
}

// changeMention saves what a person decided. A dismissal is an event of its own, an
// undone one an amendment; stars and notes are nobody's business outside.
func (a *API) changeMention(ctx context.Context, in *struct {
	MentionPath
	IfMatch
	Body MentionChange
}) (*Tagged[MentionView], error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	if in.Body.Reason != nil {
		*in.Body.Reason = strings.TrimSpace(*in.Body.Reason)
	}
	err = a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		before, err := record.GetMention(ctx, tx, workspace(ctx), in.ID)
		if err != nil {
			return err
		}
		m, err := record.UpdateMention(ctx, tx, workspace(ctx), in.ID, max(want, 0), record.MentionChange(in.Body))
		if err != nil || m.State == before.State || !judged(before.State) && !judged(m.State) {
			return err // having been looked at is nobody's business outside
		}
		if err := a.taught(ctx, tx, m); err != nil {
			return err
		}
		if err := record.Audit(ctx, tx, record.AuditEntry{Actor: access.From(ctx).Name, Action: "mention." + string(m.State), Object: m.ID}); err != nil {
			return err
		}
		return a.announce(ctx, tx, before, m)
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the mention", err)
	}
	return a.getMention(ctx, &in.MentionPath)
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
		brand = index.Brand{ID: m.Brand, Name: m.Brand, Workspace: m.Workspace} // deleted; its mentions stay
	}
	meta, err := archive.GetDocumentMeta(ctx, tx, m.Document)
	if err != nil {
		return err
	}
	src, err := archive.SourceOf(ctx, tx, meta.ID)
	if err != nil {
		return err
	}
	if err := mentions.Announce(ctx, tx, name, m, brand, &meta.Document, src, a.Desk); err != nil {
		return err
	}
	if (before.State == index.Dismissed) == (m.State == index.Dismissed) {
		return nil
	}
	return archive.AnnounceDocument(ctx, tx, &meta.Document) // a dismissed brand leaves the index
}
