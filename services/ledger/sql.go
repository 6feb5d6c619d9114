package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// runner is what *sql.DB, *sql.Tx and the SQLite writer have in common.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Reads are the questions the ledger answers: outside a transaction through [Ledger],
// inside one through [Tx], where they see what the transaction wrote.
type Reads struct {
	run      runner
	numbered bool // placeholders are $1, $2, … instead of ?
}

func (r Reads) exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := r.run.ExecContext(ctx, r.bind(query), clean(args)...)
	if err != nil {
		return 0, translate(err)
	}
	return res.RowsAffected()
}

// row scans the one row that the query finds; [ErrNotFound] if there is none.
func (r Reads) row(ctx context.Context, query string, args []any, dest ...any) error {
	found := false
	err := r.each(ctx, query, args, func(scan scanner) error {
		if found {
			return nil
		}
		found = true
		return scan(dest...)
	})
	if err == nil && !found {
		return ErrNotFound
	}
	return err
}

type scanner func(dest ...any) error

// each calls do for every row. do must not use the ledger: the connection is busy.
func (r Reads) each(ctx context.Context, query string, args []any, do func(scanner) error) error {
	rows, err := r.run.QueryContext(ctx, r.bind(query), clean(args)...)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows.Scan); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

// column collects the one column of text that a query asks for.
func (r Reads) column(ctx context.Context, query string, args ...any) (all []string, err error) {
	err = r.each(ctx, query, args, func(scan scanner) error {
		var s string
		err := scan(&s)
		all = append(all, s)
		return err
	})
	return all, err
}

// bind writes ? as $1, $2, … where the database wants numbers. No query of ours has a
// question mark in a literal.
func (r Reads) bind(query string) string {
	if !r.numbered {
		return query
	}
	var b strings.Builder
	b.Grow(len(query) + 16)
	for n := 0; ; {
		before, after, ok := strings.Cut(query, "?")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
		query = after
	}
}

// clean makes arguments that both databases take alike. PostgreSQL refuses invalid UTF-8
// and NUL in text, and a driver may store an empty slice as NULL.
func clean(args []any) []any {
	for i, a := range args {
		switch v := a.(type) {
		case string:
			if !utf8.ValidString(v) {
				v = strings.ToValidUTF8(v, "\uFFFD")
			}
			if strings.IndexByte(v, 0) >= 0 {
				v = strings.ReplaceAll(v, "\x00", "")
			}
			args[i] = v
		case bool:
			args[i] = flag(v)
		case time.Time:
			args[i] = micros(v)
		case []byte:
			if v == nil {
				args[i] = []byte{}
			}
		}
	}
	return args
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// micros is the time as it is stored; the zero time is 0.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// instant scans a stored time.
type instant struct{ t *time.Time }

func (i instant) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", v)
	}
	*i.t = fromMicros(n)
	return nil
}

// bit scans a stored flag.
type bit struct{ b *bool }

func (s bit) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a flag is stored as %T", v)
	}
	*s.b = n != 0
	return nil
}

// object scans JSON from a text column; an empty one leaves the value as it is.
type object struct{ v any }

func (o object) Scan(v any) error {
	var b []byte
	switch v := v.(type) {
	case string:
		b = []byte(v)
	case []byte:
		b = v
	}
	if len(b) == 0 {
		return nil
	}
	return json.Unmarshal(b, o.v)
}

// raw scans JSON as it is; "" is nil.
type raw struct{ v *json.RawMessage }

func (r raw) Scan(v any) error {
	switch v := v.(type) {
	case string:
		*r.v = json.RawMessage(v)
	case []byte:
		*r.v = slices.Clone(v)
	}
	if len(*r.v) == 0 {
		*r.v = nil
	}
	return nil
}

// asJSON is a value for a text column; nothing is "".
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "null" || string(b) == "[]" || string(b) == "{}" {
		// Only NaN and infinity can't be written, and parsers refuse those.
		return ""
	}
	return string(b)
}

// in is "(?,?,…)" for the values, padded.
func in[T any](values []T) (string, []any) {
	values = padded(values)
	args := make([]any, max(len(values), 1))
	for i := range values {
		args[i] = values[i]
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?,", len(args)), ",") + ")", args
}

// padded repeats the last value up to a power of two, so that lists of any length share a
// handful of prepared statements.
func padded[T any](values []T) []T {
	out := slices.Clone(values)
	for n := len(out); n > 0 && n&(n-1) != 0; n++ {
		out = append(out, out[len(out)-1])
	}
	return out
}

func workspaceOr(w string) string {
	if w == "" {
		return DefaultWorkspace
	}
	return w
}

// chunks cuts long lists into pieces that fit a statement.
func chunks[T any](values []T) iter.Seq[[]T] {
	return slices.Chunk(values, 256)
}

// countBy runs a query for names and their numbers.
func (r Reads) countBy(ctx context.Context, query string, args ...any) (map[string]int, error) {
	counts := map[string]int{}
	err := r.each(ctx, query, args, func(scan scanner) error {
		var name string
		var n int
		err := scan(&name, &n)
		counts[name] = n
		return err
	})
	return counts, err
}
