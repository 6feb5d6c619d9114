package crawler

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// updateSource writes what the feed says of itself and where it has moved to. What the
// user changed while it was read stays as the user wants it. warning tells of a move that
// can't be followed since another source is there already: both go on, each where it was.
func updateSource(ctx context.Context, tx *ledger.Tx, claimed, reported feeds.Source) (warning string, err error) {
	now, err := archive.GetSource(ctx, tx, reported.ID)
	if err != nil {
		return "", err
	}
	title := reported.Title
	reported.Paused, reported.Name, reported.Title = now.Paused, now.Name, now.Title
	reported.Workspace, reported.Query, reported.Settings, reported.Account, reported.Secret = now.Workspace, now.Query, now.Settings, now.Account, now.Secret
	reported.SetTitle(title)
	if now.URL != claimed.URL {
		reported.URL = now.URL // with another password
	}
	if reported.Equal(now.Source) {
		return "", nil
	}
	err = archive.UpdateSource(ctx, tx, reported)
	if errors.Is(err, ledger.ErrConflict) {
		reported.URL = now.URL
		warning = "The feed has moved to an address that another source reads already; one of the two can be removed."
		err = archive.UpdateSource(ctx, tx, reported)
	}
	if err != nil {
		return "", fmt.Errorf("saving source: %w", err)
	}
	return warning, nil
}

// followMove records a move that a read without news announced.
func (c *Crawler) followMove(ctx context.Context, claimed, reported feeds.Source, next archive.Poll) error {
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		warning, err := updateSource(ctx, tx, claimed, reported)
		if err != nil {
			return err
		}
		if warning != "" {
			next.Condition.Error = warning
		}
		return archive.SavePoll(ctx, tx, archive.SourcePoll, reported.ID, next)
	})
}
