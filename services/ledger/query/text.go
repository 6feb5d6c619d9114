package query

import (
	"iter"
	"slices"
	"strings"
)

// In returns "(?,?,…)" for the values, and the values as arguments.
func In[T any](values []T) (string, []any) {
	values = Padded(values)
	args := make([]any, max(len(values), 1))
	for i := range values {
		args[i] = values[i]
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?,", len(args)), ",") + ")", args
}

// Padded repeats the last value until the length is a power of two. Lists of any length then
// share a handful of prepared statements.
func Padded[T any](values []T) []T {
	out := slices.Clone(values)
	for n := len(out); n > 0 && n&(n-1) != 0; n++ {
		out = append(out, out[len(out)-1])
	}
	return out
}

// Chunks cuts a long list into pieces that fit a statement.
func Chunks[T any](values []T) iter.Seq[[]T] {
	return slices.Chunk(values, 256)
}

// Strings converts values of a string type, which drivers don't take, to strings.
func Strings[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// Where collects the conditions of a list and their arguments.
type Where struct {
	conditions []string
	Args       []any
}

// Add adds a condition.
func (w *Where) Add(condition string, args ...any) {
	w.conditions = append(w.conditions, condition)
	w.Args = append(w.Args, args...)
}

// Any asks for one of the values; without values for nothing.
func (w *Where) Any(column string, values []string) {
	if len(values) > 0 {
		list, args := In(values)
		w.Add(column+" IN "+list, args...)
	}
}

// Is asks for a flag, unless want is nil.
func (w *Where) Is(column string, want *bool) {
	if want != nil {
		w.Add(column+" = ?", *want)
	}
}

// Contains asks for text anywhere in one of the columns, whatever its case.
func (w *Where) Contains(text string, columns ...string) {
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
	w.Add("("+strings.Join(parts, " OR ")+")", args...)
}

// Append adds the conditions of another list.
func (w *Where) Append(other Where) {
	w.conditions = append(w.conditions, other.conditions...)
	w.Args = append(w.Args, other.Args...)
}

// And is the conditions alone, all of which must be met; empty without conditions.
func (w *Where) And() string { return strings.Join(w.conditions, " AND ") }

// String is the WHERE clause with a space before it; empty without conditions.
func (w *Where) String() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conditions, " AND ")
}
