package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
)

// Seed is what a new workspace begins with.
type Seed struct {
	Brands   []index.Brand
	Sources  []feeds.Source
	Channels []alerts.Channel
	Rules    []alerts.Rule
}

// Seed writes it before Run. What is there already stays as it is.
func (a *App) Seed(ctx context.Context, s Seed) error {
	err := a.ledger.Write(ctx, func(tx *ledger.Tx) error {
		for _, b := range s.Brands {
			if _, err := tx.GetBrand(ctx, b.Workspace, b.ID); !errors.Is(err, ledger.ErrNotFound) {
				continue
			}
			b.Active = true
			if _, err := tx.PutBrand(ctx, b); err != nil {
				return err
			}
		}
		for _, src := range s.Sources {
			if _, _, err := tx.AddSource(ctx, src); err != nil {
				return err
			}
		}
		for _, c := range s.Channels {
			if _, err := tx.GetChannel(ctx, c.Workspace, c.ID); !errors.Is(err, ledger.ErrNotFound) {
				continue
			}
			if _, err := tx.PutChannel(ctx, c); err != nil {
				return err
			}
		}
		for _, r := range s.Rules {
			if _, err := tx.GetRule(ctx, r.Workspace, r.ID); !errors.Is(err, ledger.ErrNotFound) {
				continue
			}
			if _, err := tx.PutRule(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("setting up the workspace: %w", err)
	}
	return nil
}
