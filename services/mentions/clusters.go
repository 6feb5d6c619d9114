package mentions

import (
	"context"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
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
	for _, c := range list {
		out[c.ID] = c
		if !c.Changed {
			continue
		}
		if err := record.MoveMentions(ctx, tx, c.ID, c.Cluster); err != nil {
			return nil, err
		}
		if !c.Known {
			continue // it is new, and detection announces it
		}
		meta, err := archive.GetDocumentMeta(ctx, tx, c.ID)
		if err != nil {
			return nil, err
		}
		if err := archive.AnnounceDocument(ctx, tx, &meta.Document); err != nil {
			return nil, err
		}
	}
	return out, nil
}
