package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Saved is the result of saving a document.
type Saved struct {
	*feeds.Document       // as it is stored: with the old id where a changed guid was recognised
	Arrival         int64 // number in the order of arrival
	New             bool  // it was not stored before
	Changed         bool  // it was stored with another revision
	Attached        bool  // it was stored, and came by a further source as news
	KeptText        bool  // it came without its text; the stored one was kept
	Objected        bool  // it was not stored, because its author or host objects
}

// SaveDocument saves one document that was read from source: see [SaveDocuments].
func SaveDocument(ctx context.Context, tx *ledger.Tx, d *Draft, source string) (Saved, error) {
	saved, err := SaveDocuments(ctx, tx, []*Draft{d}, source)
	if err != nil {
		return Saved{}, err
	}
	return saved[0], nil
}

// SaveDocuments saves what one read of source brought, and enqueues a reference for each
// document that is new or changed.
//
// A document whose guid changed is recognised by its alternates and keeps its id, unless the
// old document is in the same batch: then they are two. The text is kept if a document comes
// without it. Month, backfill and, where the source gives no date, the date stay as they were
// when the document was first saved.
//
// An unchanged document is not written again, except for addresses that moved and the names by
// which it is recognised.
//
// A document whose author or host objects is not stored: this is the one place where all documents come in.
//
// The drafts are not modified: a transaction may be run twice.
func SaveDocuments(ctx context.Context, tx *ledger.Tx, drafts []*Draft, source string) ([]Saved, error) {
	docs := make([]*Draft, len(drafts))
	for i, d := range drafts {
		c := *d
		docs[i] = &c
	}
	stored, err := resolve(ctx, tx, docs, source)
	if err != nil {
		return nil, fmt.Errorf("looking up documents of source %s: %w", source, err)
	}
	objected, err := loadObjections(ctx, tx)
	if err != nil {
		return nil, err
	}
	saved := make([]Saved, len(docs))
	for i, d := range docs {
		if objected.cover(&d.Document) {
			saved[i] = Saved{Document: &d.Document, Objected: true}
			continue
		}
		if saved[i], err = saveOne(ctx, tx, d, source, stored); err != nil {
			return nil, fmt.Errorf("saving document %s: %w", d.ID, err)
		}
	}
	return saved, nil
}

// storedDocument is what saving needs to know of a stored document.
type storedDocument struct {
	n         int64
	revision  string
	head      string
	language  string
	duration  float64
	origin    feeds.Origin
	bodySize  int
	published time.Time
	undated   bool
	backfill  bool
	url       string
	audio     string
	title     string
	corrupt   bool // its text can't be read
	linked    bool // it has the source that is being read
	detected  bool // detection has read this revision
}

// resolve looks up the documents of a batch by id, and then, by their alternates, those whose
// guid changed. It sets the id of the latter back to the old one.
func resolve(ctx context.Context, tx *ledger.Tx, docs []*Draft, source string) (map[string]storedDocument, error) {
	stored := make(map[string]storedDocument, len(docs))
	ids := make([]string, 0, len(docs))
	listed := make(map[string]bool, len(docs))
	for _, d := range docs {
		ids = append(ids, d.ID)
		listed[d.ID] = true
	}
	if err := loadStored(ctx, tx, ids, source, stored); err != nil {
		return nil, err
	}
	if err := separate(ctx, tx, docs, source, stored, listed); err != nil {
		return nil, err
	}
	var names []string
	for _, d := range docs {
		if _, ok := stored[d.ID]; !ok {
			names = append(names, alternates(d)...)
		}
	}
	if len(names) == 0 {
		return stored, nil
	}
	owner := map[string]string{}
	for part := range query.Chunks(names) {
		list, args := query.In(part)
		err := tx.Each(ctx, `SELECT alternate, document FROM document_alternates WHERE source = ? AND alternate IN `+list,
			append([]any{source}, args...), func(scan query.Scan) error {
				var alternate, document string
				err := scan(&alternate, &document)
				owner[alternate] = document
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	var old []string
	for _, d := range docs {
		if _, ok := stored[d.ID]; ok {
			continue
		}
		for _, name := range alternates(d) {
			// An old document that is in the same batch is another item, however similar.
			if id := owner[name]; id != "" && !listed[id] {
				d.Alternates = append([]string{guidName(d.ID)}, d.Alternates...)
				d.renamed = name != d.Alternates[0]
				d.ID = id
				listed[id] = true
				old = append(old, id)
				break
			}
		}
	}
	return stored, loadStored(ctx, tx, old, source, stored)
}

func loadStored(ctx context.Context, tx *ledger.Tx, ids []string, source string, into map[string]storedDocument) error {
	for part := range query.Chunks(ids) {
		list, args := query.In(part)
		err := tx.Each(ctx, `SELECT d.id, d.arrival, d.revision, d.head_revision, d.origin, d.body_size, d.published, d.undated, d.backfill, d.url, d.audio, d.title, d.language, d.duration,
				CASE WHEN d.corrupt = '' THEN 0 ELSE 1 END, CASE WHEN s.source IS NULL THEN 0 ELSE 1 END,
				CASE WHEN d.detected_revision = d.revision THEN 1 ELSE 0 END
			FROM documents d LEFT JOIN document_sources s ON s.document = d.id AND s.source = ?
			WHERE d.id IN `+list, append([]any{source}, args...), func(scan query.Scan) error {
			var id string
			var k storedDocument
			err := scan(&id, &k.n, &k.revision, &k.head, &k.origin, &k.bodySize, query.Time(&k.published), query.Flag(&k.undated),
				query.Flag(&k.backfill), &k.url, &k.audio, &k.title, &k.language, &k.duration, query.Flag(&k.corrupt), query.Flag(&k.linked), query.Flag(&k.detected))
			into[id] = k
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// guidName is the alternate that records under which id a document would have been saved with
// its new guid: at the next read it is found by that id.
func guidName(id string) string { return "id:" + id }

func alternates(d *Draft) []string {
	return append([]string{guidName(d.ID)}, d.Alternates...)
}

func saveOne(ctx context.Context, tx *ledger.Tx, d *Draft, source string, stored map[string]storedDocument) (Saved, error) {
	k, exists := stored[d.ID]
	s := Saved{Document: &d.Document, Arrival: k.n}
	if exists && len(d.Chapters) == 0 && d.offers(feeds.PartChapters) {
		// The chapters came from a file of their own, which a listing doesn't repeat.
		if err := tx.Row(ctx, `SELECT chapters FROM documents WHERE arrival = ?`, []any{k.n}, query.JSON(&d.Chapters)); err != nil {
			return s, err
		}
		d.hash()
	}
	if exists {
		d.keepLength(k)
		// These were fixed when it was first saved. A document without a date would otherwise move
		// with each read.
		old := d.Backfill // to this source
		d.Backfill = k.backfill
		if d.Undated {
			d.Published, d.Undated = k.published, k.undated
		}
		switch lost := lostText(&d.Document, k); {
		case lost && otherRecording(&d.Document, k):
			if err := forgetTexts(ctx, tx, d.ID); err != nil {
				return s, err
			}
		case lost:
			s.KeptText = true
			d.Origin, d.Revision = k.origin, k.revision
			if d.head != k.head {
				switch err := restoreText(ctx, tx, d); {
				case errors.Is(err, ledger.ErrCorrupt):
					return s, nil // it stays as it is, so that the rest of the batch can be saved
				case err != nil:
					return s, err
				}
			}
		}
		if !k.linked {
			attached, err := attachSource(ctx, tx, d.ID, source)
			if err != nil {
				return s, err
			}
			s.Attached = attached
		}
		others, err := attachOtherSources(ctx, tx, d, source)
		if err != nil {
			return s, err
		}
		if s.Attached = s.Attached || others; s.Attached && k.detected { // the search index has the sources of a document
			if err := AnnounceDocument(ctx, tx, &d.Document); err != nil {
				return s, err
			}
		}
		s.Attached = s.Attached && !old
		if d.Revision == k.revision && (!k.corrupt || s.KeptText) {
			return s, refreshUnchanged(ctx, tx, d, source, k)
		}
		s.Changed = true
	} else {
		s.New = true
	}
	if d.Fetched.IsZero() {
		d.Fetched = tx.Now()
	}
	if d.Published.IsZero() {
		d.Published, d.Undated = tx.Now(), true
	}
	n, err := writeDocument(ctx, tx, d, source, s.KeptText, k)
	if err != nil {
		return s, err
	}
	s.Arrival = n
	if s.New {
		if _, err := attachSource(ctx, tx, d.ID, source); err != nil {
			return s, err
		}
		if _, err := attachOtherSources(ctx, tx, d, source); err != nil {
			return s, err
		}
	}
	if err := saveAlternates(ctx, tx, d, source); err != nil {
		return s, err
	}
	stored[d.ID] = storedDocument{n: n, revision: d.Revision, head: d.head, origin: d.Origin, bodySize: bodySize(&d.Document), published: d.Published,
		undated: d.Undated, backfill: d.Backfill, url: d.URL, audio: d.Audio, title: d.Title, linked: true}
	return s, announceRead(ctx, tx, &d.Document, source)
}

// keepLength keeps the duration and the language of a video that were learned with its captions: a list
// of videos has neither.
func (d *Draft) keepLength(k storedDocument) {
	if d.Kind != feeds.Video {
		return
	}
	if d.Duration == 0 {
		d.Duration = k.duration
	}
	if d.Language == "" && k.language != "" {
		d.Language = k.language
		d.hash()
	}
}

// KeepDuration sets the duration of a recording that has none.
func KeepDuration(ctx context.Context, tx *ledger.Tx, document string, seconds float64) error {
	_, err := tx.Exec(ctx, `UPDATE documents SET duration = ? WHERE id = ? AND duration = 0`, seconds, document)
	if err != nil {
		return fmt.Errorf("saving the duration of %s: %w", document, err)
	}
	return nil
}

// lostText reports whether a document that has a stored text comes without one. An episode
// does so at each read of the feed: its transcript is a file of its own.
func lostText(d *feeds.Document, k storedDocument) bool {
	return (d.Origin == feeds.None || d.Origin == "") && d.Text == "" && len(d.Cues) == 0 && k.bodySize > 0
}

func restoreText(ctx context.Context, tx *ledger.Tx, d *Draft) error {
	old, err := GetDocument(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	d.Text, d.Cues, d.Origin, d.From = old.Text, old.Cues, old.Origin, old.From
	d.Revision = d.ComputeRevision()
	return nil
}

// bodySize returns the number of bytes of text.
func bodySize(d *feeds.Document) int {
	size := len(d.Text)
	for _, c := range d.Cues {
		size += len(c.Text)
	}
	return size
}

// headRevision returns the revision of everything but the text. A read without the text is
// compared by it, without unpacking the stored text.
func headRevision(d *feeds.Document) string {
	head := *d
	head.Text, head.Cues = "", nil
	return head.ComputeRevision()
}

// attachSource adds a source to a document, and reports whether it is a new one.
func attachSource(ctx context.Context, tx *ledger.Tx, document, source string) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO document_sources (document, source, position)
		VALUES (?, ?, (SELECT COUNT(*) FROM document_sources s WHERE s.document = ?)) ON CONFLICT DO NOTHING`, document, source, document)
	return n > 0, err
}

// attachOtherSources adds the further sources of a document that came through several at once.
func attachOtherSources(ctx context.Context, tx *ledger.Tx, d *Draft, first string) (some bool, err error) {
	for _, source := range d.Others {
		if source == first {
			continue
		}
		attached, err := attachSource(ctx, tx, d.ID, source)
		if err != nil {
			return some, err
		}
		some = some || attached
	}
	return some, nil
}

// writeDocument writes the row and, unless keepBody is set, the body. It returns the arrival.
func writeDocument(ctx context.Context, tx *ledger.Tx, d *Draft, source string, keepBody bool, k storedDocument) (int64, error) {
	common := []any{d.Revision, d.head, string(d.Kind), d.Network, d.Key, d.URL, d.Title, d.Notes, query.AsJSON(d.Chapters), d.Author,
		query.AsJSON(d.People), d.Language, d.Published, d.Undated, d.Fetched, d.Duration, d.Audio, d.AudioType, string(d.Origin),
		query.AsJSON(d.Engagement), d.Backfill, bodySize(&d.Document), tx.Now(), d.Handle, d.Thread, d.From, d.Synthetic}
	n := k.n
	if n == 0 {
		err := tx.Row(ctx, `INSERT INTO documents (revision, head_revision, kind, network, key, url, title, notes, chapters, author,
				people, language, published, undated, fetched, duration, audio, audio_type, origin,
				engagement, backfill, body_size, updated, handle, thread, text_from, synthetic, id, month, source, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING arrival`,
			append(common, d.ID, Month(d.Published, tx.Now()), source, tx.Now()), &n)
		if err != nil {
			return 0, err
		}
	} else {
		found, err := tx.Exec(ctx, `UPDATE documents SET revision = ?, head_revision = ?, kind = ?, network = ?, key = ?, url = ?, title = ?, notes = ?,
			chapters = ?, author = ?, people = ?, language = ?, published = ?, undated = ?, fetched = ?, duration = ?, audio = ?,
			audio_type = ?, origin = ?, engagement = ?, backfill = ?, body_size = ?, updated = ?,
			handle = ?, thread = ?, text_from = ?, synthetic = ?, corrupt = '',
			shift = CASE WHEN origin = ? AND text_from = ? AND body_size = ? THEN shift ELSE 0 END WHERE arrival = ?`,
			append(common, string(d.Origin), d.From, bodySize(&d.Document), n)...)
		if err == nil && found == 0 {
			err = ledger.ErrRaced // deleted since it was looked up: run again, it is a new one
		}
		if err != nil {
			return 0, err
		}
	}
	if keepBody {
		return n, nil
	}
	d.pack()
	if len(d.body) == 0 {
		if k.bodySize > 0 {
			_, err := tx.Exec(ctx, `DELETE FROM bodies WHERE arrival = ?`, n)
			return n, err
		}
		return n, nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO bodies (arrival, body) VALUES (?, ?) ON CONFLICT (arrival) DO UPDATE SET body = excluded.body`, n, d.body)
	return n, err
}
