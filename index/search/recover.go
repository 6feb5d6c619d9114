package search

import (
	"fmt"
	"runtime/debug"
)

// recovered turns a panic into the error of what was being done. A damaged segment
// must not take the process down.
func recovered(doing string, err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%s: %v\n%s", doing, r, debug.Stack())
	}
}
