package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/services/ledger"
)

// CorruptText is a document whose stored text can't be read, and why.
type CorruptText struct {
	Document, Revision string
	Cause              error
}

// CorruptError lists the documents of a query whose text can't be read. It is a
// [ledger.ErrCorrupt].
type CorruptError struct{ Texts []CorruptText }

func (e *CorruptError) Error() string {
	causes := make([]error, len(e.Texts))
	for i, t := range e.Texts {
		causes[i] = t.Cause
	}
	return errors.Join(causes...).Error()
}

func (e *CorruptError) Is(target error) bool { return target == ledger.ErrCorrupt }

// orNil returns the error, or nil if it lists nothing.
func (e *CorruptError) orNil() error {
	if len(e.Texts) == 0 {
		return nil
	}
	return e
}

// leaveOut adds the corrupt documents to the error, and returns the others.
func (e *CorruptError) leaveOut(metas []DocumentMeta) []DocumentMeta {
	return slices.DeleteFunc(metas, func(d DocumentMeta) bool {
		if d.corrupt != nil {
			e.Texts = append(e.Texts, CorruptText{d.ID, d.Revision, d.corrupt})
		}
		return d.corrupt != nil
	})
}

// QuarantineCorrupt records that a text can't be read. Detection then no longer waits for the
// document, and [ledger.Ledger.Check] lists it. Another text or revision ends this.
func QuarantineCorrupt(ctx context.Context, tx *ledger.Tx, t CorruptText) error {
	_, err := tx.Exec(ctx, `UPDATE documents SET corrupt = ? WHERE id = ? AND revision = ?`, t.Cause.Error(), t.Document, t.Revision)
	if err != nil {
		return fmt.Errorf("quarantining %s: %w", t.Document, err)
	}
	return nil
}

// ReleaseCorrupt lets detection try corrupt texts again: the disk may have been replaced.
func ReleaseCorrupt(ctx context.Context, tx *ledger.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE documents SET corrupt = '' WHERE corrupt <> ''`)
	return err
}
