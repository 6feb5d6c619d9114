package archive

import (
	"context"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// BrandSearch is the search for a brand on one network.
type BrandSearch struct {
	Type    feeds.SourceType
	Active  bool
	Sources []string // ids
}

// BrandSearches returns the searches that follow a brand, by network. One that was never chosen isn't among them.
func BrandSearches(ctx context.Context, r ledger.Reader, workspace, brand string) ([]BrandSearch, error) {
	workspace = ledger.WorkspaceOrDefault(workspace)
	var out []BrandSearch
	err := r.Each(ctx, `SELECT type, active FROM brand_searches WHERE workspace = ? AND brand = ? ORDER BY type`, []any{workspace, brand}, func(scan query.Scan) error {
		var s BrandSearch
		err := scan(&s.Type, query.Flag(&s.Active))
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the searches of brand %s: %w", brand, err)
	}
	for i := range out {
		out[i].Sources, err = r.Column(ctx, `SELECT b.source FROM brand_search_sources b JOIN sources s ON s.id = b.source AND s.removed = 0
			WHERE b.workspace = ? AND b.brand = ? AND b.type = ? ORDER BY b.source`, workspace, brand, string(out[i].Type))
		if err != nil {
			return nil, fmt.Errorf("listing the searches of brand %s: %w", brand, err)
		}
	}
	return out, nil
}

// SetBrandSearch turns the search for a brand on a network on or off, and makes wanted its sources. A source that is turned off
// is paused, so that it continues where it was; one that is wanted no longer is removed, unless another brand needs it or
// a person added it.
func SetBrandSearch(ctx context.Context, tx *ledger.Tx, workspace, brand string, kind feeds.SourceType, on bool, wanted []feeds.Source) (removed []string, err error) {
	workspace = ledger.WorkspaceOrDefault(workspace)
	// A source that a person paused stays paused when the brand changes: only turning the search on resumes it.
	var active int
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM brand_searches WHERE workspace = ? AND brand = ? AND type = ? AND active = 1`,
		[]any{workspace, brand, string(kind)}, &active); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO brand_searches (workspace, brand, type, active) VALUES (?, ?, ?, ?)
		ON CONFLICT (workspace, brand, type) DO UPDATE SET active = excluded.active`, workspace, brand, string(kind), on)
	if err != nil {
		return nil, fmt.Errorf("saving the search of brand %s: %w", brand, err)
	}
	former, err := tx.Column(ctx, `SELECT source FROM brand_search_sources WHERE workspace = ? AND brand = ? AND type = ?`, workspace, brand, string(kind))
	if err != nil {
		return nil, err
	}
	if !on {
		for _, id := range former {
			if err := pauseSearch(ctx, tx, workspace, brand, id); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}
	var now []string
	for _, src := range wanted {
		id, err := addSearch(ctx, tx, workspace, brand, kind, src, active == 0)
		if err != nil {
			return nil, err
		}
		now = append(now, id)
	}
	for _, id := range former {
		if slices.Contains(now, id) {
			continue
		}
		gone, err := leaveSearch(ctx, tx, workspace, brand, kind, id)
		if err != nil {
			return nil, err
		}
		if gone {
			removed = append(removed, id)
		}
	}
	return removed, nil
}

// EndBrandSearches ends all searches of a brand, which was deleted. It returns the sources that went.
func EndBrandSearches(ctx context.Context, tx *ledger.Tx, workspace, brand string) (removed []string, err error) {
	workspace = ledger.WorkspaceOrDefault(workspace)
	searches, err := BrandSearches(ctx, tx, workspace, brand)
	if err != nil {
		return nil, err
	}
	for _, s := range searches {
		gone, err := SetBrandSearch(ctx, tx, workspace, brand, s.Type, true, nil)
		if err != nil {
			return nil, err
		}
		removed = append(removed, gone...)
	}
	_, err = tx.Exec(ctx, `DELETE FROM brand_searches WHERE workspace = ? AND brand = ?`, workspace, brand)
	return removed, err
}

func addSearch(ctx context.Context, tx *ledger.Tx, workspace, brand string, kind feeds.SourceType, src feeds.Source, resume bool) (string, error) {
	stored, created, err := AddSource(ctx, tx, src)
	if err != nil {
		return "", err
	}
	// A source that another brand's search added belongs to both.
	var shared int
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM brand_search_sources WHERE source = ? AND added = 1`, []any{stored.ID}, &shared); err != nil {
		return "", err
	}
	added := created || shared > 0
	if _, err := tx.Exec(ctx, `INSERT INTO brand_search_sources (workspace, brand, type, source, added) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (workspace, brand, type, source) DO NOTHING`, workspace, brand, string(kind), stored.ID, added); err != nil {
		return "", err
	}
	if stored.Paused && !created && resume {
		stored.Paused = false
		if err := UpdateSource(ctx, tx, stored); err != nil {
			return "", err
		}
		return stored.ID, SetDue(ctx, tx, stored.ID, tx.Now())
	}
	return stored.ID, nil
}

// neededBy returns how many other brands have a search turned on that reads a source.
func neededBy(ctx context.Context, tx *ledger.Tx, workspace, brand, source string) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM brand_search_sources b JOIN brand_searches s ON s.workspace = b.workspace AND s.brand = b.brand AND s.type = b.type
		WHERE b.source = ? AND s.active = 1 AND NOT (b.workspace = ? AND b.brand = ?)`, []any{source, workspace, brand}, &n)
	return n, err
}

func pauseSearch(ctx context.Context, tx *ledger.Tx, workspace, brand, source string) error {
	n, err := neededBy(ctx, tx, workspace, brand, source)
	if err != nil || n > 0 {
		return err
	}
	s, err := sourceOfSearch(ctx, tx, source)
	if err != nil || s == nil || s.Paused {
		return err
	}
	s.Paused = true
	return UpdateSource(ctx, tx, *s)
}

// leaveSearch takes a source from a brand and reports whether it was removed.
func leaveSearch(ctx context.Context, tx *ledger.Tx, workspace, brand string, kind feeds.SourceType, source string) (bool, error) {
	var added int
	if err := tx.Row(ctx, `SELECT added FROM brand_search_sources WHERE workspace = ? AND brand = ? AND type = ? AND source = ?`,
		[]any{workspace, brand, string(kind), source}, &added); err != nil {
		return false, err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM brand_search_sources WHERE workspace = ? AND brand = ? AND type = ? AND source = ?`, workspace, brand, string(kind), source); err != nil {
		return false, err
	}
	var left int
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM brand_search_sources WHERE source = ?`, []any{source}, &left); err != nil || left > 0 || added == 0 {
		return false, err
	}
	s, err := sourceOfSearch(ctx, tx, source)
	if err != nil || s == nil {
		return false, err
	}
	return true, DeleteSource(ctx, tx, source)
}

// sourceOfSearch returns a source that wasn't removed, or nil.
func sourceOfSearch(ctx context.Context, tx *ledger.Tx, id string) (*feeds.Source, error) {
	var n int
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM sources WHERE id = ? AND removed = 0`, []any{id}, &n); err != nil || n == 0 {
		return nil, err
	}
	s, err := GetSource(ctx, tx, id)
	return &s.Source, err
}

// Follower is a brand that a source follows.
type Follower struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Followers returns the brands that sources follow, by source.
func Followers(ctx context.Context, r ledger.Reader, workspace string, sources []string) (map[string][]Follower, error) {
	out := map[string][]Follower{}
	if len(sources) == 0 {
		return out, nil
	}
	in, args := query.In(sources)
	err := r.Each(ctx, `SELECT s.source, b.id, b.name FROM brand_search_sources s JOIN brands b ON b.workspace = s.workspace AND b.id = s.brand AND b.deleted = 0
		JOIN brand_searches a ON a.workspace = s.workspace AND a.brand = s.brand AND a.type = s.type AND a.active = 1
		WHERE s.workspace = ? AND s.source IN `+in+` ORDER BY LOWER(b.name)`, append([]any{ledger.WorkspaceOrDefault(workspace)}, args...), func(scan query.Scan) error {
		var source string
		var f Follower
		err := scan(&source, &f.ID, &f.Name)
		out[source] = append(out[source], f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the brands that sources follow: %w", err)
	}
	return out, nil
}
