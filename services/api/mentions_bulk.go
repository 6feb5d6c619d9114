package api

import (
	"context"
	"errors"
	"strings"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// BulkChange is one change of several mentions.
type BulkChange struct {
	IDs    []string      `json:"ids,omitempty" maxItems:"200" doc:"Change these; the filter is then ignored. Left out, all that match the filter are changed, a page at a time. Unknown ones are passed over."`
	Change MentionChange `json:"change"`
}

// BulkChanged are the mentions of one page that were changed.
type BulkChanged struct {
	Changed []MentionBefore `json:"changed" doc:"As they were, so that the change can be undone. Those that already were as asked are not among them."`
	Next    string          `json:"next" doc:"The cursor of the next page; empty on the last."`
}

// MentionBefore is what people had decided on a mention before it was changed.
type MentionBefore struct {
	ID       string      `json:"id"`
	State    index.State `json:"state" enum:"new,seen,confirmed,dismissed"`
	Reason   string      `json:"reason"`
	Starred  bool        `json:"starred"`
	Assignee string      `json:"assignee"`
	Note     string      `json:"note"`
}

// changeMentions makes one change to several mentions and their copies. Thousands would hold up
// everybody else who writes, so one request changes a page of them, in one transaction, and the
// client asks for the next.
func (a *API) changeMentions(ctx context.Context, in *struct {
	MentionQuery
	Cursor string `query:"cursor" doc:"The field next of the previous page."`
	Limit  int    `query:"limit" default:"100" minimum:"1" maximum:"200" doc:"Mentions a page."`
	Body   BulkChange
}) (*Out[BulkChanged], error) {
	if reason := in.Body.Change.Reason; reason != nil {
		*reason = strings.TrimSpace(*reason)
	}
	ids, next := in.Body.IDs, ""
	if ids == nil {
		f, err := in.filter(workspace(ctx))
		if err != nil {
			return nil, err
		}
		f.Page = ledger.Page{Limit: in.Limit, After: in.Cursor}
		var rows []record.MentionRow
		if rows, next, err = record.ListMentions(ctx, a.opts.Ledger, f); err != nil {
			return nil, a.fail(ctx, "listing mentions", err)
		}
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
	}
	var changed []MentionBefore
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		changed, err = a.changeEach(ctx, tx, ids, record.MentionChange(in.Body.Change))
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the mentions", err)
	}
	return &Out[BulkChanged]{BulkChanged{changed, next}}, nil
}

// changeEach changes the mentions that differ from the change, and returns them as they were.
func (a *API) changeEach(ctx context.Context, tx *ledger.Tx, ids []string, c record.MentionChange) ([]MentionBefore, error) {
	changed := []MentionBefore{}
	judgedOf := map[string]index.Mention{} // one of each brand
	for _, id := range ids {
		m, err := record.GetMention(ctx, tx, workspace(ctx), id)
		if errors.Is(err, ledger.ErrNotFound) || err == nil && !differs(m, c) {
			continue
		}
		if err != nil {
			return nil, err
		}
		before, after, err := a.changeRow(ctx, tx, id, 0, c)
		if err != nil {
			return nil, err
		}
		changed = append(changed, MentionBefore{id, before.State, before.Reason, before.Starred, before.Assignee, before.Note})
		if decided(before, after) {
			judgedOf[after.Brand] = after
		}
	}
	for _, m := range judgedOf {
		if err := a.taught(ctx, tx, m); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func differs(m index.Mention, c record.MentionChange) bool {
	return c.State != nil && *c.State != m.State || c.Reason != nil && *c.Reason != m.Reason || c.Starred != nil && *c.Starred != m.Starred ||
		c.Assignee != nil && *c.Assignee != m.Assignee || c.Note != nil && *c.Note != m.Note
}
