package api

import (
	"context"
	"errors"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// RestorableFor is how long a deleted source can be restored: with its password, which no answer
// shows, with its key, to which its documents belong, and with its position.
const RestorableFor = time.Hour

// restoreSource undoes a deletion. A source that was added again in the meantime stays as it is.
func (a *API) restoreSource(ctx context.Context, in *SourcePath) (*Tagged[SourceView], error) {
	if _, err := archive.PurgeSources(ctx, a.opts.Ledger, a.opts.Now().Add(-RestorableFor)); err != nil {
		return nil, a.fail(ctx, "bringing back the source", err)
	}
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := archive.RestoreSource(ctx, tx, in.ID); err != nil {
			return err
		}
		return record.ChooseLeadsOfSource(ctx, tx, in.ID)
	})
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, sourceForgotten.problem()
	}
	if err != nil {
		return nil, a.fail(ctx, "bringing back the source", err)
	}
	a.opts.SourceAdded()
	return a.sourceAnswer(ctx, in)
}
