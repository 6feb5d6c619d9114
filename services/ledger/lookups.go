package ledger

import (
	"context"
	"fmt"
)

// MonthsOf returns the partition of each document that is there.
func (r Reads) MonthsOf(ctx context.Context, documents []string) (map[string]string, error) {
	return r.pairs(ctx, "looking up partitions", `SELECT id, month FROM documents WHERE id IN `, documents)
}

// SourceNames returns the name of each source that is there.
func (r Reads) SourceNames(ctx context.Context, sources []string) (map[string]string, error) {
	return r.pairs(ctx, "looking up sources", `SELECT id, name FROM sources WHERE id IN `, sources)
}

func (r Reads) pairs(ctx context.Context, doing, query string, ids []string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	list, args := in(ids)
	err := r.each(ctx, query+list, args, func(scan scanner) error {
		var id, value string
		err := scan(&id, &value)
		out[id] = value
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return out, nil
}
