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
func updateSource(ctx context.Context, tx *ledger.Tx, claimed, said feeds.Source) (warning string, err error) {
	now, err := archive.GetSource(ctx, tx, said.ID)
	if err != nil {
		return "", err
	}
	title := said.Title
	said.Paused, said.Name, said.Title = now.Paused, now.Name, now.Title
	said.Workspace, said.Query, said.Settings, said.Account, said.Secret = now.Workspace, now.Query, now.Settings, now.Account, now.Secret
	said.SetTitle(title)
	if now.URL != claimed.URL {
		said.URL = now.URL // with another password
	}
	if said.Equal(now.Source) {
		return "", nil
	}
	err = archive.UpdateSource(ctx, tx, said)
	if errors.Is(err, ledger.ErrConflict) {
		said.URL = now.URL
		warning = "The feed has moved to an address that another source reads already; one of the two can be removed."
		err = archive.UpdateSource(ctx, tx, said)
	}
	if err != nil {
		return "", fmt.Errorf("saving source: %w", err)
	}
	return warning, nil
}

// followMove records a move that a read without news announced.
func (c *Crawler) followMove(ctx context.Context, claimed, said feeds.Source, next archive.Poll) error {
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		warning, err := updateSource(ctx, tx, claimed, said)
		if err != nil {
			return err
		}
		if warning != "" {
			next.Condition.Error = warning
		}
		return archive.SavePoll(ctx, tx, archive.SourcePoll, said.ID, next)
	})
}
