package evidence

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// AddedBatch is counts of a feed that are added to the stored ones. Writer is one run of one process,
// and numbers its batches from 1.
type AddedBatch struct {
	Feed, Writer string
	Number       int64
	Samples      []feeds.Sample
}

// added is the position of a feed whose samples are added: the last batch of each writer.
type added struct {
	Writers map[string]lastBatch `json:"writers"`
}

type lastBatch struct {
	Number int64     `json:"number"`
	At     time.Time `json:"at"`
}

// keepWriters is how long the last batch of a writer is remembered. Nothing repeats a batch so late.
const keepWriters = 48 * time.Hour

// AddSamples adds a batch to what is stored. A batch that was added before, by a transaction
// whose outcome its writer didn't learn, is not added again: applied is false then. It returns
// [ledger.ErrNotFound] if the feed was deleted.
func AddSamples(ctx context.Context, tx *ledger.Tx, b AddedBatch) (applied bool, err error) {
	var at added
	found := false
	// The row of the feed is locked, so that two writers don't overwrite one another's number.
	err = tx.Each(ctx, `SELECT position FROM polls WHERE subject_kind = 'visits' AND subject = ?`+tx.ForUpdate(), []any{b.Feed}, func(scan query.Scan) error {
		found = true
		var text string
		if err := scan(&text); err != nil || text == "" {
			return err
		}
		return json.Unmarshal([]byte(text), &at)
	})
	switch {
	case err != nil:
		return false, fmt.Errorf("reading the last batch of feed %s: %w", b.Feed, err)
	case !found:
		return false, fmt.Errorf("feed of visits %s: %w", b.Feed, ledger.ErrNotFound)
	case at.Writers[b.Writer].Number >= b.Number:
		return false, nil
	}
	for part := range slices.Chunk(b.Samples, sampleRows) {
		if err := addSamples(ctx, tx, b.Feed, part); err != nil {
			return false, fmt.Errorf("adding samples of feed %s: %w", b.Feed, err)
		}
	}
	if at.Writers == nil {
		at.Writers = map[string]lastBatch{}
	}
	for name, w := range at.Writers {
		if tx.Now().Sub(w.At) > keepWriters {
			delete(at.Writers, name)
		}
	}
	at.Writers[b.Writer] = lastBatch{b.Number, tx.Now().UTC()}
	position, err := json.Marshal(at)
	if err != nil {
		return false, fmt.Errorf("writing the last batch of feed %s: %w", b.Feed, err)
	}
	poll := archive.Poll{Position: position, Condition: feeds.Condition{Health: feeds.Healthy, Items: len(b.Samples)}}
	poll.State.LastRead = tx.Now()
	if err := archive.SavePoll(ctx, tx, VisitsPoll, b.Feed, poll); err != nil {
		return false, err
	}
	// Batches come all day long, so the reports are looked at once an hour.
	return true, setFeedDue(ctx, tx, b.Feed, tx.Now().Add(time.Hour))
}

func addSamples(ctx context.Context, tx *ledger.Tx, feed string, samples []feeds.Sample) error {
	args := make([]any, 0, 9*len(samples))
	for _, s := range samples {
		args = append(args, feed, s.Start, string(s.Span), s.Metric, s.Channel, string(s.Landing), s.Country, s.Value, string(s.State))
	}
	rows := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?),", len(samples)), ",")
	_, err := tx.Exec(ctx, `INSERT INTO samples (feed, `+sampleColumns+`) VALUES `+rows+`
		ON CONFLICT (feed, start, span, metric, channel, landing, country) DO UPDATE SET value = samples.value + excluded.value, state = excluded.state`, args...)
	return err
}

// CloseHour makes the samples of an hour final that was counted from beginning to end, and adds zeros for
// metrics that have none. Before its first sample a feed has no zeros: nobody knows whether
// the site had the tag.
func CloseHour(ctx context.Context, tx *ledger.Tx, feed string, hour time.Time, metrics []string) error {
	began, err := tx.Column(ctx, `SELECT feed FROM samples WHERE feed = ? AND start < ? LIMIT 1`, feed, hour.Add(time.Hour))
	if err != nil {
		return fmt.Errorf("looking for samples of feed %s: %w", feed, err)
	}
	if len(began) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `UPDATE samples SET state = ? WHERE feed = ? AND start = ? AND span = ?`, string(feeds.Final), feed, hour, string(feeds.HourSpan)); err != nil {
		return fmt.Errorf("closing an hour of feed %s: %w", feed, err)
	}
	counted, err := tx.Column(ctx, `SELECT DISTINCT metric FROM samples WHERE feed = ? AND start = ? AND span = ?`, feed, hour, string(feeds.HourSpan))
	if err != nil {
		return fmt.Errorf("looking for samples of feed %s: %w", feed, err)
	}
	var zeros []feeds.Sample
	for _, m := range metrics {
		if !slices.Contains(counted, m) {
			zeros = append(zeros, feeds.Sample{Start: hour, Span: feeds.HourSpan, Metric: m, State: feeds.Final})
		}
	}
	if len(zeros) == 0 {
		return nil
	}
	if err := addSamples(ctx, tx, feed, zeros); err != nil {
		return fmt.Errorf("adding zeros of feed %s: %w", feed, err)
	}
	return nil
}

// PushedFeeds returns the feeds of a type of all workspaces that are not paused.
func PushedFeeds(ctx context.Context, r ledger.Reader, t feeds.SampleType) ([]feeds.SampleFeed, error) {
	found, err := selectSampleFeeds(ctx, r, ` WHERE f.type = ? AND f.paused = ? ORDER BY f.id`, string(t), false)
	if err != nil {
		return nil, err
	}
	out := make([]feeds.SampleFeed, len(found))
	for i, f := range found {
		out[i] = f.SampleFeed
	}
	return out, nil
}
