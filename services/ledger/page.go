package ledger

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// Page asks for a piece of a list. After is the Next of the piece before, empty for
// the first. Limit is 50 when zero, 500 at most.
type Page struct {
	Limit int
	After string
}

// Size is how many items the page holds at most. Read one more, for [CutPage] to see whether
// another page follows.
func (p Page) Size() int {
	switch {
	case p.Limit <= 0:
		return 50
	case p.Limit > 500:
		return 500
	}
	return p.Limit
}

// Position is where a page begins: just past the item with this number (a time, mostly)
// and id. Since it names an item and not a count, new items don't shift the pages.
type Position struct {
	At int64
	ID string
}

// PositionAt is the position of an item.
func PositionAt(at int64, id string) Position { return Position{at, id} }

func (p Position) cursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(p.At, 10) + "." + p.ID))
}

// Position decodes After; ok is false on the first page. [ErrCursor]: After is not a cursor.
func (p Page) Position() (pos Position, ok bool, err error) {
	if p.After == "" {
		return Position{}, false, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(p.After)
	if err != nil {
		return Position{}, false, ErrCursor
	}
	at, id, found := strings.Cut(string(b), ".")
	n, err := strconv.ParseInt(at, 10, 64)
	if !found || err != nil {
		return Position{}, false, ErrCursor
	}
	return Position{n, id}, true, nil
}

// CutPage cuts a list of which one item more than the limit was read, and returns the cursor
// of the next page, empty on the last.
func CutPage[T any](items []T, limit int, at func(T) Position) ([]T, string) {
	if len(items) <= limit {
		return items, ""
	}
	items = items[:limit]
	return items, at(items[limit-1]).cursor()
}
