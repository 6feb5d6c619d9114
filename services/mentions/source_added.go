package mentions

import (
	"context"
	"errors"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// SourceAdded announces the mentions in a document as amended after the document was found in
// another source: rules for that source may match them now.
func SourceAdded(ctx context.Context, tx *ledger.Tx, document, baseURL string) error {
	list, err := record.MentionsOf(ctx, tx, document)
	if err != nil || len(list) == 0 {
		return err
	}
	meta, err := archive.GetDocumentMeta(ctx, tx, document)
	if err != nil {
		return err
	}
	sources, err := archive.SourcesOf(ctx, tx, document)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Removed {
			continue
		}
		m.Revision++
		switch err := record.SaveMention(ctx, tx, m); {
		case errors.Is(err, ledger.ErrConflict):
			return ledger.ErrRaced // a person changed it in the meantime
		case err != nil:
			return err
		}
		brand, err := brandOrStub(ctx, tx, m.Workspace, m.Brand)
		if err != nil {
			return err
		}
		if err := Announce(ctx, tx, alerts.Amended, m, brand, &meta.Document, sources, baseURL); err != nil {
			return err
		}
	}
	return nil
}
