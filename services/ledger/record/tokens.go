package record

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Token gives a program access. Only the hash of its secret is stored.
type Token struct {
	ID        string    `json:"id"`
	Workspace string    `json:"workspace,omitempty"`
	Name      string    `json:"name"`
	Hash      string    `json:"-"`
	Scopes    []string  `json:"scopes"`
	Created   time.Time `json:"created"`
	LastUsed  time.Time `json:"last_used,omitzero"`
	Expires   time.Time `json:"expires,omitzero"`
	Revoked   time.Time `json:"revoked,omitzero"`
}

const tokenColumns = `id, workspace, name, hash, scopes, created, last_used, expires, revoked`

func selectTokens(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Token, error) {
	out := []Token{}
	err := r.Each(ctx, `SELECT `+tokenColumns+` FROM tokens`+tail, args, func(scan query.Scan) error {
		var t Token
		err := scan(&t.ID, &t.Workspace, &t.Name, &t.Hash, query.JSON(&t.Scopes), query.Time(&t.Created), query.Time(&t.LastUsed),
			query.Time(&t.Expires), query.Time(&t.Revoked))
		out = append(out, t)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading tokens: %w", err)
	}
	return out, nil
}

// AddToken stores a new token.
func AddToken(ctx context.Context, tx *ledger.Tx, t Token) error {
	_, err := tx.Exec(ctx, `INSERT INTO tokens (id, workspace, name, hash, scopes, created, last_used, expires, revoked)
		VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0)`, t.ID, ledger.WorkspaceOrDefault(t.Workspace), t.Name, t.Hash, query.AsJSON(t.Scopes), tx.Now(), t.Expires)
	if err != nil {
		return fmt.Errorf("adding token %s: %w", t.Name, err)
	}
	return nil
}

// TokenByHash returns the token with this hash, unless it is revoked or expired.
func TokenByHash(ctx context.Context, r ledger.Reader, hash string, now time.Time) (Token, error) {
	found, err := selectTokens(ctx, r, ` WHERE hash = ? AND revoked = 0 AND (expires = 0 OR expires > ?)`, hash, now)
	if err == nil && len(found) == 0 {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return Token{}, err
	}
	return found[0], nil
}

// ListTokens lists the tokens of a workspace, newest first, also revoked ones.
func ListTokens(ctx context.Context, r ledger.Reader, workspace string) ([]Token, error) {
	return selectTokens(ctx, r, ` WHERE workspace = ? ORDER BY created DESC, id`, ledger.WorkspaceOrDefault(workspace))
}

// RevokeToken revokes a token.
func RevokeToken(ctx context.Context, tx *ledger.Tx, workspace, id string) error {
	n, err := tx.Exec(ctx, `UPDATE tokens SET revoked = ? WHERE workspace = ? AND id = ? AND revoked = 0`, tx.Now(), ledger.WorkspaceOrDefault(workspace), id)
	return ledger.OneRow(n, err, "revoking token "+id)
}

// TouchToken records that a token was used. Call it once a minute at most.
func TouchToken(ctx context.Context, tx *ledger.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE tokens SET last_used = ? WHERE id = ?`, tx.Now(), id)
	return err
}
