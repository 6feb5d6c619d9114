package mentions

import (
	"context"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// JoinTwins puts an episode and its video into one cluster: one row in the inbox and one alert.
func JoinTwins(ctx context.Context, tx *ledger.Tx, episode, video string) error {
	moved, err := archive.MergeClusters(ctx, tx, video, episode)
	if err != nil {
		return err
	}
	return follow(ctx, tx, moved)
}

// PartTwins takes an episode and a video that is not its twin after all out of each other's cluster, and
// drops the text that the episode had from there.
func PartTwins(ctx context.Context, tx *ledger.Tx, pair archive.DocumentTwin) error {
	moved, err := archive.SplitCluster(ctx, tx, pair.Document, pair.Twin)
	if err != nil {
		return err
	}
	if err := follow(ctx, tx, moved); err != nil {
		return err
	}
	return archive.DropText(ctx, tx, pair.Document, pair.Twin)
}

// follow moves the mentions of documents whose cluster changed, and announces the documents to the indexers.
func follow(ctx context.Context, tx *ledger.Tx, moved []archive.Clustered) error {
	for _, c := range moved {
		if err := record.MoveMentions(ctx, tx, c.ID, c.Cluster); err != nil {
			return err
		}
		if !c.Known {
			continue // it is new, and detection announces it
		}
		meta, err := archive.GetDocumentMeta(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if err := archive.AnnounceDocument(ctx, tx, &meta.Document); err != nil {
			return err
		}
	}
	return nil
}
