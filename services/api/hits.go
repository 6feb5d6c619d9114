package api

import (
	"context"
	"errors"
	"slices"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// HitChange is what a person decides about one hit.
type HitChange struct {
	Dismissed bool `json:"dismissed" doc:"true: the words don't mean the brand. false: they do after all."`
}

// changeHit dismisses one hit of a mention, or restores it. The mention itself stays: its other
// hits are right. Repeating a request changes nothing.
func (a *API) changeHit(ctx context.Context, in *struct {
	MentionPath
	Hit  string `path:"hit"`
	Body HitChange
}) (*Tagged[MentionView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		m, err := record.GetMention(ctx, tx, workspace(ctx), in.ID)
		if err != nil {
			return err
		}
		dismissed, err := record.DismissedHits(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		is := func(h index.Hit) bool { return h.ID() == in.Hit }
		shown, gone := slices.IndexFunc(m.Hits, is), slices.IndexFunc(dismissed, is)
		action := "hit.restored"
		switch {
		case in.Body.Dismissed && gone >= 0 || !in.Body.Dismissed && shown >= 0 && gone < 0:
			return nil
		case in.Body.Dismissed && shown >= 0:
			if len(m.Hits) == 1 {
				return onlyHit.problem()
			}
			action = "hit.dismissed"
			err = a.dismissHit(ctx, tx, &m, shown)
		case gone >= 0:
			err = record.RestoreHit(ctx, tx, m.ID, in.Hit)
			if shown < 0 {
				m.Hits = index.InsertHit(m.Hits, dismissed[gone])
			}
		default:
			return ledger.ErrNotFound
		}
		if err != nil {
			return err
		}
		m.Confidence, m.Unsure = detect.Summarise(m.Hits)
		m.Revision++
		m.Updated = tx.Now()
		if err := record.SaveMention(ctx, tx, m); err != nil {
			return err
		}
		if err := a.taught(ctx, tx, m); err != nil {
			return err
		}
		if err := record.Audit(ctx, tx, record.AuditEntry{Actor: access.From(ctx).Name, Action: action, Object: m.ID}); err != nil {
			return err
		}
		return a.announceAs(ctx, tx, alerts.Amended, m, true) // passages are indexed with the brands in them
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the hit", err)
	}
	return a.getMention(ctx, &in.MentionPath)
}

func (a *API) dismissHit(ctx context.Context, tx *ledger.Tx, m *index.Mention, at int) error {
	h := m.Hits[at]
	brand, err := a.brandOf(ctx, tx, *m)
	if err != nil {
		return err
	}
	isName := !h.IsSoundAlike() && (h.Surface == brand.Name || slices.Contains(brand.Aliases, h.Surface))
	m.Hits = slices.Delete(slices.Clone(m.Hits), at, at+1)
	if m.Total > 0 {
		m.Total--
	}
	return record.DismissHit(ctx, tx, *m, h, isName)
}

// brandOf returns a mention's brand. One that was deleted before its mentions is named by its id.
func (a *API) brandOf(ctx context.Context, r ledger.Reader, m index.Mention) (index.Brand, error) {
	b, err := record.GetBrand(ctx, r, m.Workspace, m.Brand)
	if errors.Is(err, ledger.ErrNotFound) {
		return index.Brand{ID: m.Brand, Name: m.Brand, Workspace: m.Workspace}, nil
	}
	return b, err
}
