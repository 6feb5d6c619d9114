package archive

import (
	"context"
	"fmt"
	"math"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// EachNewest calls do for the documents, the latest arrival first, in batches of size. Unlike
// [EachDocument] it leaves out texts that can't be read: it is for looks at the archive that need
// not be whole.
func EachNewest(ctx context.Context, r ledger.Reader, size int, do func([]DocumentMeta) error) error {
	for before := int64(math.MaxInt64); ; {
		var page query.Where
		page.Add("d.arrival < ?", before)
		page.Args = append(page.Args, size)
		batch, _, err := selectDocumentsWithin(ctx, r, page, " ORDER BY d.arrival DESC LIMIT ?", true, LoadLimit)
		if err != nil {
			return fmt.Errorf("reading the archive: %w", err)
		}
		if len(batch) == 0 {
			return nil
		}
		before = batch[len(batch)-1].Arrival
		var corrupt CorruptError
		if batch = corrupt.leaveOut(batch); len(batch) == 0 {
			continue
		}
		if err := do(batch); err != nil {
			return err
		}
	}
}

// RecentLanguages returns the languages of the newest documents.
func RecentLanguages(ctx context.Context, r ledger.Reader) (list []string, err error) {
	err = r.Each(ctx, `SELECT DISTINCT language FROM (SELECT language FROM documents ORDER BY arrival DESC LIMIT 500) AS newest
		WHERE language <> '' ORDER BY language`, nil, func(scan query.Scan) error {
		var language string
		err := scan(&language)
		list = append(list, language)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the languages of the archive: %w", err)
	}
	return list, nil
}
