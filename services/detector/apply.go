package detector

import (
	"context"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/cluster"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// Changed counts the changes that a detection made to the mentions of a document.
type Changed struct {
	Appeared, Amended, Removed int
	Judged                     int // of the amended ones, those that people had confirmed or dismissed
}

// finding is the result of detection in one document.
type finding struct {
	document feeds.Document
	hits     []index.Hit
	totals   map[string]int               // number of hits by brand, if hits holds only some of them
	types    map[string]index.MentionType // by brand
	backfill bool                         // found by a rescan
	print    cluster.Fingerprint          // for comparing the document with others
	cluster  archive.Clustered            // set in the transaction
}

// apply updates the ledger's mentions of a document to match a finding, and enqueues an event
// for each mention that changed. Applying a finding twice changes nothing.
func (d *Detector) apply(ctx context.Context, tx *ledger.Tx, brands map[string]index.Brand, f finding) (Changed, error) {
	var c Changed
	have, err := record.MentionsOf(ctx, tx, f.document.ID)
	if err != nil {
		return c, fmt.Errorf("loading mentions: %w", err)
	}
	old := make(map[string]index.Mention, len(have))
	for _, m := range have {
		old[m.Brand] = m
	}
	byBrand := detect.ByBrand(f.hits)
	if len(old) == 0 && len(byBrand) == 0 {
		return c, nil
	}
	sources, err := archive.SourcesOf(ctx, tx, f.document.ID)
	if err != nil {
		return c, err
	}
	var dismissed map[string]map[string]bool
	if len(old) > 0 {
		if dismissed, err = record.DismissedIn(ctx, tx, f.document.ID); err != nil {
			return c, err
		}
	}
	for _, id := range sortedKeys(byBrand) {
		hits := byBrand[id]
		brand, ok := brands[id]
		if !ok {
			continue
		}
		m, known := old[id]
		delete(old, id)
		name := alerts.Amended
		if !known {
			name = alerts.Found
			m = index.Mention{
				ID: index.MentionID(brand.Workspace, id, f.document.ID), Workspace: brand.Workspace, Brand: id,
				Document: f.document.ID, State: index.New, Backfill: f.document.Backfill || f.backfill,
				Kind: f.document.Kind, Found: tx.Now(), Cluster: f.cluster.Cluster,
			}
			if f.cluster.Shared {
				if lead, found, err := record.LeadOf(ctx, tx, m.Workspace, id, m.Cluster); err != nil {
					return c, err
				} else if found {
					record.Follow(&m, lead)
				}
			}
		}
		was := m
		hits, all := withoutDismissed(hits, dismissed[m.ID])
		if all && m.State != index.Confirmed {
			m.State = index.Dismissed
		}
		m.Hits, m.Removed, m.Type, m.Published = detect.Shown(hits), false, f.types[id], f.document.Published
		m.Total = detect.ShownTotal(f.totals[id], hits, m.Hits)
		m.Confidence, m.Unsure = detect.Summarise(hits)
		if known && sameMention(was, m) {
			continue
		}
		if known && !was.Removed {
			c.Amended++
			if was.State == index.Confirmed || was.State == index.Dismissed {
				c.Judged++
			}
		} else {
			c.Appeared++ // new, or removed before and found again
		}
		if f.backfill && (was.Removed || was.Unsure && !m.Unsure) {
			m.Backfill = true // found only because the brand was edited, so it must not alert
		}
		if err := d.saveMention(ctx, tx, name, m, brand, f, sources); err != nil {
			return c, err
		}
	}
	for _, id := range sortedKeys(old) {
		m := old[id]
		if m.Removed {
			continue
		}
		c.Removed++
		m.Removed, m.Hits, m.Total = true, nil, 0
		brand, ok := brands[id]
		if !ok {
			brand = index.Brand{ID: id, Name: id, Workspace: m.Workspace}
		}
		if err := d.saveMention(ctx, tx, alerts.Removed, m, brand, f, sources); err != nil {
			return c, err
		}
	}
	return c, nil
}

// saveMention increments the mention's revision, saves it and enqueues its event. An event that
// a rescan causes is always marked as backfill, even if the mention itself is not.
func (d *Detector) saveMention(ctx context.Context, tx *ledger.Tx, name alerts.EventName, m index.Mention, b index.Brand, f finding, sources []feeds.Source) error {
	m.Revision++
	m.Updated = tx.Now()
	if err := record.SaveMention(ctx, tx, m); err != nil {
		return fmt.Errorf("saving mention: %w", err)
	}
	if f.cluster.Shared {
		if err := record.ChooseLead(ctx, tx, m.Workspace, m.Brand, f.cluster.Cluster); err != nil {
			return err
		}
	}
	m.Backfill = m.Backfill || f.backfill
	return mentions.Announce(ctx, tx, name, m, b, &f.document, sources, d.opts.BaseURL)
}

// withoutDismissed returns the hits without those that a person dismissed. If every hit was
// dismissed, it returns all of them, and true: then the mention itself is wrong.
func withoutDismissed(hits []index.Hit, dismissed map[string]bool) (left []index.Hit, all bool) {
	if len(dismissed) == 0 {
		return hits, false
	}
	left = slices.DeleteFunc(slices.Clone(hits), func(h index.Hit) bool { return dismissed[h.ID()] })
	if len(left) == 0 {
		return hits, true
	}
	return left, false
}

// sameMention reports whether two mentions are equal in everything that is shown or sent. If so,
// no new revision and no event is needed.
func sameMention(a, b index.Mention) bool {
	return a.Removed == b.Removed && a.State == b.State && a.Type == b.Type && a.Confidence == b.Confidence && a.Unsure == b.Unsure &&
		a.Total == b.Total && a.Published.Equal(b.Published) && slices.EqualFunc(a.Hits, b.Hits, sameHit)
}

func sameHit(a, b index.Hit) bool {
	if (a.Second == nil) != (b.Second == nil) || a.Second != nil && *a.Second != *b.Second {
		return false
	}
	if !slices.EqualFunc(a.Reasons, b.Reasons, index.Reason.Equal) {
		return false
	}
	return a.Brand == b.Brand && a.Field == b.Field && a.Surface == b.Surface && a.Start == b.Start && a.End == b.End &&
		a.Speaker == b.Speaker && a.Quote == b.Quote && a.Confidence == b.Confidence && a.Reason == b.Reason && a.Unsure == b.Unsure
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
