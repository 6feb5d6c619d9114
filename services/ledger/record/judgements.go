package record

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// Judgement returns what the judge answered to a question; empty if it wasn't asked, or the
// answer was pruned.
func Judgement(ctx context.Context, r ledger.Reader, id string) (string, error) {
	var answer string
	err := r.Row(ctx, `SELECT answer FROM judgements WHERE id = ?`, []any{id}, &answer)
	if errors.Is(err, ledger.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading a judgement: %w", err)
	}
	return answer, nil
}

// PutJudgement stores the judge's answer to a question.
func PutJudgement(ctx context.Context, tx *ledger.Tx, id, answer string) error {
	_, err := tx.Exec(ctx, `INSERT INTO judgements (id, answer, created) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, created = excluded.created`, id, answer, tx.Now())
	if err != nil {
		return fmt.Errorf("saving a judgement: %w", err)
	}
	return nil
}

// PruneJudgements deletes answers from before a moment, and returns how many.
func PruneJudgements(ctx context.Context, tx *ledger.Tx, before time.Time) (int64, error) {
	n, err := tx.Exec(ctx, `DELETE FROM judgements WHERE created < ?`, before)
	if err != nil {
		return 0, fmt.Errorf("pruning judgements: %w", err)
	}
	return n, nil
}
