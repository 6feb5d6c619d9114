package archive

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// DocumentMeta is a document without its text, and what the archive knows about it.
type DocumentMeta struct {
	feeds.Document
	Arrival  int64     // number in the order of arrival: the cursor of EachDocument
	Month    string    // partition of the search index, fixed when it is first saved
	BodySize int       // bytes of text
	Created  time.Time // when it was first saved
	Updated  time.Time // last revision
	Detected Detected

	corrupt error // why its text can't be read, if it can't
}

// Detected is how far detection has come with a document.
type Detected struct {
	Current  string // the document's current revision
	Revision string // the revision that detection has read
	Brands   int64  // the revision of the set of brands that it looked for
}

const documentColumns = `d.arrival, d.id, d.revision, d.month, d.kind, d.network, d.key, d.url, d.title, d.notes, d.chapters, d.author,
	d.people, d.language, d.published, d.undated, d.fetched, d.duration, d.audio, d.audio_type, d.origin, d.engagement,
	d.backfill, d.body_size, d.created, d.updated, d.detected_revision, d.detected_brands,
	d.handle, d.thread, d.cluster, d.text_from, d.synthetic`

func scanDocument(scan query.Scan, more ...any) (DocumentMeta, error) {
	var d DocumentMeta
	err := scan(append([]any{&d.Arrival, &d.ID, &d.Revision, &d.Month, &d.Kind, &d.Network, &d.Key, &d.URL, &d.Title, &d.Notes,
		query.JSON(&d.Chapters), &d.Author, query.JSON(&d.People), &d.Language, query.Time(&d.Published), query.Flag(&d.Undated), query.Time(&d.Fetched),
		&d.Duration, &d.Audio, &d.AudioType, &d.Origin, query.JSON(&d.Engagement), query.Flag(&d.Backfill),
		&d.BodySize, query.Time(&d.Created), query.Time(&d.Updated), &d.Detected.Revision, &d.Detected.Brands,
		&d.Handle, &d.Thread, &d.Cluster, &d.From, &d.Synthetic}, more...)...)
	d.Detected.Current = d.Revision
	return d, err
}

// GetDocument returns a document with its text.
func GetDocument(ctx context.Context, r ledger.Reader, id string) (feeds.Document, error) {
	found, err := GetDocuments(ctx, r, []string{id})
	if err != nil {
		return feeds.Document{}, err
	}
	if len(found) == 0 {
		return feeds.Document{}, fmt.Errorf("document %s: %w", id, ledger.ErrNotFound)
	}
	return found[0], nil
}

// GetDocuments returns the documents that exist, with their texts, in the order of ids.
// Together with a [CorruptError] it returns those whose text could be read.
func GetDocuments(ctx context.Context, r ledger.Reader, ids []string) ([]feeds.Document, error) {
	docs, _, err := getDocuments(ctx, r, ids, math.MaxInt)
	return docs, err
}

// errFull ends a query once enough was read.
var errFull = errors.New("enough documents were read")

// LoadLimit is how many bytes of documents are loaded at once. A larger document is loaded
// alone.
const LoadLimit = 8 << 20

// LoadDocuments is [GetDocuments] for as many documents as fit [LoadLimit]. rest are the ids
// that were not looked up yet.
func LoadDocuments(ctx context.Context, r ledger.Reader, ids []string) (docs []feeds.Document, rest []string, err error) {
	return getDocuments(ctx, r, ids, LoadLimit)
}

func getDocuments(ctx context.Context, r ledger.Reader, ids []string, most int) (docs []feeds.Document, rest []string, err error) {
	if len(ids) == 0 {
		return nil, nil, nil
	}
	list, args := query.In(ids)
	var w query.Where
	w.Add("d.id IN "+list, args...)
	metas, full, err := selectDocumentsWithin(ctx, r, w, "", true, most)
	if err != nil {
		return nil, nil, fmt.Errorf("loading documents: %w", err)
	}
	if full {
		seen := make(map[string]bool, len(metas))
		for i := range metas {
			seen[metas[i].ID] = true
		}
		for _, id := range ids {
			if !seen[id] {
				rest = append(rest, id)
			}
		}
	}
	var corrupt CorruptError
	metas = corrupt.leaveOut(metas)
	byID := make(map[string]feeds.Document, len(metas))
	for _, m := range metas {
		byID[m.ID] = m.Document
	}
	docs = make([]feeds.Document, 0, len(metas))
	for _, id := range ids {
		if d, ok := byID[id]; ok {
			docs = append(docs, d)
		}
	}
	return docs, rest, corrupt.orNil()
}

// GetDocumentMeta returns a document without its text.
func GetDocumentMeta(ctx context.Context, r ledger.Reader, id string) (DocumentMeta, error) {
	var w query.Where
	w.Add("d.id = ?", id)
	metas, err := selectDocuments(ctx, r, w, "", false)
	if err == nil && len(metas) == 0 {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return DocumentMeta{}, fmt.Errorf("document %s: %w", id, err)
	}
	return metas[0], nil
}

func selectDocuments(ctx context.Context, r ledger.Reader, w query.Where, tail string, bodies bool) ([]DocumentMeta, error) {
	metas, _, err := selectDocumentsWithin(ctx, r, w, tail, bodies, math.MaxInt)
	return metas, err
}

// selectDocumentsWithin runs one query for the documents and one for their sources. It stops
// when the documents have most bytes, and reports whether it did.
func selectDocumentsWithin(ctx context.Context, r ledger.Reader, w query.Where, tail string, bodies bool, most int) (out []DocumentMeta, full bool, err error) {
	weight := 0
	statement := `SELECT ` + documentColumns
	if bodies {
		statement += `, b.body FROM documents d LEFT JOIN bodies b ON b.arrival = d.arrival`
	} else {
		statement += ` FROM documents d`
	}
	err = r.Each(ctx, statement+w.String()+tail, w.Args, func(scan query.Scan) error {
		var packed []byte
		var more []any
		if bodies {
			more = []any{&packed}
		}
		d, err := scanDocument(scan, more...)
		if err != nil {
			return err
		}
		d.corrupt = unpackBody(packed, &d.Document)
		out = append(out, d)
		if weight += d.Weight(); weight >= most {
			return errFull
		}
		return nil
	})
	if full = errors.Is(err, errFull); full {
		err = nil
	}
	if err != nil || len(out) == 0 {
		return nil, false, err
	}
	ids := make([]string, len(out))
	at := make(map[string]int, len(out))
	for i, d := range out {
		ids[i], at[d.ID] = d.ID, i
	}
	list, args := query.In(ids)
	err = r.Each(ctx, `SELECT document, source FROM document_sources WHERE document IN `+list+` ORDER BY document, position, source`, args,
		func(scan query.Scan) error {
			var doc, source string
			if err := scan(&doc, &source); err != nil {
				return err
			}
			d := &out[at[doc]]
			d.Sources = append(d.Sources, source)
			return nil
		})
	return out, full, err
}

// ExistingDocuments returns which of the documents exist.
func ExistingDocuments(ctx context.Context, r ledger.Reader, ids []string) (map[string]bool, error) {
	known := make(map[string]bool, len(ids))
	for part := range query.Chunks(ids) {
		list, args := query.In(part)
		found, err := r.Column(ctx, `SELECT id FROM documents WHERE id IN `+list, args...)
		if err != nil {
			return nil, fmt.Errorf("looking up documents: %w", err)
		}
		for _, id := range found {
			known[id] = true
		}
	}
	return known, nil
}

// EachDocument calls do with all documents in order of arrival, with texts, from just after
// the given arrival (0 for the beginning), in batches of size, or fewer if they are large. It
// stops at the first error of do. The Arrival of the last document in a batch is where a walk
// can be resumed. No transaction is open between batches: documents that arrive in the
// meantime come at the end. Corrupt documents are left out, and listed in a [CorruptError]
// when the walk has reached the end.
func EachDocument(ctx context.Context, r ledger.Reader, after int64, size int, do func([]DocumentMeta) error) error {
	return eachDocument(ctx, r, after, size, func(*query.Where) {}, do)
}

// EachMentioning is [EachDocument] for the newest documents that mention one of the brands.
func EachMentioning(ctx context.Context, r ledger.Reader, brands []string, newest int, after int64, size int, do func([]DocumentMeta) error) error {
	list, args := query.In(brands)
	return eachDocument(ctx, r, after, size, func(w *query.Where) {
		w.Add(`d.id IN (SELECT document FROM (SELECT document FROM mentions WHERE removed = 0 AND brand IN `+list+`
			ORDER BY published DESC, id DESC LIMIT ?) AS newest)`, append(args, newest)...)
	}, do)
}

func eachDocument(ctx context.Context, r ledger.Reader, after int64, size int, narrow func(*query.Where), do func([]DocumentMeta) error) error {
	var corrupt CorruptError
	for {
		var page query.Where
		page.Add("d.arrival > ?", after)
		narrow(&page)
		page.Args = append(page.Args, size)
		batch, _, err := selectDocumentsWithin(ctx, r, page, " ORDER BY d.arrival LIMIT ?", true, LoadLimit)
		if err != nil {
			return fmt.Errorf("reading the archive: %w", err)
		}
		if len(batch) == 0 {
			return corrupt.orNil()
		}
		after = batch[len(batch)-1].Arrival
		batch = corrupt.leaveOut(batch)
		if len(batch) == 0 {
			continue
		}
		if err := do(batch); err != nil {
			return err
		}
	}
}

// CountDocuments returns the number of documents.
func CountDocuments(ctx context.Context, r ledger.Reader) (int, error) {
	var n int
	err := r.Row(ctx, `SELECT COUNT(*) FROM documents`, nil, &n)
	return n, err
}

// DocumentKinds counts documents by kind.
func DocumentKinds(ctx context.Context, r ledger.Reader) (map[string]int, error) {
	return ledger.CountBy(ctx, r, `SELECT kind, COUNT(*) FROM documents GROUP BY kind`)
}

// DocumentIDs lists ids in order of arrival, from just after the given arrival (0 for the
// beginning), and returns where the next piece begins. With a month it lists only documents
// of that partition.
func DocumentIDs(ctx context.Context, r ledger.Reader, month string, after int64, limit int) (ids []string, next int64, err error) {
	var w query.Where
	w.Add("arrival > ?", after)
	if month != "" {
		w.Add("month = ?", month)
	}
	next = after
	err = r.Each(ctx, `SELECT arrival, id FROM documents`+w.String()+` ORDER BY arrival LIMIT ?`, append(w.Args, limit), func(scan query.Scan) error {
		var id string
		err := scan(&next, &id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, after, fmt.Errorf("reading the archive: %w", err)
	}
	return ids, next, nil
}

// SourcesOf returns the sources of a document that were not deleted, in the order in which it
// came by them.
func SourcesOf(ctx context.Context, r ledger.Reader, document string) ([]feeds.Source, error) {
	var out []feeds.Source
	err := r.Each(ctx, `SELECT `+sourceColumns+sourceFrom+` JOIN document_sources x ON x.source = s.id
		WHERE s.removed = 0 AND x.document = ? ORDER BY x.position, x.source`, []any{document},
		func(scan query.Scan) error {
			v, err := scanSource(scan)
			out = append(out, v.Source)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("loading the sources of %s: %w", document, err)
	}
	return out, nil
}

// SourceOf returns the first source of a document that a workspace may see; the zero value if
// there is none.
func SourceOf(ctx context.Context, r ledger.Reader, workspace, document string) (feeds.Source, error) {
	list, err := SourcesOf(ctx, r, document)
	if list = VisibleSources(list, workspace); err != nil || len(list) == 0 {
		return feeds.Source{}, err
	}
	return list[0], nil
}

// VisibleSources returns the sources that a workspace may see: its own, and those that belong
// to no workspace.
func VisibleSources(list []feeds.Source, workspace string) []feeds.Source {
	var out []feeds.Source
	for _, s := range list {
		if s.Workspace == "" || s.Workspace == ledger.WorkspaceOrDefault(workspace) {
			out = append(out, s)
		}
	}
	return out
}

// SourceIDs returns the ids of all sources of each document that a workspace may see.
func SourceIDs(ctx context.Context, r ledger.Reader, workspace string, documents []string) (map[string][]string, error) {
	out := make(map[string][]string, len(documents))
	for part := range query.Chunks(documents) {
		list, args := query.In(part)
		err := r.Each(ctx, `SELECT x.document, x.source FROM document_sources x JOIN sources s ON s.id = x.source
			WHERE s.removed = 0 AND s.workspace IN ('', ?) AND x.document IN `+list+` ORDER BY x.document, x.position, x.source`,
			append([]any{ledger.WorkspaceOrDefault(workspace)}, args...), func(scan query.Scan) error {
				var document, source string
				err := scan(&document, &source)
				out[document] = append(out[document], source)
				return err
			})
		if err != nil {
			return nil, fmt.Errorf("listing the sources of documents: %w", err)
		}
	}
	return out, nil
}

// LockDetected returns how far detection has come with a document, and locks the document on
// PostgreSQL: two detectors with the same document then run one after the other.
func LockDetected(ctx context.Context, tx *ledger.Tx, document string) (Detected, error) {
	var d Detected
	err := tx.Row(ctx, `SELECT revision, detected_revision, detected_brands FROM documents WHERE id = ?`+tx.ForUpdate(),
		[]any{document}, &d.Current, &d.Revision, &d.Brands)
	return d, err
}

// SetDetected records that detection has read a revision with a set of brands.
func SetDetected(ctx context.Context, tx *ledger.Tx, document, revision string, brands int64) error {
	n, err := tx.Exec(ctx, `UPDATE documents SET detected_revision = ?, detected_brands = ? WHERE id = ?`, revision, brands, document)
	return ledger.OneRow(n, err, "recording detection of "+document)
}
