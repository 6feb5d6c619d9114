package search

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// recovered turns a panic into an error of what was being done: bleve panics on some damaged
// segments, and that must not end the process.
func recovered(doing string, err *error) {
	if r := recover(); r != nil {
		*err = &panicError{doing: doing, cause: r, stack: debug.Stack()}
	}
}

// panicError is a recovered panic.
type panicError struct {
	doing string
	cause any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("%s: %v\n%s", e.doing, e.cause, e.stack) }

// catchFaults makes a memory fault in this goroutine a panic, which recovered can catch,
// until restore is called. Segments are mapped into memory: reading past the end of a file
// that was truncated meanwhile raises SIGBUS, which otherwise ends the process.
func catchFaults() (restore func()) {
	old := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(old) }
}

// firstLine returns s without the stack of a panic.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
