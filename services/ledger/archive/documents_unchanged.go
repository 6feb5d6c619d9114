package archive

import (
	"cmp"
	"context"
	"fmt"
	"github.com/namedrop/namedrop/services/ledger"
	"strings"
)

// refreshUnchanged records of an unchanged document what its revision says nothing of: where it and
// its recording are now, after a show has moved, and the names it is recognised by. Tokens
// in a query change with each read and are no move.
func refreshUnchanged(ctx context.Context, tx *ledger.Tx, d *Draft, source string, k storedDocument) error {
	page, audio := cmp.Or(d.URL, k.url), cmp.Or(d.Audio, k.audio)
	moved := !sameAddress(page, k.url) || !sameAddress(audio, k.audio)
	if moved {
		_, err := tx.Exec(ctx, `UPDATE documents SET url = ?, audio = ?, audio_type = COALESCE(NULLIF(?, ''), audio_type) WHERE arrival = ?`, page, audio, d.AudioType, k.n)
		if err != nil {
			return fmt.Errorf("recording where %s has moved: %w", d.ID, err)
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
			return fmt.Errorf("recording the names of %s: %w", d.ID, err)
		}
	}
	return nil
}
