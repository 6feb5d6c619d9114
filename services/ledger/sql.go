package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/services/ledger/query"
)

// Reader runs queries. A [Ledger] reads what is committed, a [Tx] also what it wrote itself.
// Placeholders are question marks on both databases.
type Reader interface {
	// Each calls do for every row. do must not use the ledger: the connection is busy.
	Each(ctx context.Context, statement string, args []any, do func(query.Scan) error) error
	// Row scans the first row; [ErrNotFound] if there is none.
	Row(ctx context.Context, statement string, args []any, dest ...any) error
	// Column collects the one column of text that a query asks for.
	Column(ctx context.Context, statement string, args ...any) ([]string, error)
}

// runner is what *sql.DB, *sql.Tx and the SQLite writer have in common.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

var _ runner = (*sql.DB)(nil)

// Reads is the [Reader] that [Ledger] and [Tx] embed, and what the engine itself can be asked:
// settings, offsets, the outbox.
type Reads struct {
	run      runner
	numbered bool // placeholders are $1, $2, … instead of ?
}

// Exec runs a statement that returns no rows, and returns how many it changed.
func (tx *Tx) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	res, err := tx.run.ExecContext(ctx, tx.bind(statement), clean(args)...)
	if err != nil {
		return 0, translate(err)
	}
	return res.RowsAffected()
}

func (r Reads) Row(ctx context.Context, statement string, args []any, dest ...any) error {
	found := false
	err := r.Each(ctx, statement, args, func(scan query.Scan) error {
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

func (r Reads) Each(ctx context.Context, statement string, args []any, do func(query.Scan) error) error {
	rows, err := r.run.QueryContext(ctx, r.bind(statement), clean(args)...)
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

func (r Reads) Column(ctx context.Context, statement string, args ...any) (all []string, err error) {
	err = r.Each(ctx, statement, args, func(scan query.Scan) error {
		var s string
		err := scan(&s)
		all = append(all, s)
		return err
	})
	return all, err
}

// CountBy runs a query for names and their numbers.
func CountBy(ctx context.Context, r Reader, statement string, args ...any) (map[string]int, error) {
	counts := map[string]int{}
	err := r.Each(ctx, statement, args, func(scan query.Scan) error {
		var name string
		var n int
		err := scan(&name, &n)
		counts[name] = n
		return err
	})
	return counts, err
}

// bind writes ? as $1, $2, … for PostgreSQL. It doesn't parse: no statement may have a
// question mark in a literal.
func (r Reads) bind(statement string) string {
	if !r.numbered {
		return statement
	}
	var b strings.Builder
	b.Grow(len(statement) + 16)
	for n := 0; ; {
		before, after, ok := strings.Cut(statement, "?")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
		statement = after
	}
}

// clean converts arguments to what both databases store alike. PostgreSQL refuses invalid
// UTF-8 and NUL in text, and a driver may store an empty slice as NULL.
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
			args[i] = query.FlagValue(v)
		case time.Time:
			args[i] = query.Micros(v)
		case []byte:
			if v == nil {
				args[i] = []byte{}
			}
		}
	}
	return args
}

// SkipLocked ends the inner query of a claim: on PostgreSQL several processes claim at once,
// and each skips the rows that another is claiming instead of waiting for them. SQLite has
// one writer at a time.
func (tx *Tx) SkipLocked() string {
	if tx.numbered {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// ForUpdate ends a query whose row nobody else may change before the transaction ends. On
// SQLite the transaction has the only write lock from its start.
func (tx *Tx) ForUpdate() string {
	if tx.numbered {
		return " FOR UPDATE"
	}
	return ""
}

// OneRow checks the result of a write to exactly one row; [ErrNotFound] if it changed none.
func OneRow(n int64, err error, doing string) error {
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// First returns the first item of a list; [ErrNotFound] if it is empty.
func First[T any](items []T, err error) (T, error) {
	var zero T
	if err != nil {
		return zero, err
	}
	if len(items) == 0 {
		return zero, ErrNotFound
	}
	return items[0], nil
}

// Conflict returns why a write with an expected revision changed no row: [ErrConflict], or
// [ErrNotFound] where count, a query, finds none.
func (tx *Tx) Conflict(ctx context.Context, creating bool, count string, args ...any) error {
	if creating {
		return ErrConflict
	}
	var n int
	if err := tx.Row(ctx, count, args, &n); err != nil {
		return err
	}
	if n == 0 {
		return ErrNotFound
	}
	return ErrConflict
}

// WorkspaceOrDefault is the workspace, [DefaultWorkspace] where it is empty.
func WorkspaceOrDefault(w string) string {
	if w == "" {
		return DefaultWorkspace
	}
	return w
}
