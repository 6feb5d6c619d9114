package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"github.com/namedrop/namedrop/services/ledger/query"
	"strings"
	"time"
)

// Reference is what the bus carries in place of a document; Seq is given by the relay.
type Reference struct {
	ID       string `json:"id"`
	Revision string `json:"revision"`
	Seq      int64  `json:"seq"`
}

// Message is a row of the outbox: either a reference or a payload.
type Message struct {
	ID      int64
	Stream  string
	Subject string
	MsgID   string // names the message for ever; the bus drops a second one
	Ref     *Reference
	Payload []byte
	Seq     int64 // its place in the stream, 0 until the relay assigns it
	BusSeq  uint64
	Created time.Time
}

// Body is what is published.
func (m Message) Body() []byte {
	if m.Ref == nil {
		return m.Payload
	}
	ref := *m.Ref
	ref.Seq = m.Seq
	b, err := json.Marshal(ref)
	if err != nil {
		panic(err) // two strings and a number
	}
	return b
}

// Enqueue puts messages into the outbox, in order; the relay is nudged once the
// transaction is committed.
func (tx *Tx) Enqueue(ctx context.Context, messages ...Message) error {
	for _, m := range messages {
		var ref Reference
		if m.Ref != nil {
			ref = *m.Ref
		}
		if m.MsgID == "" {
			return fmt.Errorf("queueing %s: it has no message id", m.Subject)
		}
		_, err := tx.Exec(ctx, `INSERT INTO outbox (stream, subject, msg_id, ref_id, ref_revision, payload, created)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, m.Stream, m.Subject, m.MsgID, ref.ID, ref.Revision, m.Payload, tx.now)
		if err != nil {
			return fmt.Errorf("queueing %s: %w", m.Subject, err)
		}
		tx.enqueued = true
	}
	return nil
}

const outboxColumns = `id, stream, subject, msg_id, ref_id, ref_revision, payload, sequence, bus_sequence, created`

func scanMessage(scan query.Scan) (Message, error) {
	var m Message
	var ref Reference
	var bus int64
	err := scan(&m.ID, &m.Stream, &m.Subject, &m.MsgID, &ref.ID, &ref.Revision, &m.Payload, &m.Seq, &bus, query.Time(&m.Created))
	if m.BusSeq = uint64(bus); ref.ID != "" {
		ref.Seq = m.Seq
		m.Ref, m.Payload = &ref, nil
	}
	return m, err
}

func (r Reads) messages(ctx context.Context, statement string, args ...any) ([]Message, error) {
	var out []Message
	err := r.Each(ctx, statement, args, func(scan query.Scan) error {
		m, err := scanMessage(scan)
		out = append(out, m)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the outbox: %w", err)
	}
	return out, nil
}

// unpublishedBytes is how many bytes of payloads are read of what waits.
const unpublishedBytes = 16 << 20

var errLimit = errors.New("enough for now")

// Unpublished returns what waits for the relay: first what has its place already (a relay
// died before it marked it, or the bus was lost), by place, then the rest by id. Large
// messages come fewer at a time than limit.
func (r Reads) Unpublished(ctx context.Context, limit int) ([]Message, error) {
	var out []Message
	size := 0
	for _, which := range []string{`sequence > 0 ORDER BY sequence, id`, `sequence = 0 ORDER BY id`} {
		err := r.Each(ctx, `SELECT `+outboxColumns+` FROM outbox WHERE published = 0 AND `+which+` LIMIT ?`, []any{limit - len(out)},
			func(scan query.Scan) error {
				m, err := scanMessage(scan)
				out = append(out, m)
				if size += len(m.Payload); err == nil && size >= unpublishedBytes {
					err = errLimit
				}
				return err
			})
		if len(out) == limit || errors.Is(err, errLimit) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the outbox: %w", err)
		}
	}
	return out, nil
}

// AssignSeq gives messages without a place the next ones of their stream, by id, and
// returns all in the order to publish. Commit before publishing: a message keeps its
// place through every retry.
func (tx *Tx) AssignSeq(ctx context.Context, messages []Message) ([]Message, error) {
	waiting := map[string][]int64{}
	for _, m := range messages {
		if m.Seq == 0 {
			waiting[m.Stream] = append(waiting[m.Stream], m.ID)
		}
	}
	given := map[int64]int64{}
	for stream, ids := range waiting {
		last, err := tx.Bump(ctx, "seq."+stream, int64(len(ids)))
		if err != nil {
			return nil, err
		}
		// Another relay that lost its lead may have been here; the counter's lock makes one of us
		// second, and the second leaves what has its place.
		list, args := query.In(ids)
		args = append([]any{last - int64(len(ids))}, args...)
		err = tx.Each(ctx, `UPDATE outbox SET sequence = ? + v.rank FROM (
				SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS rank FROM outbox WHERE sequence = 0 AND id IN `+list+`) AS v
			WHERE outbox.id = v.id RETURNING outbox.id, outbox.sequence`, args, func(scan query.Scan) error {
			var id, seq int64
			err := scan(&id, &seq)
			given[id] = seq
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("giving messages their place: %w", err)
		}
	}
	out := make([]Message, 0, len(messages))
	for _, m := range messages {
		if seq, ok := given[m.ID]; ok {
			m.Seq = seq
		}
		if m.Seq > 0 {
			out = append(out, m)
		}
	}
	return out, nil
}

// MarkPublished records that the bus has them, and under which of its own numbers.
func (tx *Tx) MarkPublished(ctx context.Context, messages []Message) error {
	for part := range query.Chunks(messages) {
		part = query.Padded(part)
		args := []any{tx.now}
		for _, m := range part {
			args = append(args, m.ID, int64(m.BusSeq))
		}
		rows := strings.Repeat(`, (CAST(? AS BIGINT), CAST(? AS BIGINT))`, len(part))
		_, err := tx.Exec(ctx, `UPDATE outbox SET published = ?, bus_sequence = v.column2 FROM (VALUES `+rows[2:]+`) AS v WHERE outbox.id = v.column1`, args...)
		if err != nil {
			return fmt.Errorf("marking %d messages published: %w", len(messages), err)
		}
	}
	return nil
}

// After returns the messages that have their place in a stream past seq, in order and without
// a gap but for what was pruned: the relay may have the last of them still under way.
func (r Reads) After(ctx context.Context, stream string, seq int64, limit int) ([]Message, error) {
	return r.messages(ctx, `SELECT `+outboxColumns+` FROM outbox WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?`, stream, seq, limit)
}

// AnyAfter tells whether a stream has a published message past seq whose subject begins so.
func (r Reads) AnyAfter(ctx context.Context, stream, subject string, seq int64) (bool, error) {
	var n int
	err := r.Row(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE stream = ? AND sequence > ? AND published > 0
		AND SUBSTR(subject, 1, ?) = ? ORDER BY sequence LIMIT 1) AS found`, []any{stream, seq, len(subject), subject}, &n)
	return n > 0, err
}

// Republish lets the relay send everything past seq once more, in its old places: for a
// bus that was lost.
func (tx *Tx) Republish(ctx context.Context, stream string, afterSeq int64) (int64, error) {
	n, err := tx.Exec(ctx, `UPDATE outbox SET published = 0, bus_sequence = 0 WHERE stream = ? AND sequence > ? AND published > 0`, stream, afterSeq)
	if err != nil {
		return 0, fmt.Errorf("publishing %s again: %w", stream, err)
	}
	if n > 0 {
		tx.enqueued = true
	}
	return n, nil
}

// Prune forgets a stream's messages that were published before a moment, as the bus does,
// but none that a consumer has still before it.
func (tx *Tx) Prune(ctx context.Context, stream string, before time.Time) (int64, error) {
	n, err := tx.Exec(ctx, `DELETE FROM outbox WHERE stream = ? AND published > 0 AND published < ?
		AND sequence <= COALESCE((SELECT MIN(o.sequence) FROM offsets o WHERE o.stream = outbox.stream), sequence)`, stream, before)
	if err != nil {
		return 0, fmt.Errorf("pruning the outbox: %w", err)
	}
	return n, nil
}

// DeadLetters lists the subjects of the dead letters since a moment, the latest first: messages
// that no bus would ever take, which the relay marked without a number.
func (r Reads) DeadLetters(ctx context.Context, since time.Time, limit int) ([]string, error) {
	subjects, err := r.Column(ctx, `SELECT subject FROM outbox WHERE published > 0 AND bus_sequence = 0 AND published > ? ORDER BY published DESC, id DESC LIMIT ?`,
		max(since.UnixMicro(), 0), limit)
	if err != nil {
		return nil, fmt.Errorf("looking for dead letters: %w", err)
	}
	return subjects, nil
}

// OldestWaiting is when the message was queued that waits for the relay longest; the zero
// time where none waits.
func (r Reads) OldestWaiting(ctx context.Context) (time.Time, error) {
	var t time.Time
	err := r.Row(ctx, `SELECT COALESCE(MIN(created), 0) FROM outbox WHERE published = 0`, nil, query.Time(&t))
	return t, err
}

// OutboxDepth counts what waits for the relay.
func (r Reads) OutboxDepth(ctx context.Context) (int64, error) {
	var n int64
	err := r.Row(ctx, `SELECT COUNT(*) FROM outbox WHERE published = 0`, nil, &n)
	return n, err
}
