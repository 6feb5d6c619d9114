package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// DamagedText is a document whose stored text can't be read, and why.
type DamagedText struct {
	Document, Revision string
	Cause              error
}

// DamagedError lists documents whose text can't be read. It is an [ErrDamaged].
type DamagedError struct{ Texts []DamagedText }

func (e *DamagedError) Error() string {
	causes := make([]error, len(e.Texts))
	for i, t := range e.Texts {
		causes[i] = t.Cause
	}
	return errors.Join(causes...).Error()
}

func (e *DamagedError) Is(target error) bool { return target == ErrDamaged }

// orNil is the error, if there is one.
func (e *DamagedError) orNil() error {
	if len(e.Texts) == 0 {
		return nil
	}
	return e
}

// leaveOut adds the documents whose text can't be read, and returns the others.
func (e *DamagedError) leaveOut(metas []DocumentMeta) []DocumentMeta {
	return slices.DeleteFunc(metas, func(d DocumentMeta) bool {
		if d.damaged != nil {
			e.Texts = append(e.Texts, DamagedText{d.ID, d.Revision, d.damaged})
		}
		return d.damaged != nil
	})
}

// PassOver records that a text can't be read: detection doesn't wait for the document any
// more, and [Ledger.Check] tells of it. Another text or revision undoes it.
func (tx *Tx) PassOver(ctx context.Context, t DamagedText) error {
	_, err := tx.exec(ctx, `UPDATE documents SET unreadable = ? WHERE id = ? AND revision = ?`, t.Cause.Error(), t.Document, t.Revision)
	if err != nil {
		return fmt.Errorf("passing over %s: %w", t.Document, err)
	}
	return nil
}

// LookAgain lets detection try once more what was passed over: a damaged disk may have been
// replaced by a whole one.
func (tx *Tx) LookAgain(ctx context.Context) error {
	_, err := tx.exec(ctx, `UPDATE documents SET unreadable = '' WHERE unreadable <> ''`)
	return err
}

// unreadable lists documents that were passed over, the oldest first.
func (r Reads) unreadable(ctx context.Context, limit int) ([]string, error) {
	ids, err := r.column(ctx, `SELECT id FROM documents WHERE unreadable <> '' ORDER BY n LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("looking for texts that can't be read: %w", err)
	}
	return ids, nil
}

// some names the first of a list, and says how many there are, as far as that is known.
func some(all []string) (number, names string) {
	number = fmt.Sprint(len(all))
	if len(all) > shown {
		all, number = all[:shown], fmt.Sprint("more than ", shown)
	}
	return number, strings.Join(all, ", ")
}

// shown is how many of what is wrong are named.
const shown = 5
