package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
)

// Progress is the progress of a reindex, for the desk and the command line.
type Progress struct {
	Running bool `json:"running"`
	Done    int  `json:"done"`
	Total   int  `json:"total"`
	Runs    int  `json:"runs"` // ended since the process started, successfully or not
}

// ErrRunning is returned when a reindex is requested while one is running.
var ErrRunning = errors.New("a reindex is already running")

// job is the running reindex. There is at most one.
type job struct {
	mu     sync.Mutex
	state  Progress
	cancel context.CancelFunc
}

func (j *job) begin(ctx context.Context) (context.Context, func(), error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.state.Running {
		return nil, nil, ErrRunning
	}
	ctx, cancel := context.WithCancel(ctx)
	j.state, j.cancel = Progress{Running: true, Runs: j.state.Runs}, cancel
	return ctx, func() {
		cancel()
		j.mu.Lock()
		defer j.mu.Unlock()
		j.state.Running, j.cancel = false, nil
		j.state.Runs++
	}, nil
}

func (j *job) progress(done, total int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state.Done, j.state.Total = done, total
}

func (j *job) json() []byte {
	j.mu.Lock()
	defer j.mu.Unlock()
	b, err := json.Marshal(j.state)
	if err != nil {
		panic(err) // two numbers and a flag
	}
	return b
}

// ProgressJSON returns the progress of the running reindex, or of the last one.
func (x *Indexer) ProgressJSON() []byte { return x.job.json() }

// Start requests a reindex. It runs in the background, in a goroutine of Run, and ends with Run.
func (x *Indexer) Start() error {
	x.job.mu.Lock()
	running := x.job.state.Running
	x.job.mu.Unlock()
	if running {
		return ErrRunning
	}
	select {
	case x.asked <- struct{}{}:
	default:
	}
	return nil
}

// StopReindex cancels the running reindex. Searches keep using the old index.
func (x *Indexer) StopReindex() {
	x.job.mu.Lock()
	defer x.job.mu.Unlock()
	if x.job.cancel != nil {
		x.job.cancel()
	}
}
