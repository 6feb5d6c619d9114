package evidence

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Clicks are how often a link was followed in an hour or a day.
type Clicks struct {
	Link  string
	Start time.Time
	Span  feeds.Span
	Value int64
}

// ClickBatch is clicks that are added to the stored ones. Writer is one run of one process, and numbers its batches from 1.
type ClickBatch struct {
	Writer string
	Number int64
	Clicks []Clicks
}

// AddClicks adds a batch to what is stored. One that was added before, by a transaction whose outcome its writer didn't learn, is not added
// again. Clicks of links that were deleted are left out.
func AddClicks(ctx context.Context, tx *ledger.Tx, b ClickBatch) error {
	n, err := tx.Exec(ctx, `INSERT INTO click_writers (writer, number, at) VALUES (?, ?, ?)
		ON CONFLICT (writer) DO UPDATE SET number = excluded.number, at = excluded.at WHERE click_writers.number < excluded.number`, b.Writer, b.Number, tx.Now())
	if err != nil {
		return fmt.Errorf("reading the last batch of clicks: %w", err)
	}
	if n == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `DELETE FROM click_writers WHERE at < ?`, tx.Now().Add(-keepWriters)); err != nil {
		return fmt.Errorf("forgetting old batches: %w", err)
	}
	live, err := liveLinks(ctx, tx, b.Clicks)
	if err != nil {
		return err
	}
	if err := putClicks(ctx, tx, live); err != nil {
		return err
	}
	// Batches come all day long, so the reports are looked at once an hour.
	return clicksDue(ctx, tx, live, tx.Now().Add(time.Hour))
}

const clickRows = 200

// putClicks adds clicks to those of the same time.
func putClicks(ctx context.Context, tx *ledger.Tx, clicks []Clicks) error {
	for part := range slices.Chunk(clicks, clickRows) {
		args := make([]any, 0, 4*len(part))
		for _, c := range part {
			args = append(args, c.Link, c.Start, string(c.Span), c.Value)
		}
		rows := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?),", len(part)), ",")
		_, err := tx.Exec(ctx, `INSERT INTO clicks (link, start, span, value) VALUES `+rows+` ON CONFLICT (link, start, span) DO UPDATE SET value = clicks.value + excluded.value`, args...)
		if err != nil {
			return fmt.Errorf("saving clicks: %w", err)
		}
	}
	return nil
}

func liveLinks(ctx context.Context, tx *ledger.Tx, clicks []Clicks) ([]Clicks, error) {
	live := map[string]bool{}
	for part := range query.Chunks(clicks) {
		ids := make([]string, len(part))
		for i, c := range part {
			ids[i] = c.Link
		}
		in, args := query.In(ids)
		found, err := tx.Column(ctx, `SELECT id FROM links WHERE id IN `+in, args...)
		if err != nil {
			return nil, fmt.Errorf("looking for links: %w", err)
		}
		for _, id := range found {
			live[id] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(clicks), func(c Clicks) bool { return !live[c.Link] }), nil
}

func clicksDue(ctx context.Context, tx *ledger.Tx, clicks []Clicks, due time.Time) error {
	for part := range query.Chunks(clicks) {
		ids := make([]string, len(part))
		for i, c := range part {
			ids[i] = c.Link
		}
		in, args := query.In(ids)
		if _, err := tx.Exec(ctx, `UPDATE sites SET due = ? WHERE due > ? AND workspace IN (SELECT workspace FROM links WHERE id IN `+in+`)`, append([]any{due, due}, args...)...); err != nil {
			return fmt.Errorf("making sites due: %w", err)
		}
	}
	return nil
}

// ClicksOf returns the clicks of links by time; without from and to all.
func ClicksOf(ctx context.Context, r ledger.Reader, links []string, from, to time.Time) ([]Clicks, error) {
	out := []Clicks{}
	for part := range query.Chunks(links) {
		in, args := query.In(part)
		tail := ` WHERE link IN ` + in
		if !from.IsZero() {
			tail, args = tail+` AND start >= ?`, append(args, from)
		}
		if !to.IsZero() {
			tail, args = tail+` AND start < ?`, append(args, to)
		}
		found, err := selectClicks(ctx, r, tail, args...)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	slices.SortStableFunc(out, func(a, b Clicks) int { return a.Start.Compare(b.Start) })
	return out, nil
}

func selectClicks(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Clicks, error) {
	var out []Clicks
	err := r.Each(ctx, `SELECT link, start, span, value FROM clicks`+tail+` ORDER BY start, link`, args, func(scan query.Scan) error {
		var c Clicks
		err := scan(&c.Link, query.Time(&c.Start), &c.Span, &c.Value)
		out = append(out, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading clicks: %w", err)
	}
	return out, nil
}

// AllLinks returns the links of a workspace, in the order of their ids.
func AllLinks(ctx context.Context, r ledger.Reader, workspace string) ([]Link, error) {
	return selectLinks(ctx, r, ` WHERE l.workspace = ? ORDER BY l.id`, ledger.WorkspaceOrDefault(workspace))
}

// AllClicks returns the clicks of a workspace's links from a time on, by time.
func AllClicks(ctx context.Context, r ledger.Reader, workspace string, from, to time.Time) ([]Clicks, error) {
	return selectClicks(ctx, r, ` WHERE start >= ? AND start < ? AND link IN (SELECT id FROM links WHERE workspace = ?)`, from, to, ledger.WorkspaceOrDefault(workspace))
}
