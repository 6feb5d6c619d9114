package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Kinds of work.
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

// Large is the size of a text from which a document is processed alone.
const Large = 1 << 20

// How often the process may die over a piece of work before it is quarantined. Small work is
// processed together with other work, so the first deaths may have another cause; and any
// process may be killed from outside.
const (
	deathsOfLarge = 2
	deathsOfSmall = 3
)

// Quarantined is work during which the process died without an error.
type Quarantined struct {
	Work
	Deaths  int
	Held    bool // this version does not try it again until it is released
	Version string
	Since   time.Time
}

// RecordDeaths records that the process died during this work, and quarantines what it died of
// too often. Work that another version quarantined is released.
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
			return fmt.Errorf("recording the work during which the process died: %w", err)
		}
	}
	return nil
}

// ClearSuspect forgets the deaths during this work: it has succeeded.
func ClearSuspect(ctx context.Context, tx *ledger.Tx, kind, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM quarantine WHERE kind = ? AND id = ?`, kind, id)
	return err
}

// Release ends the quarantine of a document or a source.
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

// Suspects returns the work of a kind during which the process has died, quarantined or not.
func Suspects(ctx context.Context, r ledger.Reader, kind string) ([]Quarantined, error) {
	return selectQuarantine(ctx, r, ` WHERE kind = ?`, kind)
}

// SuspectOf returns the record of one piece of work; the zero value if the process never died
// during it.
func SuspectOf(ctx context.Context, r ledger.Reader, kind, id string) (Quarantined, error) {
	list, err := selectQuarantine(ctx, r, ` WHERE kind = ? AND id = ?`, kind, id)
	if err != nil || len(list) == 0 {
		return Quarantined{}, err
	}
	return list[0], nil
}

// AnySuspect reports whether there is any unfinished work during which the process has died.
func AnySuspect(ctx context.Context, r ledger.Reader) (bool, error) {
	var n int
	err := r.Row(ctx, `SELECT COUNT(*) FROM quarantine`, nil, &n)
	return n > 0, err
}

// Quarantine lists quarantined work.
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
		return nil, fmt.Errorf("reading the quarantine: %w", err)
	}
	return out, nil
}

// LargeDocuments returns which of the documents have a large text.
func LargeDocuments(ctx context.Context, r ledger.Reader, ids []string) ([]string, error) {
	list, args := query.In(ids)
	large, err := r.Column(ctx, `SELECT id FROM documents WHERE body_size >= ? AND id IN `+list, append([]any{Large}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("listing large documents: %w", err)
	}
	return large, nil
}

// UndetectedDocument is a document whose current revision detection has not read.
type UndetectedDocument struct {
	Arrival int64
	ID      string
	Large   bool
}

// UndetectedAfter lists such documents in order of arrival, from just after n, without those
// that are corrupt or quarantined.
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
		return nil, fmt.Errorf("listing undetected documents: %w", err)
	}
	return out, nil
}
