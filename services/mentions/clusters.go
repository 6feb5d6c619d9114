package mentions

import (
	"context"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// AssignClusters assigns documents to clusters and returns them by id. If the cluster of a
// document changes, AssignClusters moves its mentions too and announces the document to the
// indexers.
func AssignClusters(ctx context.Context, tx *ledger.Tx, docs []archive.Fingerprinted) (map[string]archive.Clustered, error) {
	list, err := archive.AssignClusters(ctx, tx, docs)
	if err != nil {
		return nil, err
	}
	out := make(map[string]archive.Clustered, len(list))
	var moved []archive.Clustered
	for _, c := range list {
		if out[c.ID] = c; c.Changed {
			moved = append(moved, c)
		}
	}
	return out, follow(ctx, tx, moved)
}
