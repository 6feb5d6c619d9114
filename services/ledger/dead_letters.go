package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/ledger/query"
)

// DeadLetter is a message that a consumer could not process or that the relay could not
// publish.
type DeadLetter struct {
	ID       string
	Consumer string // who could not process it; "relay" if the bus doesn't take it
	Stream   string
	MsgID    string
	Subject  string
	Seq      int64  // its sequence; 0 if it has none
	Data     []byte // in a list only its first bytes
	Size     int    // bytes in all
	Attempts int    // how often it was tried in all
	Poison   bool   // it was given up at once, because no further attempt could help
	Cause    string
	Retries  int       // how often a person had it tried again
	Created  time.Time // when it was given up first
	Updated  time.Time
}

// States of a dead letter.
const (
	letterFailing = "failing" // not given up yet: its attempts are counted here
	letterOpen    = "open"
	letterRetried = "retried" // published again; it becomes open once more if that fails too
)

// retryMark separates the id of a message from the number of its retry. A retry needs an id
// of its own, since the bus drops a message whose id it has seen.
const retryMark = ".retry-"

func retryID(msgID string, n int) string {
	if n == 0 {
		return msgID
	}
	return msgID + retryMark + strconv.Itoa(n)
}

// originalID splits the id of a message into that of its first publication and the number of
// the retry.
func originalID(msgID string) (string, int) {
	if i := strings.LastIndex(msgID, retryMark); i >= 0 {
		if n, err := strconv.Atoi(msgID[i+len(retryMark):]); err == nil && n > 0 {
			return msgID[:i], n
		}
	}
	return msgID, 0
}

// letterID identifies a letter by its consumer, its stream and its message.
func letterID(consumer, stream, original string) string {
	sum := sha256.Sum256([]byte(consumer + "\x00" + stream + "\x00" + original))
	return hex.EncodeToString(sum[:10])
}

// AddDeadLetter keeps a letter. The same letter may come twice, and is kept once. If a retry
// of it failed, it is open again.
func (tx *Tx) AddDeadLetter(ctx context.Context, d DeadLetter) error {
	original, n := originalID(d.MsgID)
	id := letterID(d.Consumer, d.Stream, original)
	// The number of the retry decides: a letter that comes a second time after a person had it
	// retried is about the earlier attempt, and must not open it again. A letter that was
	// discarded and whose retry fails comes back as a new one.
	_, err := tx.Exec(ctx, `INSERT INTO dead_letters
			(id, consumer, stream, msg_id, subject, sequence, payload, attempts, poison, cause, state, retries, created, updated)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, payload = excluded.payload, poison = excluded.poison, cause = excluded.cause,
			attempts = CASE WHEN dead_letters.state = ? THEN excluded.attempts ELSE dead_letters.attempts + excluded.attempts END,
			state = excluded.state, updated = excluded.updated
		WHERE dead_letters.state <> ? AND dead_letters.retries = excluded.retries`,
		id, d.Consumer, d.Stream, original, d.Subject, d.Seq, notNil(d.Data), d.Attempts, query.FlagValue(d.Poison), shortCause(d.Cause), letterOpen, n, tx.now, tx.now,
		letterFailing, letterOpen)
	if err != nil {
		return fmt.Errorf("recording a dead letter of %s: %w", d.Consumer, err)
	}
	return nil
}

// CountAttempt records that a message failed, and returns how often it has failed since it
// was published or retried. The number survives a restart.
func (tx *Tx) CountAttempt(ctx context.Context, d DeadLetter) (int, error) {
	original, n := originalID(d.MsgID)
	var attempts int
	err := tx.Row(ctx, `INSERT INTO dead_letters
			(id, consumer, stream, msg_id, subject, sequence, payload, attempts, poison, cause, state, retries, created, updated)
			VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET attempts = CASE WHEN dead_letters.state = ? THEN dead_letters.attempts + 1 ELSE 1 END,
			sequence = excluded.sequence, cause = excluded.cause, state = excluded.state, retries = excluded.retries, updated = excluded.updated
		RETURNING attempts`,
		[]any{letterID(d.Consumer, d.Stream, original), d.Consumer, d.Stream, original, d.Subject, d.Seq, notNil(d.Data), shortCause(d.Cause), letterFailing, n, tx.now, tx.now,
			letterFailing}, &attempts)
	if err != nil {
		return 0, fmt.Errorf("counting the attempts of %s: %w", d.Consumer, err)
	}
	return attempts, nil
}

// ForgetAttempts deletes what CountAttempt counted for the messages of a consumer up to a
// sequence: they were processed after all.
func (tx *Tx) ForgetAttempts(ctx context.Context, consumer, stream string, seq int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM dead_letters WHERE state = ? AND consumer = ? AND stream = ? AND sequence <= ?`, letterFailing, consumer, stream, seq)
	return err
}

// notNil is needed because the column must not be NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// shortCause bounds an error: some repeat what they could not read.
func shortCause(cause string) string {
	const most = 2000
	if len(cause) > most {
		cause = cause[:most] + " …"
	}
	return strings.ToValidUTF8(strings.ReplaceAll(cause, "\x00", " "), "�")
}

// Payloads may be megabytes, so a list has only what they begin with.
const letterColumns = `id, consumer, stream, msg_id, subject, sequence, SUBSTR(payload, 1, 1000), LENGTH(payload), attempts, poison, cause, retries, created, updated`

func scanLetter(scan query.Scan) (d DeadLetter, err error) {
	err = scan(&d.ID, &d.Consumer, &d.Stream, &d.MsgID, &d.Subject, &d.Seq, &d.Data, &d.Size, &d.Attempts, query.Flag(&d.Poison), &d.Cause, &d.Retries,
		query.Time(&d.Created), query.Time(&d.Updated))
	return d, err
}

// DeadLetters lists the open dead letters, the latest first.
func (r Reads) DeadLetters(ctx context.Context, page Page) ([]DeadLetter, string, error) {
	pos, more, err := page.Position()
	if err != nil {
		return nil, "", err
	}
	where, args := `state = ?`, []any{letterOpen}
	if more {
		where, args = where+` AND (created < ? OR created = ? AND id < ?)`, append(args, pos.At, pos.At, pos.ID)
	}
	var out []DeadLetter
	err = r.Each(ctx, `SELECT `+letterColumns+` FROM dead_letters WHERE `+where+` ORDER BY created DESC, id DESC LIMIT ?`, append(args, page.Size()+1),
		func(scan query.Scan) error {
			d, err := scanLetter(scan)
			out = append(out, d)
			return err
		})
	if err != nil {
		return nil, "", fmt.Errorf("listing dead letters: %w", err)
	}
	out, next := CutPage(out, page.Size(), func(d DeadLetter) Position { return PositionAt(d.Created.UnixMicro(), d.ID) })
	return out, next, nil
}

// CountDeadLetters returns how many dead letters are open.
func (r Reads) CountDeadLetters(ctx context.Context) (int, error) {
	var n int
	err := r.Row(ctx, `SELECT COUNT(*) FROM dead_letters WHERE state = ?`, []any{letterOpen}, &n)
	if err != nil {
		return 0, fmt.Errorf("counting dead letters: %w", err)
	}
	return n, nil
}

// RetryDeadLetter publishes the message of an open letter again, for all consumers of its
// subject: those that have processed it recognize it by the ids in it. [ErrNotFound]: there is
// no such letter, or it isn't open any more.
func (tx *Tx) RetryDeadLetter(ctx context.Context, id string) error {
	var d DeadLetter
	err := tx.Row(ctx, `UPDATE dead_letters SET state = ?, retries = retries + 1, updated = ? WHERE id = ? AND state = ?
		RETURNING stream, subject, msg_id, payload, retries`, []any{letterRetried, tx.now, id, letterOpen},
		&d.Stream, &d.Subject, &d.MsgID, &d.Data, &d.Retries)
	if err != nil {
		return fmt.Errorf("retrying dead letter %s: %w", id, err)
	}
	m := Message{Stream: d.Stream, Subject: d.Subject, MsgID: retryID(d.MsgID, d.Retries)}
	// A reference gets the sequence of its new row; anything else is published as it was.
	var ref Reference
	if json.Unmarshal(d.Data, &ref) == nil && ref.ID != "" && ref.Revision != "" && ref.Seq > 0 {
		m.Ref = &ref
	} else {
		m.Payload = d.Data
	}
	return tx.Enqueue(ctx, m)
}

// DiscardDeadLetter deletes an open letter for good. [ErrNotFound]: there is none.
func (tx *Tx) DiscardDeadLetter(ctx context.Context, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM dead_letters WHERE id = ? AND state = ?`, id, letterOpen)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("discarding dead letter %s: %w", id, err)
	}
	return nil
}

// PruneDeadLetters deletes letters that were retried before a moment, and the counts of
// attempts that nobody continued. Open letters stay until a person retries or discards them.
func (tx *Tx) PruneDeadLetters(ctx context.Context, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM dead_letters WHERE state <> ? AND updated < ?`, letterOpen, before)
	if err != nil {
		return fmt.Errorf("pruning dead letters: %w", err)
	}
	return nil
}
