package api

import (
	"errors"
	"net/http"
)

// replace sets what a change gives and leaves the rest.
func replace[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

// changes is how often a change is made again on a thing that somebody else has changed
// meanwhile.
const changes = 5

// again makes a change of what is given alone once more where somebody else was quicker: the
// two don't contradict each other. It doesn't where the caller named the revision.
func again[T any](change func() (T, error), anyRevision bool) (T, error) {
	for n := 1; ; n++ {
		out, err := change()
		var p *Problem
		if !anyRevision || n == changes || !errors.As(err, &p) || p.Status != http.StatusPreconditionFailed {
			return out, err
		}
	}
}
