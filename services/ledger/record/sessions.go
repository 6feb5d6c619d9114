package record

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Session is a signed-in browser. Only the hash of its cookie is stored.
type Session struct {
	Hash     string
	User     string
	Created  time.Time
	LastUsed time.Time
	Expires  time.Time
}

// AddSession stores a session, and deletes those that have expired.
func AddSession(ctx context.Context, tx *ledger.Tx, s Session) error {
	if _, err := tx.Exec(ctx, `DELETE FROM sessions WHERE expires <= ?`, tx.Now()); err != nil {
		return fmt.Errorf("clearing old sessions: %w", err)
	}
	_, err := tx.Exec(ctx, `INSERT INTO sessions (hash, user_id, created, last_used, expires) VALUES (?, ?, ?, ?, ?)`,
		s.Hash, s.User, tx.Now(), tx.Now(), s.Expires)
	if err != nil {
		return fmt.Errorf("adding a session: %w", err)
	}
	return nil
}

// GetSession returns a session that has not expired.
func GetSession(ctx context.Context, r ledger.Reader, hash string, now time.Time) (Session, error) {
	var s Session
	err := r.Row(ctx, `SELECT hash, user_id, created, last_used, expires FROM sessions WHERE hash = ? AND expires > ?`,
		[]any{hash, now}, &s.Hash, &s.User, query.Time(&s.Created), query.Time(&s.LastUsed), query.Time(&s.Expires))
	return s, err
}

// DeleteSession signs a browser out.
func DeleteSession(ctx context.Context, tx *ledger.Tx, hash string) error {
	_, err := tx.Exec(ctx, `DELETE FROM sessions WHERE hash = ?`, hash)
	return err
}
