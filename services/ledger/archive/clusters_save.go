package archive

import (
	"context"
	"strings"

	"github.com/namedrop/namedrop/index/cluster"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// save writes the clusters of all touched documents, and the fingerprints of the changed ones.
func (a *assignment) save(ctx context.Context, changed, touched []*clusteredDocument) error {
	var own []int64
	for _, d := range touched {
		switch {
		case d.Cluster == d.was:
		case d.Cluster == d.ID:
			own = append(own, d.arrival)
		default:
			if _, err := a.tx.Exec(ctx, `UPDATE documents SET cluster = ? WHERE arrival = ?`, d.Cluster, d.arrival); err != nil {
				return err
			}
		}
	}
	for part := range query.Chunks(own) { // nearly all documents have no copies
		list, args := query.In(part)
		if _, err := a.tx.Exec(ctx, `UPDATE documents SET cluster = id WHERE arrival IN `+list, args...); err != nil {
			return err
		}
	}
	var prints, keys [][]any
	for _, d := range changed {
		if len(d.stored) > 0 {
			if err := dropFingerprint(ctx, a.tx, d.arrival); err != nil {
				return err
			}
		}
		packed, err := d.print.MarshalBinary()
		if err != nil {
			return err
		}
		if len(packed) == 0 {
			continue
		}
		prints = append(prints, []any{d.arrival, d.published, packed})
		for _, k := range d.print.Keys() {
			if a.isUnder(k, d) {
				keys = append(keys, []any{int64(k), d.arrival, d.published})
			}
		}
	}
	if err := insertRows(ctx, a.tx, `document_fingerprints (document, published, fingerprint)`, prints); err != nil {
		return err
	}
	return insertRows(ctx, a.tx, `cluster_keys (key, document, published)`, keys)
}

// isUnder reports whether a document is kept under a key, and not left out because so many are.
func (a *assignment) isUnder(k cluster.Key, d *clusteredDocument) bool {
	for _, s := range a.keys[k] {
		if s.document == d.arrival {
			return true
		}
	}
	return false
}

// insertRows inserts many rows with few statements. Repeated rows are inserted once.
func insertRows(ctx context.Context, tx *ledger.Tx, into string, rows [][]any) error {
	for part := range query.Chunks(rows) {
		part = query.Padded(part)
		var args []any
		for _, r := range part {
			args = append(args, r...)
		}
		one := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(part[0])), ", ") + ")"
		statement := `INSERT INTO ` + into + ` VALUES ` + strings.Repeat(one+", ", len(part)-1) + one + ` ON CONFLICT DO NOTHING`
		if _, err := tx.Exec(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// dropFingerprint deletes the fingerprint of a document and the keys that are in it.
func dropFingerprint(ctx context.Context, tx *ledger.Tx, arrival int64) error {
	var f cluster.Fingerprint
	err := tx.Each(ctx, `SELECT fingerprint FROM document_fingerprints WHERE document = ?`, []any{arrival}, func(scan query.Scan) error {
		var packed []byte
		if err := scan(&packed); err != nil {
			return err
		}
		return f.UnmarshalBinary(packed)
	})
	if err != nil {
		return err
	}
	if keys := f.Keys(); len(keys) > 0 {
		numbers := make([]int64, len(keys))
		for i, k := range keys {
			numbers[i] = int64(k)
		}
		list, args := query.In(numbers)
		if _, err := tx.Exec(ctx, `DELETE FROM cluster_keys WHERE document = ? AND key IN `+list, append([]any{arrival}, args...)...); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `DELETE FROM document_fingerprints WHERE document = ?`, arrival)
	return err
}

// unclustered are the documents that detection read before clusters were computed. Their
// cluster is their own until [AssignClusters] has seen them.
const unclustered = ` FROM documents WHERE cluster = '' AND detected_revision = revision AND corrupt = ''`

// Unclustered returns documents that have no cluster yet, the oldest first.
func Unclustered(ctx context.Context, r ledger.Reader, limit int) ([]string, error) {
	return r.Column(ctx, `SELECT id`+unclustered+` ORDER BY arrival LIMIT ?`, limit)
}

// CountUnclustered returns how many documents have no cluster yet.
func CountUnclustered(ctx context.Context, r ledger.Reader) (n int, err error) {
	err = r.Row(ctx, `SELECT COUNT(*)`+unclustered, nil, &n)
	return n, err
}
