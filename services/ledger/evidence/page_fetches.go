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

// KeepMinutes is how long fetches of pages are kept by minute. After that they are kept by hour.
const KeepMinutes = 7 * 24 * time.Hour

const fetchColumns = `feed, start, span, kind, name, page, proof, fetches, minutes`

// LinkFetches is the feed that holds the fetches of a site's short links.
func LinkFetches(siteID string) string { return "links:" + siteID }

// ReplaceFetches replaces the fetches of a feed in [from, to).
func ReplaceFetches(ctx context.Context, tx *ledger.Tx, feed string, from, to time.Time, rows []feeds.Fetches) error {
	if _, err := tx.Exec(ctx, `DELETE FROM page_fetches WHERE feed = ? AND start >= ? AND start < ?`, feed, from, to); err != nil {
		return fmt.Errorf("replacing the fetches of feed %s: %w", feed, err)
	}
	return AddFetches(ctx, tx, feed, rows)
}

// fetchRows is how many rows one statement writes.
const fetchRows = 64

// AddFetches adds fetches to those that are stored. Old ones are added to their hour at once.
func AddFetches(ctx context.Context, tx *ledger.Tx, feed string, rows []feeds.Fetches) error {
	type key struct {
		start int64
		span  feeds.Span
		kind  feeds.FetchKind
		name  string
		page  string
		proof feeds.FetchProof
	}
	// Of one statement, no two rows may have the same key.
	at := map[key]int{}
	var put []feeds.Fetches
	for _, f := range rows {
		if f.Span == feeds.MinuteSpan && f.Start.Before(tx.Now().Add(-KeepMinutes)) {
			f.Span = feeds.HourSpan
		}
		if f.Span == feeds.HourSpan {
			f.Start = f.Start.Truncate(time.Hour)
		}
		k := key{f.Start.Unix(), f.Span, f.Kind, f.Name, f.Page, f.Proof}
		if i, there := at[k]; there {
			put[i].Count += f.Count
			if f.Span == feeds.HourSpan {
				put[i].Minutes += f.Minutes
			}
			continue
		}
		at[k] = len(put)
		put = append(put, f)
	}
	for part := range slices.Chunk(put, fetchRows) {
		args := make([]any, 0, 9*len(part))
		for _, f := range part {
			args = append(args, feed, f.Start, string(f.Span), string(f.Kind), f.Name, f.Page, string(f.Proof), f.Count, f.Minutes)
		}
		_, err := tx.Exec(ctx, `INSERT INTO page_fetches (`+fetchColumns+`) VALUES `+strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?),", len(part)), ",")+`
			ON CONFLICT (feed, start, span, kind, name, page, proof) DO UPDATE SET fetches = page_fetches.fetches + excluded.fetches,
				minutes = CASE WHEN excluded.span = 'minute' THEN 1 ELSE page_fetches.minutes + excluded.minutes END`, args...)
		if err != nil {
			return fmt.Errorf("saving the fetches of feed %s: %w", feed, err)
		}
	}
	return nil
}

// FoldFetches adds the fetches of minutes before a moment to their hours.
func FoldFetches(ctx context.Context, tx *ledger.Tx, before time.Time) error {
	before = before.Truncate(time.Hour) // whole hours only
	_, err := tx.Exec(ctx, `INSERT INTO page_fetches (`+fetchColumns+`)
		SELECT feed, start - start % 3600000000, 'hour', kind, name, page, proof, SUM(fetches), SUM(minutes) FROM page_fetches
			WHERE span = 'minute' AND start < ? GROUP BY feed, start - start % 3600000000, kind, name, page, proof
		ON CONFLICT (feed, start, span, kind, name, page, proof) DO UPDATE SET fetches = page_fetches.fetches + excluded.fetches, minutes = page_fetches.minutes + excluded.minutes`, before)
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM page_fetches WHERE span = 'minute' AND start < ?`, before)
	}
	if err != nil {
		return fmt.Errorf("adding fetches of minutes to their hours: %w", err)
	}
	return nil
}

// FetchFilter selects fetches of a site's pages. Kinds and names may be empty for all; To may be zero.
type FetchFilter struct {
	Feeds    []string
	Kinds    []string
	Names    []string
	From, To time.Time
	Page     string
	Limit    int
}

func (f FetchFilter) where() query.Where {
	var w query.Where
	w.Any("feed", f.Feeds)
	w.Any("kind", f.Kinds)
	w.Any("name", f.Names)
	w.Add("start >= ?", f.From)
	if !f.To.IsZero() {
		w.Add("start < ?", f.To)
	}
	if f.Page != "" {
		w.Add("page = ?", f.Page)
	}
	return w
}

// HourlyFetches returns fetches by hour, kind, name and proof, ordered by time. Pages are added up.
func HourlyFetches(ctx context.Context, r ledger.Reader, f FetchFilter) ([]feeds.Fetches, error) {
	if len(f.Feeds) == 0 {
		return nil, nil
	}
	w := f.where()
	return selectFetches(ctx, r, `SELECT start - start % 3600000000 AS hour, 'hour', kind, name, '', proof, SUM(fetches), SUM(minutes) FROM page_fetches`+w.String()+
		` GROUP BY start - start % 3600000000, kind, name, proof ORDER BY hour, kind, name, proof`, w.Args)
}

// FetchesBy returns fetches grouped by page, name or hour, the most first, or the latest first by hour.
// Proofs and kinds are always told apart.
func FetchesBy(ctx context.Context, r ledger.Reader, f FetchFilter, by string) ([]feeds.Fetches, error) {
	if len(f.Feeds) == 0 {
		return []feeds.Fetches{}, nil
	}
	w := f.where()
	group, columns, order := `kind, name, proof`, `0, '', kind, name, '', proof`, `SUM(minutes) DESC, kind, name, proof`
	switch by {
	case "page":
		group, columns, order = `kind, name, proof, page`, `MAX(start), '', kind, name, page, proof`, `SUM(minutes) DESC, page, kind, name, proof`
	case "hour":
		hour := `start - start % 3600000000`
		group, columns, order = hour+`, kind, name, proof`, hour+`, 'hour', kind, name, '', proof`, hour+` DESC, kind, name, proof`
	case "time":
		group, columns, order = `start, span, kind, name, proof, page`, `start, span, kind, name, page, proof`, `start DESC, kind, name, page, proof`
	}
	out, err := selectFetches(ctx, r, `SELECT `+columns+`, SUM(fetches), SUM(minutes) FROM page_fetches`+w.String()+` GROUP BY `+group+` ORDER BY `+order+` LIMIT ?`, append(w.Args, f.Limit))
	if out == nil {
		out = []feeds.Fetches{}
	}
	return out, err
}

func selectFetches(ctx context.Context, r ledger.Reader, statement string, args []any) ([]feeds.Fetches, error) {
	var out []feeds.Fetches
	err := r.Each(ctx, statement, args, func(scan query.Scan) error {
		var f feeds.Fetches
		err := scan(query.Time(&f.Start), &f.Span, &f.Kind, &f.Name, &f.Page, &f.Proof, &f.Count, &f.Minutes)
		out = append(out, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading fetches of pages: %w", err)
	}
	return out, nil
}

// FetchFeeds returns the feeds that hold fetches of a site's pages and short links.
func FetchFeeds(ctx context.Context, r ledger.Reader, s Site) ([]string, error) {
	all, err := SiteFeeds(ctx, r, s)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, id := range append(idsOf(all), LinkFetches(s.ID)) {
		found, err := r.Column(ctx, `SELECT feed FROM page_fetches WHERE feed = ? LIMIT 1`, id)
		if err != nil {
			return nil, fmt.Errorf("looking for fetches of feed %s: %w", id, err)
		}
		out = append(out, found...)
	}
	return out, nil
}

func idsOf(all []SampleFeedWithPoll) []string {
	out := make([]string, len(all))
	for i, f := range all {
		out[i] = f.ID
	}
	return out
}
