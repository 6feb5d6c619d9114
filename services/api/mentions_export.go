package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/spreadsheet"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// exportPage is how many mentions an export holds in memory.
const exportPage = 200

var mentionColumns = []any{
	"brand", "confidence_class", "confidence", "quote", "second", "time", "speaker", "show", "network", "kind", "title", "published",
	"state", "type", "reason", "copies", "link", "desk", "synthetic",
}

// SeparatorQuery says which spreadsheet a file is for.
type SeparatorQuery struct {
	Separator string `query:"separator" enum:"comma,semicolon" default:"comma" doc:"Semicolons come with a decimal comma, as spreadsheets expect where a comma is the decimal sign."`
}

func (q SeparatorQuery) separator() spreadsheet.Separator {
	if q.Separator == "semicolon" {
		return spreadsheet.Semicolon
	}
	return spreadsheet.Comma
}

func (a *API) exportMentionsOperation() huma.Operation {
	o := op(http.MethodGet, "/mentions/export", "export-mentions", "Export mentions as CSV, one row each", "mentions", access.Read)
	o.Description = "UTF-8 with a byte order mark. The columns are " + listed(mentionColumns) + ". Quote, second and link are those of the hit to show if only one is shown. " +
		"Copies counts the other documents that carry the same conversation, at most 49. A cell is empty where something is unknown."
	o.Responses = map[string]*huma.Response{"200": {Description: "The file.", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	return o
}

func listed(columns []any) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i], _ = c.(string)
	}
	return strings.Join(names, ", ")
}

// exportMentions streams all mentions that match a filter as CSV. Memory holds one page of them.
func (a *API) exportMentions(ctx context.Context, in *struct {
	MentionQuery
	SeparatorQuery
}) (*huma.StreamResponse, error) {
	f, err := in.filter(workspace(ctx))
	if err != nil {
		return nil, err
	}
	f.Page.Limit = exportPage
	rows, next, err := record.ListMentions(ctx, a.opts.Ledger, f) // errors before the answer has begun are problems
	if err != nil {
		return nil, a.fail(ctx, "listing mentions", err)
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		ctx, cancel := context.WithTimeout(c.Context(), exportTimeout)
		defer cancel()
		c.SetHeader("Content-Type", "text/csv; charset=utf-8")
		c.SetHeader("Content-Disposition", `attachment; filename="mentions.csv"`)
		w := spreadsheet.NewWriter(c.BodyWriter(), in.separator())
		err := w.Write(mentionColumns...)
		for err == nil {
			if err = a.writeMentions(ctx, w, rows); err != nil || next == "" {
				break
			}
			f.Page.After = next
			rows, next, err = record.ListMentions(ctx, a.opts.Ledger, f)
		}
		if err == nil {
			err = w.Flush()
		}
		if err != nil {
			a.cutShort(ctx, err)
		}
	}}, nil
}

// cutShort ends an answer that has begun: cutting it off is the only way to report the error.
func (a *API) cutShort(ctx context.Context, err error) {
	a.opts.Logger.Warn("export cut short", "request", requestID(ctx), "error", err)
	panic(http.ErrAbortHandler)
}

func (a *API) writeMentions(ctx context.Context, w *spreadsheet.Writer, rows []record.MentionRow) error {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	copies, err := record.CopiesOf(ctx, a.opts.Ledger, ids)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := w.Write(a.mentionCells(ctx, r, max(len(copies[r.ID])-1, 0))...); err != nil {
			return err
		}
	}
	return nil
}

// mentionCells returns the cells of a mention, in the order of mentionColumns.
func (a *API) mentionCells(ctx context.Context, r record.MentionRow, copies int) []any {
	var best index.Hit
	if len(r.Hits) > 0 {
		best = r.Hits[index.Best(r.Hits)]
	}
	var second, clock, published any
	if best.Second != nil {
		second, clock = *best.Second, spreadsheet.Clock(*best.Second)
	}
	if !r.Doc.Undated {
		published = r.Published.UTC().Format(time.DateOnly)
	}
	return []any{
		r.BrandName, confidenceClass(r.Confidence, r.Unsure), r.Confidence, best.Quote, second, clock, best.Speaker, r.Doc.SourceName, r.Doc.Network,
		string(r.Kind), r.Doc.Title, published, string(r.State), string(r.Type), r.Reason, copies, linkTo(ctx, r, best), a.opts.BaseURL + "/mentions/" + r.ID,
		r.Doc.Synthetic,
	}
}
