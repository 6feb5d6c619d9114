package searchbench

import (
	"fmt"
	"slices"
	"time"
)

// class is a kind of search that is measured.
type class struct {
	name     string
	p50, p99 time.Duration // the targets; 0 is none
	ask      func(i int) error
}

// timing is how long the searches of a class took.
type timing struct {
	p50, p99 time.Duration
}

// measure runs each class for so many rounds. A class without a query has no timing.
func measure(list []class, rounds int) ([]timing, error) {
	out := make([]timing, len(list))
	for i, c := range list {
		if c.ask == nil {
			continue
		}
		var err error
		if out[i], err = times(c.ask, rounds); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return out, nil
}

func times(ask func(int) error, rounds int) (timing, error) {
	if err := ask(0); err != nil { // once to warm the caches
		return timing{}, err
	}
	all := make([]time.Duration, rounds)
	for i := range rounds {
		started := time.Now()
		if err := ask(i); err != nil {
			return timing{}, err
		}
		all[i] = time.Since(started)
	}
	slices.Sort(all)
	return timing{all[len(all)/2], all[min(len(all)-1, len(all)*99/100)]}, nil
}
