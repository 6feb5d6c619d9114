package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
)

// Progress of a reindex, for the desk and the command line.
type Progress struct {
	Running bool `json:"running"`
	Done    int  `json:"done"`
	Total   int  `json:"total"`
	Runs    int  `json:"runs"` // ended since the start, well or not
}

// ErrRunning is returned when a reindex is asked for while one runs.
var ErrRunning = errors.New("a reindex is already running")

// job is the one reindex that may run.
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

// ProgressJSON returns how far the running reindex is, or how far the last one came.
func (x *Indexer) ProgressJSON() []byte { return x.job.json() }

// Start begins a reindex in the background, inside Run: it ends with it.
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

// StopReindex ends the running reindex; the old index goes on serving.
func (x *Indexer) StopReindex() {
	x.job.mu.Lock()
	defer x.job.mu.Unlock()
	if x.job.cancel != nil {
		x.job.cancel()
	}
}
