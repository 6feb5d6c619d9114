package archive

import (
	"context"
	"errors"
	"fmt"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
	"time"
)

// What work in flight was for.
const (
	Detection = "detector"
	Indexing  = "indexer"
	Reading   = "crawler"    // of a source
	Fetching  = "transcript" // of a document
)

// Work is a document or a source that a process works on.
type Work struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Size int    `json:"size,omitempty"` // bytes, where it is large
}

// Large is the size of a text from which a document is worked on by itself.
const Large = 1 << 20

// How often the process may end over a piece of work until it is quarantined. Work that
// is not large was not alone when it happened first, and a process may be killed for
// other reasons.
const (
	deathsOfLarge = 2
	deathsOfSmall = 3
)

// Quarantined is work over which the process has ended without a word.
type Quarantined struct {
	Work
	Deaths  int
	Held    bool // it is not tried any more by this version, until it is released
	Version string
	Since   time.Time
}

// RecordDeaths counts that the process ended while it worked on these, and quarantines
// those over which it ended too often. What another version quarantined is released.
func RecordDeaths(ctx context.Context, tx *ledger.Tx, left []Work, version string) error {
	old, err := selectQuarantine(ctx, tx, ` WHERE version <> ?`, version)
	if err != nil {
		return err
	}
	for _, q := range old {
		if err := Release(ctx, tx, q.ID); err != nil {
			return err
		}
	}
	for _, w := range left {
		most := deathsOfSmall
		if w.Size >= Large {
			most = deathsOfLarge
		}
		_, err := tx.Exec(ctx, `INSERT INTO quarantine (kind, id, size, deaths, held, version, since) VALUES (?, ?, ?, 1, 0, ?, ?)
			ON CONFLICT (kind, id) DO UPDATE SET deaths = quarantine.deaths + 1, size = excluded.size, since = excluded.since,
				held = CASE WHEN quarantine.deaths + 1 >= ? THEN 1 ELSE quarantine.held END`, w.Kind, w.ID, w.Size, version, tx.Now(), most)
		if err != nil {
			return fmt.Errorf("recording what the process ended over: %w", err)
		}
	}
	return nil
}

// ClearSuspect forgets that the process ended over this: it has gone well.
func ClearSuspect(ctx context.Context, tx *ledger.Tx, kind, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM quarantine WHERE kind = ? AND id = ?`, kind, id)
	return err
}

// Release lets a document or a source be tried again.
func Release(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM quarantine WHERE id = ?`, id)
	if err != nil {
		return fmt.Errorf("releasing %s: %w", id, err)
	}
	if n == 0 {
		return fmt.Errorf("releasing %s: %w", id, ledger.ErrNotFound)
	}
	d, err := GetDocumentMeta(ctx, tx, id)
	if errors.Is(err, ledger.ErrNotFound) {
		return nil // a source, or deleted
	}
	if err != nil {
		return err
	}
	if d.Detected.Revision == d.Revision {
		return AnnounceDocument(ctx, tx, &d.Document)
	}
	return announceRead(ctx, tx, &d.Document, firstSource(&d.Document))
}

// Suspects returns the work of a kind over which the process has ended, held or not.
func Suspects(ctx context.Context, r ledger.Reader, kind string) ([]Quarantined, error) {
	return selectQuarantine(ctx, r, ` WHERE kind = ?`, kind)
}

// SuspectOf returns what is known of one piece of work; nothing, if it never ended the process.
func SuspectOf(ctx context.Context, r ledger.Reader, kind, id string) (Quarantined, error) {
	list, err := selectQuarantine(ctx, r, ` WHERE kind = ? AND id = ?`, kind, id)
	if err != nil || len(list) == 0 {
		return Quarantined{}, err
	}
	return list[0], nil
}

// AnySuspect reports whether the process has ever ended over anything that is not done yet.
func AnySuspect(ctx context.Context, r ledger.Reader) (bool, error) {
	var n int
	err := r.Row(ctx, `SELECT COUNT(*) FROM quarantine`, nil, &n)
	return n > 0, err
}

// Quarantine lists what is not tried any more.
func Quarantine(ctx context.Context, r ledger.Reader) ([]Quarantined, error) {
	return selectQuarantine(ctx, r, ` WHERE held = 1`)
}

func selectQuarantine(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Quarantined, error) {
	var out []Quarantined
	err := r.Each(ctx, `SELECT kind, id, size, deaths, held, version, since FROM quarantine`+tail+` ORDER BY since, kind, id`, args,
		func(scan query.Scan) error {
			var q Quarantined
			err := scan(&q.Kind, &q.ID, &q.Size, &q.Deaths, query.Flag(&q.Held), &q.Version, query.Time(&q.Since))
			out = append(out, q)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("looking for what ended the process: %w", err)
	}
	return out, nil
}

// LargeDocuments returns those of the documents whose text is large.
func LargeDocuments(ctx context.Context, r ledger.Reader, ids []string) ([]string, error) {
	list, args := query.In(ids)
	large, err := r.Column(ctx, `SELECT id FROM documents WHERE body_size >= ? AND id IN `+list, append([]any{Large}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("looking for large documents: %w", err)
	}
	return large, nil
}

// UndetectedDocument is a document whose present revision detection hasn't read.
type UndetectedDocument struct {
	Arrival int64
	ID      string
	Large   bool
}

// UndetectedAfter walks the documents whose present revision detection hasn't read, without
// those whose text can't be read or that are quarantined, from just past n.
func UndetectedAfter(ctx context.Context, r ledger.Reader, n int64, limit int) (out []UndetectedDocument, err error) {
	err = r.Each(ctx, `SELECT arrival, id, body_size FROM documents WHERE arrival > ? AND detected_revision <> revision AND corrupt = ''
		AND id NOT IN (SELECT id FROM quarantine WHERE kind = ? AND held = 1) ORDER BY arrival LIMIT ?`, []any{n, Detection, limit},
		func(scan query.Scan) error {
			var u UndetectedDocument
			var size int
			err := scan(&u.Arrival, &u.ID, &size)
			u.Large = size >= Large
			out = append(out, u)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("looking for documents that were not read: %w", err)
	}
	return out, nil
}
