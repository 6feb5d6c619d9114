package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// SourceWithCursor is a source, how far it has been read, and how many documents came of it.
type SourceWithCursor struct {
	feeds.Source
	Cursor    feeds.Cursor `json:"cursor"`
	Created   time.Time    `json:"created"`
	Updated   time.Time    `json:"updated"`
	Documents int          `json:"documents"` // filled by ListSources and GetSource
}

// SourceFilter narrows a list of sources. Empty fields mean all.
type SourceFilter struct {
	Types  []string
	Health []string
	Paused *bool
	Query  string // in name or address
	// NamesOnly keeps Query from the address: a search for parts of it would spell it out.
	NamesOnly bool
	Page      Page
}

const sourceColumns = `id, key, type, url, name, title, site, language, author, image, paused, created, updated, cursor, due`

func scanSource(scan scanner, more ...any) (SourceWithCursor, error) {
	var s SourceWithCursor
	var due time.Time
	dest := append([]any{&s.ID, &s.Key, &s.Type, &s.URL, &s.Name, &s.Title, &s.Site, &s.Language, &s.Author, &s.Image, bit{&s.Paused},
		instant{&s.Created}, instant{&s.Updated}, object{&s.Cursor}, instant{&due}}, more...)
	err := scan(dest...)
	s.Cursor.Due = due // somebody may have asked for it since the cursor was written
	return s, err
}

// AddSource adds a source that is due at once. One with the same key or the same address
// (its scheme, a trailing slash and the like don't count) is returned as it is, and
// created is false. A missing key becomes the address, a missing id the hash of the key.
func (tx *Tx) AddSource(ctx context.Context, s feeds.Source) (stored feeds.Source, created bool, err error) {
	address := normalAddress(s.URL)
	if s.Key == "" {
		s.Key = address
	}
	if address == "" {
		address = "key:" + s.Key // an import has no address
	}
	if s.Key == "" {
		return s, false, errors.New("adding a source: it has neither address nor key")
	}
	if s.ID == "" {
		s.ID = feeds.ID("source", s.Key)
	}
	c := feeds.Cursor{Health: feeds.Waiting, Due: tx.now}
	n, err := tx.exec(ctx, `INSERT INTO sources (id, key, address, type, url, name, title, site, language, author, image, paused,
			created, updated, due, health, failures, error, last_read, cursor)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0, ?) ON CONFLICT DO NOTHING`,
		s.ID, s.Key, address, string(s.Type), s.URL, s.Name, s.Title, s.Site, s.Language, s.Author, s.Image, s.Paused,
		tx.now, tx.now, c.Due, string(c.Health), asJSON(c))
	if err != nil {
		return s, false, fmt.Errorf("adding source %s: %w", s.ID, err)
	}
	if n == 1 {
		return s, true, nil
	}
	err = tx.each(ctx, `SELECT `+sourceColumns+` FROM sources WHERE id = ? OR key = ? OR address = ?
		ORDER BY CASE WHEN id = ? THEN 0 WHEN key = ? THEN 1 ELSE 2 END DESC`,
		[]any{s.ID, s.Key, address, s.ID, s.Key}, func(scan scanner) error {
			old, err := scanSource(scan)
			stored = old.Source
			return err
		})
	return stored, false, err
}

// UpdateSource writes what a user or the feed itself says of a source. The key stays as
// it was first stored. Under another name its documents are announced, since the search
// index knows a show by what it was called. [ErrConflict]: the new address belongs to
// another source.
func (tx *Tx) UpdateSource(ctx context.Context, s feeds.Source) error {
	var called string
	if err := tx.row(ctx, `SELECT name FROM sources WHERE id = ?`, []any{s.ID}, &called); err != nil {
		return fmt.Errorf("updating source %s: %w", s.ID, err)
	}
	address := normalAddress(s.URL)
	if address != "" {
		var taken int
		if err := tx.row(ctx, `SELECT COUNT(*) FROM sources WHERE address = ? AND id <> ?`, []any{address, s.ID}, &taken); err != nil {
			return err
		}
		if taken > 0 {
			return fmt.Errorf("another source has the address %s: %w", address, ErrConflict)
		}
	}
	n, err := tx.exec(ctx, `UPDATE sources SET type = ?, url = ?, address = CASE WHEN ? = '' THEN address ELSE ? END, name = ?, title = ?, site = ?,
		language = ?, author = ?, image = ?, paused = ?, updated = ? WHERE id = ?`,
		string(s.Type), s.URL, address, address, s.Name, s.Title, s.Site, s.Language, s.Author, s.Image, s.Paused, tx.now, s.ID)
	if err := oneRow(n, err, "updating source "+s.ID); err != nil || s.Name == called {
		return err
	}
	return tx.announceShow(ctx, s.ID)
}

// DeleteSource forgets a source. Its documents and their mentions stay.
func (tx *Tx) DeleteSource(ctx context.Context, id string) error {
	n, err := tx.exec(ctx, `DELETE FROM sources WHERE id = ?`, id)
	if err := oneRow(n, err, "deleting source "+id); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `DELETE FROM texts WHERE source = ?`, id); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `DELETE FROM document_alternates WHERE source = ?`, id)
	return err
}

// GetSource returns a source with its cursor.
func (r Reads) GetSource(ctx context.Context, id string) (SourceWithCursor, error) {
	var s SourceWithCursor
	found := false
	err := r.each(ctx, `SELECT `+sourceColumns+`, (SELECT COUNT(*) FROM document_sources d WHERE d.source = sources.id)
		FROM sources WHERE id = ?`, []any{id}, func(scan scanner) (err error) {
		var n int
		s, err = scanSource(scan, &n)
		s.Documents, found = n, true
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("source %s: %w", id, ErrNotFound)
	}
	return s, err
}

// ListSources lists sources by name, whatever its case, and returns the cursor of the next
// page, empty on the last. One that is renamed between two pages may come twice or not at all.
func (r Reads) ListSources(ctx context.Context, f SourceFilter) ([]SourceWithCursor, string, error) {
	var w where
	w.any("type", f.Types)
	w.any("health", f.Health)
	w.is("paused", f.Paused)
	if f.NamesOnly {
		w.contains(f.Query, "name", "title")
	} else {
		w.contains(f.Query, "name", "url")
	}
	pos, after, err := f.Page.position()
	if err != nil {
		return nil, "", err
	}
	if after {
		id, name, found := strings.Cut(pos.id, " ")
		if !found {
			return nil, "", ErrCursor
		}
		w.add("(LOWER(name), id) > (LOWER(CAST(? AS TEXT)), ?)", name, id)
	}
	limit := f.Page.limit()
	items := []SourceWithCursor{}
	// The page is cut first, or the documents of every source would be counted.
	err = r.each(ctx, `SELECT `+sourceColumns+`, (SELECT COUNT(*) FROM document_sources d WHERE d.source = s.id)
		FROM (SELECT * FROM sources`+w.String()+` ORDER BY LOWER(name), id LIMIT ?) AS s ORDER BY LOWER(name), id`,
		append(w.args, limit+1), func(scan scanner) error {
			var n int
			s, err := scanSource(scan, &n)
			s.Documents = n
			items = append(items, s)
			return err
		})
	if err != nil {
		return nil, "", fmt.Errorf("listing sources: %w", err)
	}
	items, end := next(items, limit, func(s SourceWithCursor) position { return position{0, s.ID + " " + s.Name} })
	return items, end, nil
}

// SourceHealth counts sources by health; those paused are counted as "paused".
func (r Reads) SourceHealth(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{}
	err := r.each(ctx, `SELECT CASE WHEN paused = 1 THEN 'paused' ELSE health END AS h, COUNT(*) FROM sources GROUP BY 1`, nil,
		func(scan scanner) error {
			var h string
			var n int
			err := scan(&h, &n)
			counts[h] = n
			return err
		})
	return counts, err
}

// oneRow is for writes that must meet exactly one row.
func oneRow(n int64, err error, doing string) error {
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
