package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Seed is the initial content of a workspace.
type Seed struct {
	Brands   []index.Brand
	Sources  []feeds.Source
	Channels []alerts.Channel
	Rules    []alerts.Rule
	Visits   feeds.SampleFeed  // none if it has no id
	Samples  []feeds.Sample    // of it, in order of time
	Fetches  []feeds.Fetches   // of its pages
	Twins    map[string]string // the YouTube channel of a podcast: addresses of two of the sources
}

// Seed writes the content of s. Call it before Run. It doesn't change what already exists.
func (a *App) Seed(ctx context.Context, s Seed) error {
	err := a.ledger.Write(ctx, func(tx *ledger.Tx) error {
		for _, b := range s.Brands {
			if _, err := record.GetBrand(ctx, tx, b.Workspace, b.ID); !errors.Is(err, ledger.ErrNotFound) {
				continue
			}
			b.Active = true
			if _, err := record.PutBrand(ctx, tx, b); err != nil {
				return err
			}
		}
		ids := map[string]string{}
		for _, src := range s.Sources {
			stored, _, err := archive.AddSource(ctx, tx, src)
			if err != nil {
				return err
			}
			ids[src.URL] = stored.ID
		}
		for podcast, channel := range s.Twins {
			if _, err := archive.TwinOf(ctx, tx, ids[podcast]); !errors.Is(err, ledger.ErrNotFound) {
				continue
			}
			if err := archive.SetTwin(ctx, tx, archive.SourceTwin{Source: ids[podcast], Twin: ids[channel], Found: "typed"}); err != nil {
				return err
			}
		}
		for _, c := range s.Channels {
			if _, err := record.GetChannel(ctx, tx, c.Workspace, c.ID); !errors.Is(err, ledger.ErrNotFound) {
				continue
			}
			if _, err := record.PutChannel(ctx, tx, c); err != nil {
				return err
			}
		}
		for _, r := range s.Rules {
			if _, err := record.GetRule(ctx, tx, r.Workspace, r.ID); !errors.Is(err, ledger.ErrNotFound) {
				continue
			}
			if _, err := record.PutRule(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && s.Visits.ID != "" {
		err = a.seedVisits(ctx, s)
	}
	if err != nil {
		return fmt.Errorf("setting up the workspace: %w", err)
	}
	return nil
}

// seedVisits adds the feed of visits with its samples.
func (a *App) seedVisits(ctx context.Context, s Seed) error {
	return a.ledger.Write(ctx, func(tx *ledger.Tx) error {
		_, created, err := evidence.AddSampleFeed(ctx, tx, s.Visits)
		if err != nil || !created || len(s.Samples) == 0 {
			return err
		}
		over := evidence.SampleRange{From: s.Samples[0].Start, To: s.Samples[len(s.Samples)-1].Start.AddDate(0, 0, 2)}
		if _, err = evidence.ReplaceSamples(ctx, tx, s.Visits.ID, over, s.Samples); err != nil {
			return err
		}
		return evidence.AddFetches(ctx, tx, s.Visits.ID, s.Fetches)
	})
}
