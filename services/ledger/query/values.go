// Package query writes SQL text and converts values for both databases: times are stored as
// microseconds since 1970 (0 is the zero time), flags as 0 or 1, lists and small objects as
// JSON in text columns ("" where there is nothing).
package query

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Scan copies the columns of one row, like the method of [sql.Rows].
type Scan func(dest ...any) error

// Time returns a destination that scans a stored time.
func Time(t *time.Time) sql.Scanner { return instant{t} }

// Flag returns a destination that scans a stored flag.
func Flag(b *bool) sql.Scanner { return flag{b} }

// JSON returns a destination that decodes JSON into v; an empty text leaves v as it is.
func JSON(v any) sql.Scanner { return object{v} }

// Raw returns a destination that keeps JSON as it is stored; an empty text becomes nil.
func Raw(v *json.RawMessage) sql.Scanner { return raw{v} }

type instant struct{ t *time.Time }

func (i instant) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", v)
	}
	*i.t = FromMicros(n)
	return nil
}

type flag struct{ b *bool }

func (f flag) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a flag is stored as %T", v)
	}
	*f.b = n != 0
	return nil
}

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

type raw struct{ v *json.RawMessage }

func (r raw) Scan(v any) error {
	switch v := v.(type) {
	case string:
		*r.v = json.RawMessage(v)
	case []byte:
		*r.v = slices.Clone(v) // the driver reuses its buffer
	}
	if len(*r.v) == 0 {
		*r.v = nil
	}
	return nil
}

// AsJSON encodes a value for a text column; nil, an empty list and an empty object are "".
func AsJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "null" || string(b) == "[]" || string(b) == "{}" {
		// Only NaN and infinity can't be encoded, and parsers refuse those.
		return ""
	}
	return string(b)
}

// FlagValue is a flag as it is stored.
func FlagValue(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Micros is a time as it is stored.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// FromMicros is the time that was stored as n.
func FromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
