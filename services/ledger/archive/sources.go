package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// SourceWithPoll is a source, how far it has been read, and how many documents it has.
type SourceWithPoll struct {
	feeds.Source
	Poll      Poll
	Created   time.Time
	Updated   time.Time
	Documents int // set by ListSources and GetSource
}

// SourceFilter narrows a list of sources. Empty fields mean all.
type SourceFilter struct {
	Types  []string // empty for all
	Health []string
	Paused *bool
	Query  string // in name or address
	// NamesOnly keeps Query from matching addresses. Who may not see an address could otherwise
	// find it out by searching for parts of it.
	NamesOnly bool
	Page      ledger.Page
}

const sourceColumns = `s.id, s.key, s.type, s.url, s.name, s.title, s.site, s.language, s.author, s.image, s.paused, s.workspace, s.query,
	s.settings, s.account, s.secret, s.created, s.updated, ` + PollColumns

// sourceFrom joins the tables of sourceColumns. Removed sources stay for a while: queries that
// don't ask by id must exclude them.
const sourceFrom = ` FROM sources s JOIN polls p ON p.subject_kind = 'source' AND p.subject = s.id`

func scanSource(scan query.Scan, more ...any) (SourceWithPoll, error) {
	var s SourceWithPoll
	var secret string
	dest := slices.Concat([]any{&s.ID, &s.Key, &s.Type, &s.URL, &s.Name, &s.Title, &s.Site, &s.Language, &s.Author, &s.Image, query.Flag(&s.Paused),
		&s.Workspace, &s.Query, query.Raw(&s.Settings), &s.Account, &secret, query.Time(&s.Created), query.Time(&s.Updated)}, ScanPoll(&s.Poll), more)
	err := scan(dest...)
	s.Secret = feeds.Secret(secret)
	return s, err
}

// addressOf returns what must be unique among sources: a feed's address, or the key of an
// import or a search, of which one host may have many.
func addressOf(s feeds.Source) string {
	address := normalizeAddress(s.URL)
	if address == "" || s.Query != "" || len(s.Settings) > 0 {
		return "key:" + s.Key
	}
	return address
}

// AddSource adds a source that is due at once. If one with the same key or address exists
// (differences such as the scheme or a trailing slash don't count), it is returned unchanged
// and created is false; a removed one is deleted for good first. A missing key is set to the
// address, a missing id to the hash of the key.
func AddSource(ctx context.Context, tx *ledger.Tx, s feeds.Source) (stored feeds.Source, created bool, err error) {
	if s.Key == "" {
		s.Key = normalizeAddress(s.URL)
	}
	address := addressOf(s)
	if s.Key == "" {
		return s, false, errors.New("adding a source: it has neither address nor key")
	}
	if s.ID == "" {
		s.ID = feeds.ID("source", s.Key)
	}
	same := []any{s.ID, s.Key, address}
	removed, err := tx.Column(ctx, `SELECT id FROM sources WHERE removed > 0 AND (id = ? OR key = ? OR address = ?)`, same...)
	if err != nil {
		return s, false, err
	}
	for _, id := range removed {
		if err := purgeSource(ctx, tx, id); err != nil {
			return s, false, err
		}
	}
	n, err := tx.Exec(ctx, `INSERT INTO sources (id, key, address, type, url, name, title, site, language, author, image, paused,
			workspace, query, settings, account, secret, created, updated)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		s.ID, s.Key, address, string(s.Type), s.URL, s.Name, s.Title, s.Site, s.Language, s.Author, s.Image, s.Paused,
		s.Workspace, s.Query, string(s.Settings), s.Account, s.Secret.Reveal(), tx.Now(), tx.Now())
	if err != nil {
		return s, false, fmt.Errorf("adding source %s: %w", s.ID, err)
	}
	if n == 1 {
		_, err := tx.Exec(ctx, `INSERT INTO polls (subject_kind, subject, type, active, due, health, state, condition, position)
			VALUES ('source', ?, ?, ?, ?, ?, '', ?, '')`, s.ID, string(s.Type), !s.Paused, tx.Now(), string(feeds.Waiting), query.AsJSON(feeds.Condition{Health: feeds.Waiting}))
		return s, true, err
	}
	err = tx.Each(ctx, `SELECT `+sourceColumns+sourceFrom+` WHERE s.id = ? OR s.key = ? OR s.address = ?
		ORDER BY CASE WHEN s.id = ? THEN 0 WHEN s.key = ? THEN 1 ELSE 2 END DESC`,
		append(same, s.ID, s.Key), func(scan query.Scan) error {
			old, err := scanSource(scan)
			stored = old.Source
			return err
		})
	return stored, false, err
}

// UpdateSource saves what a user or the feed itself changed of a source. The key never
// changes. After a new name all documents of the source are announced, because the search
// index contains the name. [ledger.ErrConflict]: another source has the new address.
func UpdateSource(ctx context.Context, tx *ledger.Tx, s feeds.Source) error {
	var called string
	if err := tx.Row(ctx, `SELECT name, key FROM sources WHERE id = ? AND removed = 0`, []any{s.ID}, &called, &s.Key); err != nil {
		return fmt.Errorf("updating source %s: %w", s.ID, err)
	}
	address := addressOf(s)
	others, err := tx.Column(ctx, `SELECT id FROM sources WHERE address = ? AND id <> ?`, address, s.ID)
	if err != nil {
		return err
	}
	for _, other := range others {
		if err := purgeSource(ctx, tx, other); err != nil {
			return err
		}
		var taken int
		if err := tx.Row(ctx, `SELECT COUNT(*) FROM sources WHERE id = ?`, []any{other}, &taken); err != nil {
			return err
		}
		if taken > 0 { // it was not one that had been removed
			return fmt.Errorf("another source has the address %s: %w", address, ledger.ErrConflict)
		}
	}
	n, err := tx.Exec(ctx, `UPDATE sources SET type = ?, url = ?, address = ?, name = ?, title = ?, site = ?,
		language = ?, author = ?, image = ?, paused = ?, workspace = ?, query = ?, settings = ?, account = ?, secret = ?, updated = ? WHERE id = ?`,
		string(s.Type), s.URL, address, s.Name, s.Title, s.Site, s.Language, s.Author, s.Image, s.Paused,
		s.Workspace, s.Query, string(s.Settings), s.Account, s.Secret.Reveal(), tx.Now(), s.ID)
	if err := ledger.OneRow(n, err, "updating source "+s.ID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE polls SET type = ?, active = ? WHERE subject_kind = 'source' AND subject = ?`, string(s.Type), !s.Paused, s.ID)
	if err != nil || s.Name == called {
		return err
	}
	return announceDocumentsOf(ctx, tx, s.ID)
}

// GetSource returns a source and how far it has been read.
func GetSource(ctx context.Context, r ledger.Reader, id string) (SourceWithPoll, error) {
	var s SourceWithPoll
	found := false
	err := r.Each(ctx, `SELECT `+sourceColumns+`, (SELECT COUNT(*) FROM document_sources d WHERE d.source = s.id)`+sourceFrom+`
		WHERE s.id = ? AND s.removed = 0`, []any{id}, func(scan query.Scan) (err error) {
		var n int
		s, err = scanSource(scan, &n)
		s.Documents, found = n, true
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("source %s: %w", id, ledger.ErrNotFound)
	}
	return s, err
}

// ListSources lists sources by name, ignoring case, and returns the cursor of the next page,
// empty on the last. A source that is renamed between two pages may come twice or not at all.
func ListSources(ctx context.Context, r ledger.Reader, f SourceFilter) ([]SourceWithPoll, string, error) {
	var w query.Where
	w.Add("s.removed = 0")
	w.Any("s.type", f.Types)
	w.Any("p.health", f.Health)
	w.Is("s.paused", f.Paused)
	if f.NamesOnly {
		w.Contains(f.Query, "s.name", "s.title")
	} else {
		w.Contains(f.Query, "s.name", "s.url", "s.query")
	}
	pos, after, err := f.Page.Position()
	if err != nil {
		return nil, "", err
	}
	if after {
		id, name, found := strings.Cut(pos.ID, " ")
		if !found {
			return nil, "", ledger.ErrCursor
		}
		w.Add("(LOWER(s.name), s.id) > (LOWER(CAST(? AS TEXT)), ?)", name, id)
	}
	limit := f.Page.Size()
	items := []SourceWithPoll{}
	// The page is cut in the inner query, so that documents are counted for its sources only.
	err = r.Each(ctx, `SELECT `+sourceColumns+`, (SELECT COUNT(*) FROM document_sources d WHERE d.source = s.id)
		FROM (SELECT s.*`+sourceFrom+w.String()+` ORDER BY LOWER(s.name), s.id LIMIT ?) AS s
		JOIN polls p ON p.subject_kind = 'source' AND p.subject = s.id ORDER BY LOWER(s.name), s.id`,
		append(w.Args, limit+1), func(scan query.Scan) error {
			var n int
			s, err := scanSource(scan, &n)
			s.Documents = n
			items = append(items, s)
			return err
		})
	if err != nil {
		return nil, "", fmt.Errorf("listing sources: %w", err)
	}
	items, end := ledger.CutPage(items, limit, func(s SourceWithPoll) ledger.Position { return ledger.PositionAt(0, s.ID+" "+s.Name) })
	return items, end, nil
}

// SourceHealth returns the number of sources by health, of those paused under "paused".
func SourceHealth(ctx context.Context, r ledger.Reader) (map[string]int, error) {
	counts := map[string]int{}
	err := r.Each(ctx, `SELECT CASE WHEN s.paused = 1 THEN 'paused' ELSE p.health END AS h, COUNT(*)`+sourceFrom+` WHERE s.removed = 0 GROUP BY 1`, nil,
		func(scan query.Scan) error {
			var h string
			var n int
			err := scan(&h, &n)
			counts[h] = n
			return err
		})
	return counts, err
}
