package cli

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/health"
)

// indexCheck is how long checking the index may take: a person is waiting.
const indexCheck = time.Minute

// index checks the search index of a folder on which no server runs.
func (d *diagnosis) index(ctx context.Context, c config.Config) {
	ctx, cancel := context.WithTimeout(ctx, indexCheck)
	defer cancel()
	read, bad, err := search.Check(ctx, filepath.Join(c.Data, "index"))
	if read == 0 && len(bad) == 0 && err == nil {
		d.report("search index", nil, "none yet")
		return
	}
	if errors.Is(err, search.ErrLocked) {
		d.report("search index", nil, "not checked: another process has it open")
		return
	}
	d.add(health.Index(read, bad, err))
}
