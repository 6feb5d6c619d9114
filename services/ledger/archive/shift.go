package archive

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/services/ledger"
)

// Shift returns how many seconds later everything is in the recording of a document, as it is served now, than in its
// transcript. Adverts that are put in at each download cause it; a person heard by how much.
func Shift(ctx context.Context, r ledger.Reader, document string) (float64, error) {
	seconds := 0.0
	if err := r.Row(ctx, `SELECT shift FROM documents WHERE id = ?`, []any{document}, &seconds); err != nil {
		return 0, fmt.Errorf("reading the shift of %s: %w", document, err)
	}
	return seconds, nil
}

// SetShift sets the shift of a document. It is lost with the transcript that it belongs to: see [SaveDocuments].
func SetShift(ctx context.Context, tx *ledger.Tx, document string, seconds float64) error {
	n, err := tx.Exec(ctx, `UPDATE documents SET shift = ? WHERE id = ?`, seconds, document)
	return ledger.OneRow(n, err, "shifting "+document)
}
