package ledger

import (
	"context"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/services/ledger/query"
)

// Check reads the whole ledger. It returns an error if the file is damaged, if texts are
// corrupt. The command doctor calls it.
func (l *Ledger) Check(ctx context.Context) error {
	if err := l.checkFile(ctx); err != nil {
		return err
	}
	found, err := l.Version(ctx)
	if err != nil || found < checkable {
		return err
	}
	return l.checkCorrupt(ctx)
}

// checkable is the first schema whose tables Check can query. What is in an older ledger is
// checked after its migration.
const checkable = 10

// CountCorrupt returns how many documents have a text that can't be read; [Ledger.Check]
// lists them.
func (r Reads) CountCorrupt(ctx context.Context) (int, error) {
	var n int
	err := r.Row(ctx, `SELECT COUNT(*) FROM documents WHERE corrupt <> ''`, nil, &n)
	if err != nil {
		return 0, fmt.Errorf("counting corrupt texts: %w", err)
	}
	return n, nil
}

// checkCorrupt returns an error that lists documents whose text is corrupt.
func (l *Ledger) checkCorrupt(ctx context.Context) error {
	corrupt, err := l.corruptDocuments(ctx, maxNamed+1)
	if err != nil || len(corrupt) == 0 {
		return err
	}
	number, ids := summarize(corrupt)
	return fmt.Errorf("the texts of documents, %s of them, can't be read, so no new mentions are found in them: %s. "+
		"Restore a backup from before the damage; or delete the documents, and they are read again from the sources that still list them", number, ids)
}

func (l *Ledger) checkFile(ctx context.Context) error {
	if l.Postgres() {
		var one int64
		return l.Row(ctx, "SELECT 1", nil, &one)
	}
	var faults []string
	err := l.Each(ctx, "PRAGMA integrity_check(10)", nil, func(scan query.Scan) error {
		var line string
		if err := scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			faults = append(faults, line)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("checking the ledger: %w", err)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %s", ErrCorrupt, strings.Join(faults, "; "))
	}
	return nil
}

// corruptDocuments lists the documents whose text is corrupt, the oldest first.
func (r Reads) corruptDocuments(ctx context.Context, limit int) ([]string, error) {
	ids, err := r.Column(ctx, `SELECT id FROM documents WHERE corrupt <> '' ORDER BY arrival LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("listing corrupt texts: %w", err)
	}
	return ids, nil
}

// summarize returns the first names of a list, and how many there are, as far as that is
// known.
func summarize(all []string) (number, names string) {
	number = fmt.Sprint(len(all))
	if len(all) > maxNamed {
		all, number = all[:maxNamed], fmt.Sprint("more than ", maxNamed)
	}
	return number, strings.Join(all, ", ")
}

// maxNamed is how many names an error lists.
const maxNamed = 5
