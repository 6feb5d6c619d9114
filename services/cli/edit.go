package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// amend changes what is named of a thing and leaves the rest. The API takes whole things,
// so what can be written of the present one is sent along; whoever changed it meanwhile,
// on the desk for one, is not overwritten.
func amend[T any](ctx context.Context, g *globals, path string, writable []string, changes map[string]any, say func(T) string) error {
	if len(changes) == 0 {
		return errors.New("nothing was named that is to change: add --help to see what can be")
	}
	return g.with(ctx, func(api *client) error {
		var have map[string]any
		if err := api.do(ctx, http.MethodGet, path, nil, nil, &have); err != nil {
			return err
		}
		body := map[string]any{}
		for _, key := range writable {
			if v, ok := have[key]; ok {
				body[key] = v
			}
		}
		for key, v := range changes {
			body[key] = v
		}
		api.match = fmt.Sprintf(`"%v"`, have["revision"])
		if g.JSON {
			return api.do(ctx, http.MethodPut, path, nil, body, g.streams.Out)
		}
		var saved T
		if err := api.do(ctx, http.MethodPut, path, nil, body, &saved); err != nil {
			return err
		}
		fmt.Fprintln(g.streams.Out, say(saved))
		return nil
	})
}

// set notes what a flag says, where it was given.
func set[T any](changes map[string]any, key string, v *T) {
	if v != nil {
		changes[key] = *v
	}
}
