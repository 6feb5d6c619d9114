package searchbench

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/index/indextest/archive"
	"github.com/namedrop/namedrop/index/search"
)

// hostile is how a hostile query ended and how long its slowest search took.
type hostile struct {
	name, ended string
	took        time.Duration
}

func askAllHostile(ctx context.Context, x *search.Index) ([]hostile, error) {
	var out []hostile
	for _, h := range archive.HostileQueries() {
		ended, slowest, err := archive.AskHostile(ctx, x, h)
		if err != nil {
			return nil, err
		}
		out = append(out, hostile{h.Name, ended, slowest})
	}
	return out, nil
}
