package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
)

// lifecycle remembers what was started and stops it in reverse order.
type lifecycle struct {
	log   *slog.Logger
	mu    sync.Mutex
	parts []part
}

type part struct {
	name string
	stop func(context.Context) error
}

// started registers how to stop a part. Call it as soon as the part is running.
func (l *lifecycle) started(name string, stop func(context.Context) error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.parts = append(l.parts, part{name, stop})
}

// stop stops the parts in reverse order of their start. A second call does nothing.
func (l *lifecycle) stop(ctx context.Context) error {
	l.mu.Lock()
	parts := l.parts
	l.parts = nil
	l.mu.Unlock()
	var errs []error
	for i := len(parts) - 1; i >= 0; i-- {
		if err := parts[i].stop(ctx); err != nil {
			errs = append(errs, fmt.Errorf("stopping %s: %w", parts[i].name, err))
		}
		l.log.Debug("stopped", "part", parts[i].name)
	}
	return errors.Join(errs...)
}
