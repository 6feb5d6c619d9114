package crawler

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// updateSource saves the title and address that a feed reported. claimed is the source as it was
// when the read began. What a user changed since then is kept. warning describes a move that
// can't be followed because another source has that address already; both sources then keep
// their addresses.
func updateSource(ctx context.Context, tx *ledger.Tx, claimed, reported feeds.Source) (warning []feeds.Warning, err error) {
	now, err := archive.GetSource(ctx, tx, reported.ID)
	if err != nil {
		return nil, err
	}
	title := reported.Title
	reported.Paused, reported.Name, reported.Title = now.Paused, now.Name, now.Title
	reported.Workspace, reported.Query, reported.Settings, reported.Account, reported.Secret = now.Workspace, now.Query, now.Settings, now.Account, now.Secret
	reported.SetTitle(title)
	if now.URL != claimed.URL {
		reported.URL = now.URL // the user changed it during the read, for example the password
	}
	if reported.Equal(now.Source) {
		return nil, nil
	}
	err = archive.UpdateSource(ctx, tx, reported)
	if errors.Is(err, ledger.ErrConflict) {
		reported.URL = now.URL
		warning = []feeds.Warning{feeds.Warn("feed_moved_to_known", "The feed has moved to an address that another source reads already; one of the two can be removed.")}
		err = archive.UpdateSource(ctx, tx, reported)
	}
	if err != nil {
		return nil, fmt.Errorf("saving source: %w", err)
	}
	return warning, nil
}

// followMove saves the new address of a source whose read found nothing new.
func (c *Crawler) followMove(ctx context.Context, claimed, reported feeds.Source, next archive.Poll) error {
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		warning, err := updateSource(ctx, tx, claimed, reported)
		if err != nil {
			return err
		}
		if len(warning) > 0 {
			next.Condition.SetWarnings(warning)
		}
		return archive.SavePoll(ctx, tx, archive.SourcePoll, reported.ID, next)
	})
}
