package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/ledger/query"
)

// Reference is what the bus carries in place of a document. The relay sets Seq.
type Reference struct {
	ID       string `json:"id"`
	Revision string `json:"revision"`
	Seq      int64  `json:"seq"`
}

// Message is a row of the outbox: either a reference or a payload.
//
// Two numbers order the outbox. The id is given when the row is inserted, and PostgreSQL gives
// ids before it commits: a lower id may appear after a higher one. Consumers need an order
// without such gaps, so the relay, of which only one runs, gives each committed row the next
// sequence of its stream. Consumers' offsets are sequences.
type Message struct {
	ID      int64
	Stream  string
	Subject string
	MsgID   string // never changes; the bus drops a second message with the same id
	Ref     *Reference
	Payload []byte
	Seq     int64  // number in the stream, 0 until the relay assigns it
	BusSeq  uint64 // number on the bus, 0 until it is published, and for dead letters
	Created time.Time
}

// Body returns the bytes to publish.
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

// Enqueue adds messages to the outbox, in order. The relay is woken when the transaction is
// committed.
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

// unpublishedBytes bounds the payloads that are read at once.
const unpublishedBytes = 16 << 20

var errLimit = errors.New("enough for now")

// Unpublished returns what the relay must publish: first, by sequence, messages that have one
// already (the relay died before it recorded that they were published, or the bus was lost),
// then the others by id. Fewer than limit are returned when they are large.
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

// AssignSeq gives messages without a sequence the next ones of their stream, by id, and
// returns all in the order to publish. Commit before you publish: if the process dies in
// between, the message is published later with the same sequence. The other way round a
// consumer could store an offset that another message gets.
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
		// A relay that has lost its lease may run this at the same time. Both raise the same counter,
		// whose row is locked until one of them commits; the other then finds sequences assigned and
		// leaves those rows alone.
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
			return nil, fmt.Errorf("assigning sequences: %w", err)
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

// MarkPublished records that the bus has the messages, and under which of its own numbers.
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

// After returns the messages in a stream after a sequence, in order and without gaps except
// for pruned ones. The relay may still be publishing the last of them.
func (r Reads) After(ctx context.Context, stream string, seq int64, limit int) ([]Message, error) {
	return r.messages(ctx, `SELECT `+outboxColumns+` FROM outbox WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?`, stream, seq, limit)
}

// AnyAfter reports whether a stream has a published message after a sequence whose subject
// begins with the given text.
func (r Reads) AnyAfter(ctx context.Context, stream, subject string, seq int64) (bool, error) {
	var n int
	err := r.Row(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE stream = ? AND sequence > ? AND published > 0
		AND SUBSTR(subject, 1, ?) = ? ORDER BY sequence LIMIT 1) AS found`, []any{stream, seq, len(subject), subject}, &n)
	return n > 0, err
}

// Republish makes the relay publish everything after a sequence again, with the same
// sequences: for a bus that was lost.
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

// Prune deletes messages of a stream that were published before a moment, as the bus does, but
// keeps those that a consumer has not processed yet.
func (tx *Tx) Prune(ctx context.Context, stream string, before time.Time) (int64, error) {
	n, err := tx.Exec(ctx, `DELETE FROM outbox WHERE stream = ? AND published > 0 AND published < ?
		AND sequence <= COALESCE((SELECT MIN(o.sequence) FROM offsets o WHERE o.stream = outbox.stream), sequence)`, stream, before)
	if err != nil {
		return 0, fmt.Errorf("pruning the outbox: %w", err)
	}
	return n, nil
}

// OldestWaiting returns when the oldest message was enqueued that the relay has not published;
// the zero time if there is no such message.
func (r Reads) OldestWaiting(ctx context.Context) (time.Time, error) {
	var t time.Time
	err := r.Row(ctx, `SELECT COALESCE(MIN(created), 0) FROM outbox WHERE published = 0`, nil, query.Time(&t))
	return t, err
}

// OutboxDepth returns how many messages wait for the relay.
func (r Reads) OutboxDepth(ctx context.Context) (int64, error) {
	var n int64
	err := r.Row(ctx, `SELECT COUNT(*) FROM outbox WHERE published = 0`, nil, &n)
	return n, err
}
