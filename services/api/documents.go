package api

import (
	"context"
	"net/http"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// DocumentView is a document with its text and its mentions.
type DocumentView struct {
	feeds.Document
	Source   SourceRef     `json:"source"`
	Mentions []MentionView `json:"mentions"`
	Shift    float64       `json:"shift,omitempty" doc:"How many seconds later everything is in the recording as it is served now than in the transcript, as somebody heard it: adverts in it come and go."`
	Parts    []PartView    `json:"parts" doc:"What was or will be read for the document besides its listing: its transcript, its chapters."`
	Marks    *Marks        `json:"marks,omitempty" doc:"What q and brand match; absent without them."`
	Next     int           `json:"next,omitempty" doc:"If there is more text: where the returned text ends. Use it as from in the next request."`
}

// answerText is about how many bytes of text one answer holds: more than a day of talk.
const answerText = 2 << 20

// page keeps the part of a document's text that begins at from, a cue or a byte. It returns where
// the next part begins, or 0.
func page(d *feeds.Document, from int) (next int) {
	if len(d.Cues) > 0 {
		first := min(max(from, 0), len(d.Cues))
		at, size := first, 0
		for at < len(d.Cues) && size < answerText {
			size += len(d.Cues[at].Text) + 64
			at++
		}
		whole := len(d.Cues)
		d.Cues = d.Cues[first:at]
		if at < whole {
			return at
		}
		return 0
	}
	whole := len(d.Text)
	first := min(max(from, 0), whole)
	for first < whole && !utf8.RuneStart(d.Text[first]) {
		first++
	}
	end := min(first+answerText, whole)
	for end < whole && !utf8.RuneStart(d.Text[end]) {
		end++
	}
	d.Text = d.Text[first:end]
	if end < whole {
		return end
	}
	return 0
}

type DocumentPath struct {
	ID string `path:"id"`
}

func (a *API) documentRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/documents/{id}", "get-document", "Get a document with its text and its mentions", "documents", access.Read), a.getDocument)
	huma.Register(a.huma, op(http.MethodPost, "/documents/{id}/parts/{part}/retry", "retry-part", "Retry a part of a document", "documents", access.Write), a.retryPart)
	huma.Register(a.huma, op(http.MethodPut, "/documents/{id}/shift", "shift-document", "Set by how much the recording is ahead of the transcript", "documents", access.Write), a.shiftDocument)
	huma.Register(a.huma, op(http.MethodDelete, "/documents/{id}", "delete-document", "Delete a document with its mentions", "documents", access.Admin), a.deleteDocument)
}

func (a *API) getDocument(ctx context.Context, in *struct {
	DocumentPath
	From  int      `query:"from" minimum:"0" doc:"Where the returned text starts: 0, or next of the previous answer."`
	Q     string   `query:"q" maxLength:"10000" doc:"A search whose matches to mark."`
	Brand []string `query:"brand" doc:"Brands whose names to mark."`
}) (*Out[DocumentView], error) {
	d, err := archive.GetDocument(ctx, a.opts.Ledger, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the document", err)
	}
	var marks *Marks
	if in.Q != "" || len(in.Brand) > 0 {
		// A mistake in a query must not hide the document.
		if r, err := a.request(ctx, SearchQuery{Q: in.Q, Brand: in.Brand}); err == nil {
			marks = markDocument(&d, r)
		}
	}
	next := page(&d, in.From)
	v := DocumentView{Document: documentFor(ctx, d), Mentions: []MentionView{}, Marks: marks, Next: next}
	src, err := archive.SourceOf(ctx, a.opts.Ledger, workspace(ctx), d.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	v.Source = SourceRef{src.ID, src.Name}
	if v.Shift, err = archive.Shift(ctx, a.opts.Ledger, d.ID); err != nil {
		return nil, a.fail(ctx, "loading the shift", err)
	}
	if v.Parts, err = a.partsOf(ctx, &d); err != nil {
		return nil, a.fail(ctx, "loading the parts", err)
	}
	rows, _, err := record.ListMentions(ctx, a.opts.Ledger, record.MentionFilter{Workspace: workspace(ctx), Document: d.ID, Page: ledger.Page{Limit: 500}})
	if err != nil {
		return nil, a.fail(ctx, "loading mentions", err)
	}
	if v.Mentions, err = a.viewMentions(ctx, rows); err != nil {
		return nil, err
	}
	return &Out[DocumentView]{v}, nil
}

// DocumentShift is how many seconds later everything is in a recording than in its transcript.
type DocumentShift struct {
	Seconds float64 `json:"seconds" minimum:"-21600" maximum:"21600" doc:"0 where the times are right."`
}

func (a *API) shiftDocument(ctx context.Context, in *struct {
	DocumentPath
	Body DocumentShift
}) (*Out[DocumentShift], error) {
	if _, err := archive.GetDocument(ctx, a.opts.Ledger, in.ID); err != nil {
		return nil, a.fail(ctx, "loading the document", err)
	}
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SetShift(ctx, tx, in.ID, in.Body.Seconds) })
	if err != nil {
		return nil, a.fail(ctx, "shifting the document", err)
	}
	return &Out[DocumentShift]{in.Body}, nil
}

func (a *API) deleteDocument(ctx context.Context, in *DocumentPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return mentions.DeleteDocument(ctx, tx, in.ID, a.opts.BaseURL) })
	return nil, a.fail(ctx, "deleting the document", err)
}
