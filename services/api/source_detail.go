package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// SourceDetail is a source with what was made of it.
type SourceDetail struct {
	SourceView
	Mentions    int              `json:"mentions" doc:"Number of mentions in its documents."`
	Transcripts []TranscriptView `json:"transcripts" doc:"Its episodes and videos by the state of their transcript and its reason, the most frequent first."`
	Coverage    CoverageView     `json:"coverage"`
	Twin        *TwinView        `json:"twin,omitempty" doc:"The YouTube channel that has the recordings of a podcast."`
	Hub         *HubView         `json:"hub,omitempty" doc:"The WebSub hub that its feed names, if Namedrop subscribes at hubs."`
	Latency     LatencyView      `json:"latency"`
	Work        SourceWorkView   `json:"work"`
}

// TranscriptView is how many episodes or videos share the state of their transcript and its reason.
type TranscriptView struct {
	State     archive.TextState `json:"state" enum:"read,pending,failed,absent" doc:"As the state of a document's part."`
	Documents int               `json:"documents"`
	Error     string            `json:"error,omitempty" doc:"Why there is none, in English."`
	Code      string            `json:"code,omitempty" doc:"Identifies the sentences of error."`
	Params    map[string]string `json:"params,omitempty"`
}

// LatencyView is how long after publication mentions were found, of the newest that were not back catalogue.
type LatencyView struct {
	Mentions int    `json:"mentions" doc:"Number of mentions that were measured, at most 200."`
	P50      *int64 `json:"p50,omitempty" doc:"Seconds from publication to mention of half of them; absent below 5 mentions."`
	P95      *int64 `json:"p95,omitempty" doc:"The same of 95 in 100; absent below 20 mentions."`
}

// SourceWorkView is what is still to be done for a source.
type SourceWorkView struct {
	Reading    bool `json:"reading" doc:"Whether it is being read or about to be."`
	Parts      int  `json:"parts" doc:"Number of transcripts and other parts that have not been tried yet."`
	Undetected int  `json:"undetected" doc:"Number of documents in which names have not been looked for yet."`
	Done       bool `json:"done" doc:"Whether nothing of this is left."`
}

// SourceDocument is a document in the list of its source.
type SourceDocument struct {
	ID        string     `json:"id"`
	Kind      feeds.Kind `json:"kind" enum:"podcast,video,post,page"`
	Title     string     `json:"title"`
	Published time.Time  `json:"published"`
	Undated   bool       `json:"undated,omitempty" doc:"Whether published is only when it was first read."`
	HasText   bool       `json:"has_text" doc:"Whether there are more words than title and notes."`
	Parts     []PartView `json:"parts"`
}

func (a *API) sourceDetailRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/sources/{id}", "get-source", "Get a source, with what was made of it", "sources", access.Read), a.getSource)
	huma.Register(a.huma, op(http.MethodGet, "/sources/coverage", "get-coverage", "Get how many episodes and videos were read, and in which way", "sources", access.Read), a.getCoverage)
	huma.Register(a.huma, op(http.MethodPut, "/sources/{id}/twin", "set-twin", "Give a podcast its YouTube channel, which is followed too", "sources", access.Write), a.setTwin)
	huma.Register(a.huma, op(http.MethodDelete, "/sources/{id}/twin", "remove-twin", "Take its channel from a podcast, with the texts that came from there", "sources", access.Write), a.removeTwin)
	huma.Register(a.huma, op(http.MethodPost, "/sources/{id}/twin/lookup", "lookup-twin", "Find YouTube channels that may be a podcast's", "sources", access.Write), a.proposeTwins)
	huma.Register(a.huma, op(http.MethodGet, "/sources/{id}/documents", "list-source-documents", "List the documents of a source, newest first, with the state of their transcripts", "sources", access.Read), a.listSourceDocuments)
}

func (a *API) getSource(ctx context.Context, in *SourcePath) (*Tagged[SourceDetail], error) {
	s, err := archive.GetSource(ctx, a.opts.Ledger, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	views := []SourceView{viewSource(ctx, s)}
	if err := a.withFollowers(ctx, views); err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	v := SourceDetail{SourceView: views[0], Transcripts: []TranscriptView{}}
	work, err := archive.WorkOf(ctx, a.opts.Ledger, s.ID, a.opts.Now())
	if err != nil {
		return nil, a.fail(ctx, "looking at the work", err)
	}
	v.Work = SourceWorkView{work.Reading && a.isPolled(s.Source), work.Parts, work.Undetected, false}
	v.Work.Done = !v.Work.Reading && v.Work.Parts == 0 && v.Work.Undetected == 0
	texts, err := archive.CountTexts(ctx, a.opts.Ledger, s.ID)
	if err != nil {
		return nil, a.fail(ctx, "counting transcripts", err)
	}
	for _, t := range texts {
		if t.State == archive.TextAbsent && t.Code == "" {
			t.Error, t.Code = absentTranscript.Sentence(), absentTranscript.Code
		}
		v.Transcripts = append(v.Transcripts, TranscriptView{t.State, t.Documents, t.Error, t.Code, t.Params})
	}
	v.Mentions, _, err = record.CountMentions(ctx, a.opts.Ledger, record.MentionFilter{Workspace: workspace(ctx), Sources: []string{s.ID}})
	if err != nil {
		return nil, a.fail(ctx, "counting mentions", err)
	}
	coverage, err := archive.CoverageBySource(ctx, a.opts.Ledger, s.ID)
	if err != nil {
		return nil, a.fail(ctx, "counting transcripts", err)
	}
	v.Coverage = viewCoverage(coverage[s.ID])
	if v.Twin, err = a.twinOf(ctx, s.ID); err != nil {
		return nil, a.fail(ctx, "loading the channel", err)
	}
	if v.Hub, err = a.hubOf(ctx, s.ID); err != nil {
		return nil, a.fail(ctx, "loading the hub", err)
	}
	delays, err := record.MentionDelays(ctx, a.opts.Ledger, workspace(ctx), s.ID, mostDelays)
	if err != nil {
		return nil, a.fail(ctx, "measuring mentions", err)
	}
	v.Latency = latencyOf(delays)
	return &Tagged[SourceDetail]{sourceTag(s.Source), v}, nil
}

// isPolled reports whether a source is read now and then, and not imported or listened to.
func (a *API) isPolled(s feeds.Source) bool {
	spec, _ := a.typeOf(s.Type)
	return a.isRead(s.Type) && (spec.Stream == nil || spec.Stream(s, nil) == "")
}

const (
	mostDelays  = 200 // the newest mentions, so that the figures are about now
	leastForP50 = 5
	leastForP95 = 20
)

// latencyOf returns the percentiles of delays. Of too few they would say more than is known, so they are
// absent.
func latencyOf(delays []time.Duration) LatencyView {
	v := LatencyView{Mentions: len(delays)}
	slices.Sort(delays)
	at := func(percent, least int) *int64 {
		if len(delays) < least {
			return nil
		}
		seconds := int64(delays[(len(delays)*percent+99)/100-1].Round(time.Second) / time.Second)
		return &seconds
	}
	v.P50, v.P95 = at(50, leastForP50), at(95, leastForP95)
	return v
}

func (a *API) listSourceDocuments(ctx context.Context, in *struct {
	SourcePath
	Paging
}) (*Out[List[SourceDocument]], error) {
	if _, err := archive.GetSource(ctx, a.opts.Ledger, in.ID); err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	docs, next, err := archive.SourceDocuments(ctx, a.opts.Ledger, in.ID, ledger.Page{Limit: in.Limit, After: in.Cursor})
	if err != nil {
		return nil, a.fail(ctx, "listing documents", err)
	}
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	parts, err := archive.ListParts(ctx, a.opts.Ledger, ids...)
	if err != nil {
		return nil, a.fail(ctx, "loading the parts", err)
	}
	views := make([]SourceDocument, len(docs))
	for i := range docs {
		d := &docs[i]
		views[i] = SourceDocument{d.ID, d.Kind, d.Title, d.Published, d.Undated, d.HasText(), viewParts(&d.Document, parts[d.ID])}
	}
	return list(views, next), nil
}
