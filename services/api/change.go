package api

import (
	"errors"
	"net/http"
)

// replace sets a value if the change has one.
func replace[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

// changes is how often a change is repeated if another person changed the same thing in the
// meantime.
const changes = 5

// again repeats a change of single fields if another person was quicker: the two changes don't
// conflict. It doesn't if the caller named the revision.
func again[T any](change func() (T, error), anyRevision bool) (T, error) {
	for n := 1; ; n++ {
		out, err := change()
		var p *Problem
		if !anyRevision || n == changes || !errors.As(err, &p) || p.Status != http.StatusPreconditionFailed {
			return out, err
		}
	}
}
