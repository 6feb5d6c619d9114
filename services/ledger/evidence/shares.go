package evidence

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Share is a link by which a report is read without signing in, until it expires or is revoked.
// The link's token is not in the ledger, only its hash.
type Share struct {
	ID        string
	Workspace string
	Report    string
	Hash      string
	Creator   string // name of the person or token
	Created   time.Time
	Expires   time.Time
	Revoked   time.Time // zero if it is not
}

// MostShares is how many live links a report may have.
const MostShares = 50

// KeepShares is how long a link that is over stays in the ledger.
const KeepShares = 30 * 24 * time.Hour

// NewShareToken returns a token of 256 random bits, and its hash.
func NewShareToken() (token, hash string) {
	var b [32]byte
	rand.Read(b[:])
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, ShareHash(token)
}

// ShareHash returns what the ledger stores of a token.
func ShareHash(token string) string {
	sum := sha256.Sum256([]byte("share\x00" + token))
	return hex.EncodeToString(sum[:])
}

const shareColumns = `id, workspace, report, hash, creator, created, expires, revoked`

func selectShares(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Share, error) {
	out := []Share{}
	err := r.Each(ctx, `SELECT `+shareColumns+` FROM shares`+tail, args, func(scan query.Scan) error {
		var s Share
		err := scan(&s.ID, &s.Workspace, &s.Report, &s.Hash, &s.Creator, query.Time(&s.Created), query.Time(&s.Expires), query.Time(&s.Revoked))
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading shares: %w", err)
	}
	return out, nil
}

// AddShare stores a new link.
func AddShare(ctx context.Context, tx *ledger.Tx, s Share) error {
	_, err := tx.Exec(ctx, `INSERT INTO shares (`+shareColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
		s.ID, ledger.WorkspaceOrDefault(s.Workspace), s.Report, s.Hash, s.Creator, tx.Now(), s.Expires)
	if err != nil {
		return fmt.Errorf("sharing report %s: %w", s.Report, err)
	}
	return nil
}

// LiveShares lists the links of a workspace that still work, the newest first. An empty report
// means all reports.
func LiveShares(ctx context.Context, r ledger.Reader, workspace, report string, now time.Time) ([]Share, error) {
	return selectShares(ctx, r, ` WHERE workspace = ? AND (report = ? OR ? = '') AND revoked = 0 AND expires > ? ORDER BY created DESC, id`,
		ledger.WorkspaceOrDefault(workspace), report, report, now)
}

// ShareByToken returns the link that has this token, if it still works. The ledger is asked for the
// hash, so the time that it takes says nothing about other tokens.
func ShareByToken(ctx context.Context, r ledger.Reader, token string, now time.Time) (Share, error) {
	found, err := selectShares(ctx, r, ` WHERE hash = ? AND revoked = 0 AND expires > ?`, ShareHash(token), now)
	if err == nil && len(found) == 0 {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return Share{}, err
	}
	return found[0], nil
}

// RevokeShare ends a link at once.
func RevokeShare(ctx context.Context, tx *ledger.Tx, workspace, id string) error {
	n, err := tx.Exec(ctx, `UPDATE shares SET revoked = ? WHERE workspace = ? AND id = ? AND revoked = 0 AND expires > ?`, tx.Now(), ledger.WorkspaceOrDefault(workspace), id, tx.Now())
	return ledger.OneRow(n, err, "revoking share "+id)
}

// PruneShares deletes links that ended before a time.
func PruneShares(ctx context.Context, tx *ledger.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM shares WHERE expires < ? OR revoked > 0 AND revoked < ?`, before, before)
	if err != nil {
		return fmt.Errorf("deleting old shares: %w", err)
	}
	return nil
}
