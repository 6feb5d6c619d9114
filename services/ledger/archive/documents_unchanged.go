package archive

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/services/ledger"
)

// refreshUnchanged updates what is not part of a revision: the addresses of an unchanged
// document and its recording, if they have moved, and the names by which it is recognised.
// Addresses that differ in their query have not moved: many hosts put a new token there at
// each read.
func refreshUnchanged(ctx context.Context, tx *ledger.Tx, d *Draft, source string, k storedDocument) error {
	if d.Synthetic != "" { // a show may say so later of episodes that are listed already
		if _, err := tx.Exec(ctx, `UPDATE documents SET synthetic = ? WHERE arrival = ? AND synthetic <> ?`, d.Synthetic, k.n, d.Synthetic); err != nil {
			return fmt.Errorf("saving that %s was made by a machine: %w", d.ID, err)
		}
	}
	page, audio := cmp.Or(d.URL, k.url), cmp.Or(d.Audio, k.audio)
	moved := !sameAddress(page, k.url) || !sameAddress(audio, k.audio)
	if moved {
		_, err := tx.Exec(ctx, `UPDATE documents SET url = ?, audio = ?, audio_type = COALESCE(NULLIF(?, ''), audio_type) WHERE arrival = ?`, page, audio, d.AudioType, k.n)
		if err != nil {
			return fmt.Errorf("saving the new addresses of %s: %w", d.ID, err)
		}
	}
	if !moved && !d.renamed {
		return nil
	}
	return saveAlternates(ctx, tx, d, source)
}

func sameAddress(a, b string) bool {
	a, _, _ = strings.Cut(a, "?")
	b, _, _ = strings.Cut(b, "?")
	return a == b
}

func saveAlternates(ctx context.Context, tx *ledger.Tx, d *Draft, source string) error {
	for _, a := range d.Alternates {
		_, err := tx.Exec(ctx, `INSERT INTO document_alternates (source, alternate, document) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			source, a, d.ID)
		if err != nil {
			return fmt.Errorf("saving the alternates of %s: %w", d.ID, err)
		}
	}
	return nil
}
