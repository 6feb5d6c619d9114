package archive

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Poll is how far something outside has been read, and when it is read again. The adapter owns
// the position, the schedule its state, the interface the condition.
type Poll struct {
	Position  feeds.Position
	State     schedule.State
	Condition feeds.Condition
	Claimed   time.Time // the State.Due that a read under way was begun for
	Asked     bool      // somebody made it due before its time
	Told      time.Time // until when a hub tells about it; not stored
}

// PollKind is the kind of subject that a poll reads.
type PollKind string

const (
	SourcePoll PollKind = "source"
	StreamPoll PollKind = "stream" // a connection that sources share
)

// PollColumns are the columns of a poll p, for queries that join it to its subject: see
// [ScanPoll].
const PollColumns = `p.state, p.condition, p.position, p.due`

// ScanPoll returns the destinations of [PollColumns].
func ScanPoll(p *Poll) []any {
	// A person may have asked for a read since the state was written, so the column due is
	// scanned last and wins.
	return []any{query.JSON(&p.State), query.JSON(&p.Condition), query.Raw(&p.Position), dueDate{p}}
}

// dueDate scans the column due, after the state. Where it is earlier than the state's own date, somebody
// asked for the read.
type dueDate struct{ p *Poll }

func (d dueDate) Scan(v any) error {
	planned := d.p.State.Due
	if err := query.Time(&d.p.State.Due).Scan(v); err != nil {
		return fmt.Errorf("reading when a source is due: %w", err)
	}
	d.p.Asked = !planned.IsZero() && d.p.State.Due.Before(planned.Add(-time.Second))
	return nil
}

// SavePoll saves how far a subject was read, and ends the claim on it. If the due date was
// changed during the read, for example because of new credentials, the earlier one of the two
// dates is kept: the read that ends did not use them.
func SavePoll(ctx context.Context, tx *ledger.Tx, kind PollKind, subject string, p Poll) error {
	n, err := savePoll(ctx, tx, kind, subject, p)
	return ledger.OneRow(n, err, "saving how far "+string(kind)+" "+subject+" was read")
}

// SavePolls saves many polls at once: most reads bring nothing but a new date. Subjects that
// were deleted in the meantime are left out.
func SavePolls(ctx context.Context, tx *ledger.Tx, kind PollKind, polls map[string]Poll) error {
	for subject, p := range polls {
		if _, err := savePoll(ctx, tx, kind, subject, p); err != nil {
			return fmt.Errorf("saving how far %s %s was read: %w", kind, subject, err)
		}
	}
	return nil
}

func savePoll(ctx context.Context, tx *ledger.Tx, kind PollKind, subject string, p Poll) (int64, error) {
	return tx.Exec(ctx, `UPDATE polls SET state = ?, condition = ?, position = ?, health = ?,
		due = CASE WHEN CAST(? AS BIGINT) = 0 OR due = ? OR due > ? THEN ? ELSE due END,
		lease_holder = '', lease_until = 0 WHERE subject_kind = ? AND subject = ?`,
		query.AsJSON(p.State), query.AsJSON(p.Condition), string(p.Position), string(p.Condition.Health),
		p.Claimed, p.Claimed, p.State.Due, p.State.Due, string(kind), subject)
}

// SetDue schedules a read of a source at that time, whatever its schedule.
func SetDue(ctx context.Context, tx *ledger.Tx, source string, at time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE polls SET due = ? WHERE subject_kind = 'source' AND subject = ?`, at, source)
	return ledger.OneRow(n, err, "making source "+source+" due")
}

// AskForRead makes a source due now because a person asked for it: see [Poll.Asked]. One that is due
// already is made due a little earlier still, or its read would count as planned.
func AskForRead(ctx context.Context, tx *ledger.Tx, source string) error {
	now := tx.Now()
	n, err := tx.Exec(ctx, `UPDATE polls SET due = CASE WHEN due > 0 AND due <= ? THEN due - 2000000 ELSE ? END
		WHERE subject_kind = 'source' AND subject = ?`, now, now, source)
	return ledger.OneRow(n, err, "asking for source "+source)
}

// ClaimDue leases up to limit sources of these types that are due, the longest due first.
// Other types are left to processes that can read them. Paused sources are never due. See
// [ClaimParts] for how a claim works.
func ClaimDue(ctx context.Context, l *ledger.Ledger, types []feeds.SourceType, now time.Time, limit int, holder string, lease time.Duration) ([]SourceWithPoll, error) {
	var items []SourceWithPoll
	list, args := query.In(query.Strings(types))
	err := l.Write(ctx, func(tx *ledger.Tx) error {
		items = items[:0]
		var ids []string
		err := tx.Each(ctx, `UPDATE polls SET lease_holder = ?, lease_until = ? WHERE subject_kind = 'source' AND subject IN (
				SELECT subject FROM polls WHERE subject_kind = 'source' AND active = 1 AND due <= ? AND lease_until <= ? AND type IN `+list+`
				ORDER BY due, subject LIMIT ?`+tx.SkipLocked()+`)
			RETURNING subject`, slices.Concat([]any{holder, now.Add(lease), now, now}, args, []any{limit}), func(scan query.Scan) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
		if err != nil {
			return err
		}
		for part := range query.Chunks(ids) {
			list, args := query.In(part)
			err := tx.Each(ctx, `SELECT `+sourceColumns+sourceFrom+` WHERE s.id IN `+list, args, func(scan query.Scan) error {
				s, err := scanSource(scan)
				s.Poll.Claimed = s.Poll.State.Due
				items = append(items, s)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claiming sources: %w", err)
	}
	slices.SortFunc(items, func(a, b SourceWithPoll) int { return a.Poll.State.Due.Compare(b.Poll.State.Due) })
	return items, nil
}

// NextDue returns when the next unclaimed source of these types is due; the zero time if there
// is no such source.
func NextDue(ctx context.Context, r ledger.Reader, types []feeds.SourceType, now time.Time) (time.Time, error) {
	var due time.Time
	list, args := query.In(query.Strings(types))
	err := r.Each(ctx, `SELECT due FROM polls WHERE subject_kind = 'source' AND active = 1 AND lease_until <= ? AND type IN `+list+`
		ORDER BY due, subject LIMIT 1`, append([]any{now}, args...), func(scan query.Scan) error { return scan(query.Time(&due)) })
	return due, err
}

// ClaimPolls leases up to limit subjects of a kind and of these types that are due, the longest due first, and
// passes their ids to load, in the same transaction.
func ClaimPolls(ctx context.Context, l *ledger.Ledger, kind PollKind, types []string, now time.Time, limit int, holder string, lease time.Duration, load func(*ledger.Tx, []string) error) error {
	list, args := query.In(types)
	due := ` FROM polls WHERE subject_kind = ? AND active = 1 AND due <= ? AND lease_until <= ? AND type IN ` + list
	args = slices.Concat([]any{string(kind), now, now}, args)
	// Mostly nothing is due: then no write is needed.
	some, err := l.Column(ctx, `SELECT subject`+due+` LIMIT 1`, slices.Clone(args)...)
	if err == nil && len(some) > 0 {
		err = l.Write(ctx, func(tx *ledger.Tx) error {
			ids, err := tx.Column(ctx, `UPDATE polls SET lease_holder = ?, lease_until = ? WHERE subject_kind = ? AND subject IN (
				SELECT subject`+due+` ORDER BY due, subject LIMIT ?`+tx.SkipLocked()+`) RETURNING subject`,
				slices.Concat([]any{holder, now.Add(lease), string(kind)}, args, []any{limit})...)
			if err != nil {
				return err
			}
			return load(tx, ids)
		})
	}
	if err != nil {
		return fmt.Errorf("claiming %s: %w", kind, err)
	}
	return nil
}
