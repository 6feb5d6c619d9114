package api

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// MentionView is a mention as the inbox shows it.
type MentionView struct {
	ID         string            `json:"id"`
	Revision   int64             `json:"revision"`
	Brand      MentionBrand      `json:"brand"`
	Document   MentionDocument   `json:"document"`
	Type       index.MentionType `json:"type"`
	Confidence float64           `json:"confidence" doc:"Confidence of the surest hit, 0 to 1."`
	Class      string            `json:"confidence_class" enum:"sure,likely,unsure"`
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
	Report     *MentionGrade     `json:"report,omitempty" doc:"Absent if the mention has no report."`
	HitsTotal  int               `json:"hits_total" doc:"Total number of hits. Hits may list only those of the highest confidence."`
}

// MentionGrade is what the report of a mention says in a word.
type MentionGrade struct {
	ID      string               `json:"id"`
	State   evidence.ReportState `json:"state" enum:"open,ready"`
	Verdict evidence.Verdict     `json:"verdict,omitempty" enum:"clear,likely,possible,cannot_tell,no_sign" doc:"Absent while the report is open."`
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
	Synthetic string       `json:"synthetic,omitempty" doc:"The evidence that AI made it; absent if there is none."`
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
	Class string `json:"confidence_class" enum:"sure,likely,unsure"`
	Link  string `json:"link" doc:"Link to the publisher's page or recording, at that second."`
}

func viewMention(ctx context.Context, r record.MentionRow, brands map[string]index.Brand) MentionView {
	v := MentionView{
		ID: r.ID, Revision: r.Revision, Brand: MentionBrand{r.Brand, r.BrandName, r.Own},
		Document: MentionDocument{
			ID: r.Doc.ID, Kind: r.Kind, Network: r.Doc.Network, URL: r.Doc.URL, Title: r.Doc.Title,
			Author: r.Doc.Author, Source: SourceRef{r.Doc.SourceID, r.Doc.SourceName}, Published: r.Published,
			Undated: r.Doc.Undated, Synthetic: r.Doc.Synthetic, Language: r.Doc.Language, Duration: r.Doc.Duration, Origin: r.Doc.Origin,
			Audio: r.Doc.Audio != "", Image: r.Doc.Image,
		},
		Type: r.Type, Confidence: r.Confidence, Class: confidenceClass(r.Confidence, r.Unsure), Unsure: r.Unsure, Backfill: r.Backfill,
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
	return HitView{ID: h.ID(), Hit: h, Class: confidenceClass(h.Confidence, h.Unsure), Link: linkTo(ctx, r, h)}
}

// confidenceClass words a confidence: two words for what is reported, one for what isn't.
func confidenceClass(confidence float64, unsure bool) string {
	switch {
	case unsure:
		return "unsure"
	case confidence >= index.Sure:
		return "sure"
	}
	return "likely"
}

// viewMentions adds what depends on the brands: whether a show is a brand's own.
func (a *API) viewMentions(ctx context.Context, rows []record.MentionRow) ([]MentionView, error) {
	brands, err := record.ListBrands(ctx, a.opts.Ledger, record.BrandFilter{Workspace: workspace(ctx)})
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
	copies, err := record.CopiesOf(ctx, a.opts.Ledger, ids)
	if err != nil {
		return nil, a.fail(ctx, "loading copies", err)
	}
	reports := make([]string, len(rows))
	for i, r := range rows {
		reports[i] = evidence.ReportID(r.Workspace, r.Brand, r.Cluster)
	}
	grades, err := evidence.Grades(ctx, a.opts.Ledger, reports)
	if err != nil {
		return nil, a.fail(ctx, "loading the grades of reports", err)
	}
	views := make([]MentionView, len(rows))
	for i, r := range rows {
		views[i] = viewMention(ctx, r, byID)
		if g, ok := grades[reports[i]]; ok {
			views[i].Report = &MentionGrade{g.ID, g.State, g.Verdict}
		}
		views[i].Copies = viewCopies(ctx, copies[r.ID])
	}
	return views, nil
}
