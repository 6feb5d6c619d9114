package archive

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/services/ledger"
)

// DropDocument deletes the rows of a document in the archive: the document, its text, sources,
// alternates, parts and fingerprint. It leaves the mentions and sends no events: to delete a document for
// good use mentions.DeleteDocument.
func DropDocument(ctx context.Context, tx *ledger.Tx, d DocumentMeta) error {
	for _, rows := range []string{
		`documents WHERE id = ?`, `document_sources WHERE document = ?`, `document_alternates WHERE document = ?`, `parts WHERE document = ?`,
		`document_twins WHERE document = ?`, `document_twins WHERE twin = ?`,
	} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+rows, d.ID); err != nil {
			return fmt.Errorf("deleting document %s: %w", d.ID, err)
		}
	}
	if err := dropFingerprint(ctx, tx, d.Arrival); err != nil {
		return fmt.Errorf("deleting the fingerprint of document %s: %w", d.ID, err)
	}
	_, err := tx.Exec(ctx, `DELETE FROM bodies WHERE arrival = ?`, d.Arrival)
	return err
}
