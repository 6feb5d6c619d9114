package impactcmd

import (
	"context"
	"errors"
)

// Simulate is the flags of `namedrop impact simulate`.
type Simulate struct{}

// Run runs the calibration.
func (c *Simulate) Run(ctx context.Context, s Streams) error { return errors.New("not built yet") }
