package fetch

import (
	"context"
	"mime"
	"net/http"
)

type watcher struct{}

// Watch returns a context whose requests are also told to seen, beside [Options.Observe]: for a read that is
// explained to a person. seen is called from the goroutines that send the requests.
func Watch(ctx context.Context, seen func(Observation)) context.Context {
	return context.WithValue(ctx, watcher{}, seen)
}

func (d *Door) observe(ctx context.Context, o Observation) {
	d.opts.Observe(o)
	if seen, ok := ctx.Value(watcher{}).(func(Observation)); ok {
		seen(o)
	}
}

func mediaType(h http.Header) string {
	t, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return t
}
