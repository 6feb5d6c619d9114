package cli

import (
	"context"
	"errors"
	"net/http"
)

// amend changes the fields that were given. It sends no others, so fields that this program
// doesn't know keep their values.
func amend[T any](ctx context.Context, g *globals, path string, changes map[string]any, say func(T) string) error {
	if len(changes) == 0 {
		return errors.New("nothing to change: see --help for what can be changed")
	}
	return send(ctx, g, http.MethodPatch, path, nil, changes, say)
}

// set adds the value of a flag to the changes, if it was given. An empty list is one too: null would
// leave the list as it is.
func set[T any](changes map[string]any, key string, v *T) {
	if v == nil {
		return
	}
	changes[key] = *v
	if list, ok := any(*v).([]string); ok && list == nil {
		changes[key] = []string{}
	}
}
