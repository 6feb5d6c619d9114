package archive

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// DeleteSource removes a source. Its documents and their mentions stay. The source itself
// stays for a while, hidden: see [RestoreSource] and [PurgeSources].
func DeleteSource(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `UPDATE sources SET removed = ? WHERE id = ? AND removed = 0`, tx.Now(), id)
	if err := ledger.OneRow(n, err, "deleting source "+id); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE polls SET active = 0 WHERE subject_kind = 'source' AND subject = ?`, id)
	return err
}

// RestoreSource restores a removed source with its key, to which its documents belong, its
// credentials and its position. [ledger.ErrNotFound]: it was purged. A source that was not
// removed stays as it is.
func RestoreSource(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `UPDATE sources SET removed = 0 WHERE id = ?`, id)
	if err := ledger.OneRow(n, err, "restoring source "+id); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE polls SET active = 1 - (SELECT paused FROM sources WHERE id = ?) WHERE subject_kind = 'source' AND subject = ?`, id, id)
	return err
}

// PurgeSources deletes sources that were removed before a moment, and returns how many.
func PurgeSources(ctx context.Context, l *ledger.Ledger, before time.Time) (int, error) {
	ids, err := l.Column(ctx, `SELECT id FROM sources WHERE removed > 0 AND removed <= ?`, before)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	err = l.Write(ctx, func(tx *ledger.Tx) error {
		for _, id := range ids {
			if err := purgeSource(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("purging removed sources: %w", err)
	}
	return len(ids), nil
}

// purgeSource deletes a removed source, and what only it needs.
func purgeSource(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM sources WHERE id = ? AND removed > 0`, id)
	if err != nil || n == 0 {
		return err // it was restored in the meantime
	}
	for _, rest := range []string{
		`polls WHERE subject_kind = 'source' AND subject = ?`, `parts WHERE source = ?`, `document_alternates WHERE source = ?`,
		`source_twins WHERE source = ?`, `source_twins WHERE twin = ?`,
		`addresses WHERE source = ?`, `brand_search_sources WHERE source = ?`,
	} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+rest, id); err != nil {
			return err
		}
	}
	return nil
}

// SourcesOfTypes returns the sources of these types that are neither paused nor removed.
func SourcesOfTypes(ctx context.Context, r ledger.Reader, types []feeds.SourceType) ([]SourceWithPoll, error) {
	var out []SourceWithPoll
	list, args := query.In(query.Strings(types))
	err := r.Each(ctx, `SELECT `+sourceColumns+sourceFrom+` WHERE s.removed = 0 AND s.paused = 0 AND s.type IN `+list+` ORDER BY s.id`, args,
		func(scan query.Scan) error {
			s, err := scanSource(scan)
			out = append(out, s)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("listing sources: %w", err)
	}
	return out, nil
}
