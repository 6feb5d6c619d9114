package detector

import (
	"context"
	"errors"
	"time"

	"github.com/namedrop/namedrop/index/cluster"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/mentions"
)

// assign assigns the documents to clusters, before their mentions are written.
func assign(ctx context.Context, tx *ledger.Tx, found []finding) error {
	prints := make([]archive.Fingerprinted, len(found))
	for i, f := range found {
		prints[i] = archive.Fingerprinted{Document: f.document.ID, Fingerprint: f.print}
	}
	clusters, err := mentions.AssignClusters(ctx, tx, prints)
	if err != nil {
		return err
	}
	for i := range found {
		found[i].cluster = clusters[found[i].document.ID]
	}
	return nil
}

const (
	oldBatch = 32
	oldPause = 50 * time.Millisecond
)

// clusterOld assigns clusters to documents that were detected by a version without clusters. The
// ledger records which documents have none, so an interrupted run continues at the next start.
// It pauses for twice as long as it works, so that new documents don't wait for it.
func (d *Detector) clusterOld(ctx context.Context) {
	done := 0
	for ctx.Err() == nil {
		begun := d.opts.Now()
		n, err := d.clusterBatch(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			d.opts.Logger.Error("assigning clusters to older documents failed, trying again", "error", err)
		case n == 0:
			if done > 0 {
				d.opts.Logger.Info("clusters assigned to older documents", "documents", done)
			}
			return
		}
		done += n
		pause := max(2*d.opts.Now().Sub(begun), oldPause)
		if err != nil {
			pause = retryPause
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (d *Detector) clusterBatch(ctx context.Context) (int, error) {
	ids, err := archive.Unclustered(ctx, d.opts.Ledger, oldBatch)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	docs, rest, err := archive.LoadDocuments(ctx, d.opts.Ledger, ids)
	corrupt := new(archive.CorruptError)
	if err != nil && !errors.As(err, &corrupt) {
		return 0, err
	}
	prints := make([]archive.Fingerprinted, len(docs), len(ids))
	known := make(map[string]bool, len(ids))
	for i := range docs {
		prints[i] = archive.Fingerprinted{Document: docs[i].ID, Fingerprint: cluster.Of(&docs[i])}
		known[docs[i].ID] = true
	}
	for _, id := range rest {
		known[id] = true
	}
	for _, id := range ids { // a document whose text can't be read gets a cluster of its own
		if !known[id] {
			prints = append(prints, archive.Fingerprinted{Document: id})
		}
	}
	err = d.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		_, err := mentions.AssignClusters(ctx, tx, prints)
		return err
	})
	return len(prints), err
}
