package ledger

import (
	"context"
	"errors"
	"fmt"
	"github.com/namedrop/namedrop/services/ledger/query"
	"strings"
	"time"
)

// Check reads the whole ledger and says whether it is sound, and everything in it was told:
// for the command doctor.
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

// Faults are what the ledger holds that needs somebody to look.
type Faults struct {
	Unsent     int // messages of the last 30 days that no bus takes
	Unreadable int // documents whose text can't be read
}

// Faults counts them; [Ledger.Check] names them.
func (l *Ledger) Faults(ctx context.Context) (f Faults, err error) {
	err = l.Row(ctx, `SELECT (SELECT COUNT(*) FROM outbox WHERE published > 0 AND bus_sequence = 0 AND published > ?),
		(SELECT COUNT(*) FROM documents WHERE corrupt <> '')`, []any{l.now().Add(-recent)}, &f.Unsent, &f.Unreadable)
	if err != nil {
		return f, fmt.Errorf("looking for faults: %w", err)
	}
	return f, nil
}

// checkCorrupt tells of documents that were passed over.
func (l *Ledger) checkCorrupt(ctx context.Context) error {
	corrupt, err := l.corruptDocuments(ctx, maxNamed+1)
	if err != nil || len(corrupt) == 0 {
		return err
	}
	number, ids := summarize(corrupt)
	return fmt.Errorf("the texts of documents, %s of them, can't be read, and nothing new is found in these: %s. "+
		"Restore a backup from before the damage; or delete the documents, and a source that still lists them brings them again", number, ids)
}

// checkDeadLetters tells of messages that no bus takes.
func (l *Ledger) checkDeadLetters(ctx context.Context) error {
	buried, err := l.DeadLetters(ctx, l.now().Add(-recent), maxNamed+1)
	if err != nil || len(buried) == 0 {
		return err
	}
	number, subjects := summarize(buried)
	return fmt.Errorf("it is whole, but messages of the last 30 days, %s of them, were such as the bus can't take, and listeners there don't know of them: %s. "+
		"The desk and the alerts do; the log says why", number, subjects)
}

// recent is how long a dead letter is told of.
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

// corruptDocuments lists documents that were passed over, the oldest first.
func (r Reads) corruptDocuments(ctx context.Context, limit int) ([]string, error) {
	ids, err := r.Column(ctx, `SELECT id FROM documents WHERE corrupt <> '' ORDER BY arrival LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("looking for texts that can't be read: %w", err)
	}
	return ids, nil
}

// summarize names the first of a list, and says how many there are, as far as that is known.
func summarize(all []string) (number, names string) {
	number = fmt.Sprint(len(all))
	if len(all) > maxNamed {
		all, number = all[:maxNamed], fmt.Sprint("more than ", maxNamed)
	}
	return number, strings.Join(all, ", ")
}

// maxNamed is how many of what is wrong are named.
const maxNamed = 5
