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

func (p Page) limit() int {
	switch {
	case p.Limit <= 0:
		return 50
	case p.Limit > 500:
		return 500
	}
	return p.Limit
}

// position is where a page begins: just past the item with this number (a time, mostly)
// and id. Items that arrive meanwhile shift nothing.
type position struct {
	at int64
	id string
}

func (p position) cursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(p.at, 10) + "." + p.id))
}

// position decodes After; ok is false on the first page.
func (p Page) position() (pos position, ok bool, err error) {
	if p.After == "" {
		return position{}, false, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(p.After)
	if err != nil {
		return position{}, false, ErrCursor
	}
	at, id, found := strings.Cut(string(b), ".")
	n, err := strconv.ParseInt(at, 10, 64)
	if !found || err != nil {
		return position{}, false, ErrCursor
	}
	return position{n, id}, true, nil
}

// where collects the conditions of a list and their arguments.
type where struct {
	conditions []string
	args       []any
}

func (w *where) add(condition string, args ...any) {
	w.conditions = append(w.conditions, condition)
	w.args = append(w.args, args...)
}

func (w *where) any(column string, values []string) {
	if len(values) > 0 {
		list, args := in(values)
		w.add(column+" IN "+list, args...)
	}
}

func (w *where) is(column string, want *bool) {
	if want != nil {
		w.add(column+" = ?", *want)
	}
}

// contains matches text anywhere in one of the columns, whatever its case.
func (w *where) contains(text string, columns ...string) {
	if text == "" {
		return
	}
	pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(text)) + "%"
	var parts []string
	var args []any
	for _, c := range columns {
		parts = append(parts, "LOWER("+c+`) LIKE ? ESCAPE '\'`)
		args = append(args, pattern)
	}
	w.add("("+strings.Join(parts, " OR ")+")", args...)
}

func (w *where) String() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conditions, " AND ")
}

// next cuts a list that was read one item too long, and returns the cursor of its end.
func next[T any](items []T, limit int, at func(T) position) ([]T, string) {
	if len(items) <= limit {
		return items, ""
	}
	items = items[:limit]
	return items, at(items[limit-1]).cursor()
}
