package query

import "fmt"

// Error is a query that can't be read. At is the code point it goes wrong at,
// Length how many belong to the mistake; Message says what would be right.
type Error struct {
	At      int    `json:"at"`
	Length  int    `json:"length"`
	Message string `json:"message"`
}

func (e *Error) Error() string { return fmt.Sprintf("character %d: %s", e.At+1, e.Message) }

func mistake(at, length int, format string, args ...any) *Error {
	return &Error{At: at, Length: max(1, length), Message: fmt.Sprintf(format, args...)}
}
