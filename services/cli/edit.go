package cli

import (
	"context"
	"errors"
	"net/http"
)

// amend changes what is named of a thing. The rest stays, whether this program knows it or
// not: nothing else is sent.
func amend[T any](ctx context.Context, g *globals, path string, changes map[string]any, say func(T) string) error {
	if len(changes) == 0 {
		return errors.New("nothing was named that is to change: add --help to see what can be")
	}
	return send(ctx, g, http.MethodPatch, path, nil, changes, say)
}

// set notes what a flag says, where it was given.
func set[T any](changes map[string]any, key string, v *T) {
	if v != nil {
		changes[key] = *v
	}
}
