package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/ledger/query"
)

// Check reads the whole ledger. It returns an error if the file is damaged, if texts are
// corrupt, or if messages could not be published. The command doctor calls it.
func (l *Ledger) Check(ctx context.Context) error {
	if err := l.checkFile(ctx); err != nil {
		return err
	}
	found, err := l.Version(ctx)
	if err != nil || found < checkable {
		return err
	}
	return errors.Join(l.checkCorrupt(ctx), l.checkDeadLetters(ctx))
}

// checkable is the first schema whose tables Check can query. What is in an older ledger is
// checked after its migration.
const checkable = 10

// Faults counts them; [Ledger.Check] lists them.
type Faults struct {
	Unsent  int // dead letters of the last 30 days
	Corrupt int // documents whose text can't be read
}

// Faults counts them; [Ledger.Check] names them.
func (l *Ledger) Faults(ctx context.Context) (f Faults, err error) {
	err = l.Row(ctx, `SELECT (SELECT COUNT(*) FROM outbox WHERE published > 0 AND bus_sequence = 0 AND published > ?),
		(SELECT COUNT(*) FROM documents WHERE corrupt <> '')`, []any{l.now().Add(-recent)}, &f.Unsent, &f.Corrupt)
	if err != nil {
		return f, fmt.Errorf("counting faults: %w", err)
	}
	return f, nil
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

// checkDeadLetters returns an error that lists the dead letters.
func (l *Ledger) checkDeadLetters(ctx context.Context) error {
	letters, err := l.DeadLetters(ctx, l.now().Add(-recent), maxNamed+1)
	if err != nil || len(letters) == 0 {
		return err
	}
	number, subjects := summarize(letters)
	return fmt.Errorf("the file is intact, but messages of the last 30 days, %s of them, could not be published on the bus, so clients there did not receive them: %s. "+
		"The desk and the alerts have them; the log has the reasons", number, subjects)
}

// recent is how long dead letters are reported.
const recent = 30 * 24 * time.Hour

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
