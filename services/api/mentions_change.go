package api

import (
	"context"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// MentionChange is a change of a mention. Fields that are left out stay as they are.
type MentionChange struct {
	State    *index.State `json:"state,omitempty" enum:"new,seen,confirmed,dismissed"`
	Reason   *string      `json:"reason,omitempty" doc:"Why it is dismissed: not_us, other_sense, advert, repost or other." maxLength:"200"`
	Starred  *bool        `json:"starred,omitempty"`
	Assignee *string      `json:"assignee,omitempty" maxLength:"200"`
	Note     *string      `json:"note,omitempty" maxLength:"10000"`
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
	change := record.MentionChange(in.Body)
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		one := a.changeRow
		if in.Copies == "one" {
			one = a.changeAlone
		}
		before, m, err := one(ctx, tx, in.ID, max(want, 0), change)
		if err != nil || !decided(before, m) {
			return err
		}
		return a.taught(ctx, tx, m)
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the mention", err)
	}
	return a.getMention(ctx, &in.MentionPath)
}

// changeRow changes a mention and its copies.
func (a *API) changeRow(ctx context.Context, tx *ledger.Tx, id string, expected int64, c record.MentionChange) (before, after index.Mention, err error) {
	if before, after, err = a.changeOne(ctx, tx, id, expected, c); err != nil {
		return before, after, err
	}
	if err = a.changeCopies(ctx, tx, before, c); err != nil {
		return before, after, err
	}
	return before, after, settle(ctx, tx, before, after)
}

// changeAlone changes a mention and none of its copies.
func (a *API) changeAlone(ctx context.Context, tx *ledger.Tx, id string, expected int64, c record.MentionChange) (before, after index.Mention, err error) {
	if before, after, err = a.changeOne(ctx, tx, id, expected, c); err != nil {
		return before, after, err
	}
	return before, after, settle(ctx, tx, before, after)
}

// settle chooses which mention leads the row now, and notes who judged it.
func settle(ctx context.Context, tx *ledger.Tx, before, m index.Mention) error {
	if err := record.ChooseLead(ctx, tx, m.Workspace, m.Brand, m.Cluster); err != nil || !decided(before, m) {
		return err
	}
	return record.Audit(ctx, tx, record.AuditEntry{Actor: access.From(ctx).Name, Action: "mention." + string(m.State), Object: m.ID})
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

// announce publishes a decision about a mention. A dismissed brand leaves the search index, and a
// restored one returns to it, so the document is indexed again.
func (a *API) announce(ctx context.Context, tx *ledger.Tx, before, m index.Mention) error {
	name := alerts.Amended
	if m.State == index.Dismissed {
		name = alerts.Dismissed
	}
	return a.announceAs(ctx, tx, name, m, (before.State == index.Dismissed) != (m.State == index.Dismissed))
}

// announceAs publishes an event about a mention, and has its document indexed again if reindex is set.
func (a *API) announceAs(ctx context.Context, tx *ledger.Tx, name alerts.EventName, m index.Mention, reindex bool) error {
	brand, err := a.brandOf(ctx, tx, m)
	if err != nil {
		return err
	}
	meta, err := archive.GetDocumentMeta(ctx, tx, m.Document)
	if err != nil {
		return err
	}
	sources, err := archive.SourcesOf(ctx, tx, meta.ID)
	if err != nil {
		return err
	}
	if err := mentions.Announce(ctx, tx, name, m, brand, &meta.Document, sources, a.opts.BaseURL); err != nil || !reindex {
		return err
	}
	return archive.AnnounceDocument(ctx, tx, &meta.Document)
}
