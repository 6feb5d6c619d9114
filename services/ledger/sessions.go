package ledger

import (
	"context"
	"fmt"
	"time"
)

// Session is a signed-in browser. Only the hash of its cookie is kept.
type Session struct {
	Hash     string
	User     string
	Created  time.Time
	LastUsed time.Time
	Expires  time.Time
}

// AddSession keeps a session, and forgets those that have expired.
func (tx *Tx) AddSession(ctx context.Context, s Session) error {
	if _, err := tx.exec(ctx, `DELETE FROM sessions WHERE expires <= ?`, tx.now); err != nil {
		return fmt.Errorf("clearing old sessions: %w", err)
	}
	_, err := tx.exec(ctx, `INSERT INTO sessions (hash, user_id, created, last_used, expires) VALUES (?, ?, ?, ?, ?)`,
		s.Hash, s.User, tx.now, tx.now, s.Expires)
	if err != nil {
		return fmt.Errorf("adding a session: %w", err)
	}
	return nil
}

// GetSession returns a session that has not expired.
func (r Reads) GetSession(ctx context.Context, hash string, now time.Time) (Session, error) {
	var s Session
	err := r.row(ctx, `SELECT hash, user_id, created, last_used, expires FROM sessions WHERE hash = ? AND expires > ?`,
		[]any{hash, now}, &s.Hash, &s.User, instant{&s.Created}, instant{&s.LastUsed}, instant{&s.Expires})
	return s, err
}

// TouchSession records that a session was used, and puts off its end.
func (tx *Tx) TouchSession(ctx context.Context, hash string, expires time.Time) error {
	_, err := tx.exec(ctx, `UPDATE sessions SET last_used = ?, expires = ? WHERE hash = ?`, tx.now, expires, hash)
	return err
}

// DeleteSession signs a browser out.
func (tx *Tx) DeleteSession(ctx context.Context, hash string) error {
	_, err := tx.exec(ctx, `DELETE FROM sessions WHERE hash = ?`, hash)
	return err
}

// DeleteSessions signs a user out everywhere: after a new password, say.
func (tx *Tx) DeleteSessions(ctx context.Context, user string) error {
	_, err := tx.exec(ctx, `DELETE FROM sessions WHERE user_id = ?`, user)
	return err
}
