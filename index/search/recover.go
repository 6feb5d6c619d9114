package search

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// recovered turns a panic into the error of what was being done. A damaged segment
// must not take the process down.
func recovered(doing string, err *error) {
	if r := recover(); r != nil {
		*err = &panicError{doing: doing, cause: r, stack: debug.Stack()}
	}
}

// panicError is a panic that was caught.
type panicError struct {
	doing string
	cause any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("%s: %v\n%s", e.doing, e.cause, e.stack) }

// catchFaults makes a panic of what would be the end of the process, in this goroutine and
// until the function it returns is called: segments are mapped into memory, and reading
// past the end of a file that was cut off meanwhile is a fault.
func catchFaults() (restore func()) {
	old := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(old) }
}

// firstLine leaves out the stack of a panic.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
