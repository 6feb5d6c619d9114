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

// SampleRange is the time whose samples are replaced. Without metrics the samples of all
// metrics are.
type SampleRange struct {
	From, To time.Time
	Metrics  []string
}

// SampleChanges counts what replacing a range changed.
type SampleChanges struct{ Added, Changed, Removed, Unchanged int }

const sampleColumns = `start, span, metric, channel, landing, country, value, state`

func scanSample(scan query.Scan) (s feeds.Sample, err error) {
	err = scan(query.Time(&s.Start), &s.Span, &s.Metric, &s.Channel, &s.Landing, &s.Country, &s.Value, &s.State)
	return s, err
}

func (sr SampleRange) where(feed string) query.Where {
	var w query.Where
	w.Add("feed = ?", feed)
	w.Add("start >= ?", sr.From)
	w.Add("start < ?", sr.To)
	w.Any("metric", sr.Metrics)
	return w
}

// ReplaceSamples replaces all samples of a feed in a range. Samples that are stored already
// are not written again, so reading the same numbers twice writes nothing.
func ReplaceSamples(ctx context.Context, tx *ledger.Tx, feed string, over SampleRange, samples []feeds.Sample) (SampleChanges, error) {
	var n SampleChanges
	w := over.where(feed)
	held := map[feeds.SampleKey]feeds.Sample{}
	err := tx.Each(ctx, `SELECT `+sampleColumns+` FROM samples`+w.String(), w.Args, func(scan query.Scan) error {
		s, err := scanSample(scan)
		held[s.Key()] = s
		return err
	})
	if err != nil {
		return n, fmt.Errorf("reading the samples of feed %s: %w", feed, err)
	}
	var write []feeds.Sample
	for _, s := range samples {
		if s.Start.Before(over.From) || !s.Start.Before(over.To) || len(over.Metrics) > 0 && !slices.Contains(over.Metrics, s.Metric) {
			return n, fmt.Errorf("a sample of %s of %s is outside of the range that is replaced", s.Metric, s.Start)
		}
		before, there := held[s.Key()]
		delete(held, s.Key())
		switch {
		case !there:
			n.Added++
		case before.Value != s.Value || before.State != s.State:
			n.Changed++
		default:
			n.Unchanged++
			continue
		}
		write = append(write, s)
	}
	n.Removed = len(held)
	for k := range held {
		_, err := tx.Exec(ctx, `DELETE FROM samples WHERE feed = ? AND start = ? AND span = ? AND metric = ? AND channel = ? AND landing = ? AND country = ?`,
			feed, time.Unix(k.Start, 0), string(k.Span), k.Metric, k.Channel, string(k.Landing), k.Country)
		if err != nil {
			return n, fmt.Errorf("removing samples of feed %s: %w", feed, err)
		}
	}
	for part := range slices.Chunk(write, sampleRows) {
		if err := putSamples(ctx, tx, feed, part); err != nil {
			return n, fmt.Errorf("saving samples of feed %s: %w", feed, err)
		}
	}
	if n.Removed > 0 || len(write) > 0 {
		if err := setFeedDue(ctx, tx, feed, tx.Now()); err != nil {
			return n, fmt.Errorf("saving samples of feed %s: %w", feed, err)
		}
	}
	return n, nil
}

// sampleRows is how many rows one statement writes.
const sampleRows = 64

func putSamples(ctx context.Context, tx *ledger.Tx, feed string, samples []feeds.Sample) error {
	if len(samples) < sampleRows && len(samples) > 1 { // so that two statements are prepared, and not 64
		for _, s := range samples {
			if err := putSamples(ctx, tx, feed, []feeds.Sample{s}); err != nil {
				return err
			}
		}
		return nil
	}
	args := make([]any, 0, 9*len(samples))
	for _, s := range samples {
		args = append(args, feed, s.Start, string(s.Span), s.Metric, s.Channel, string(s.Landing), s.Country, s.Value, string(s.State))
	}
	rows := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?),", len(samples)), ",")
	_, err := tx.Exec(ctx, `INSERT INTO samples (feed, `+sampleColumns+`) VALUES `+rows+`
		ON CONFLICT (feed, start, span, metric, channel, landing, country) DO UPDATE SET value = excluded.value, state = excluded.state`, args...)
	return err
}

// SampleFilter selects samples of a feed. From and To may be zero.
type SampleFilter struct {
	Feed     string
	From, To time.Time
	Span     feeds.Span
	Metrics  []string
	Page     ledger.Page
}

// ListSamples lists samples by time, and returns the cursor of the next page, empty on the
// last.
func ListSamples(ctx context.Context, r ledger.Reader, f SampleFilter) ([]feeds.Sample, string, error) {
	var w query.Where
	w.Add("feed = ?", f.Feed)
	if !f.From.IsZero() {
		w.Add("start >= ?", f.From)
	}
	if !f.To.IsZero() {
		w.Add("start < ?", f.To)
	}
	if f.Span != "" {
		w.Add("span = ?", string(f.Span))
	}
	w.Any("metric", f.Metrics)
	pos, after, err := f.Page.Position()
	if err != nil {
		return nil, "", err
	}
	if after {
		key := strings.Split(pos.ID, " ")
		if len(key) != 5 {
			return nil, "", ledger.ErrCursor
		}
		w.Add("(start, span, metric, channel, landing, country) > (?, ?, ?, ?, ?, ?)", pos.At, key[0], key[1], key[2], key[3], key[4])
	}
	limit := f.Page.Size()
	out := []feeds.Sample{}
	err = r.Each(ctx, `SELECT `+sampleColumns+` FROM samples`+w.String()+` ORDER BY start, span, metric, channel, landing, country LIMIT ?`,
		append(w.Args, limit+1), func(scan query.Scan) error {
			s, err := scanSample(scan)
			out = append(out, s)
			return err
		})
	if err != nil {
		return nil, "", fmt.Errorf("listing samples: %w", err)
	}
	// None of these names contains a space.
	out, end := ledger.CutPage(out, limit, func(s feeds.Sample) ledger.Position {
		return ledger.PositionAt(query.Micros(s.Start), strings.Join([]string{string(s.Span), s.Metric, s.Channel, string(s.Landing), s.Country}, " "))
	})
	return out, end, nil
}
