package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
)

// Running is the content of the file with which the command line finds a running server.
type Running struct {
	PID  int    `json:"pid"`
	Desk string `json:"desk"` // address of the listener itself
	Bus  string `json:"bus,omitempty"`

	Public string `json:"public,omitempty"` // address of the public side's listener
}

const runningFile = "serve.json"

// ErrNotRunning is returned when no server runs on a data folder.
var ErrNotRunning = errors.New("no server runs on this data folder")

// FindRunning returns the addresses of the server that runs on a data folder. A killed server
// leaves its file behind, and by now any other program may listen on its port. The addresses
// are therefore returned only if the server that wrote them still holds the folder's lock.
func FindRunning(dir string) (Running, error) {
	var r Running
	b, err := os.ReadFile(filepath.Join(dir, runningFile))
	if errors.Is(err, os.ErrNotExist) {
		return r, ErrNotRunning
	}
	if err != nil {
		return r, fmt.Errorf("looking for a running server: %w", err)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		return r, fmt.Errorf("looking for a running server: %w", err)
	}
	held, pid, err := ledger.LockHolder(dir)
	if err != nil {
		return Running{}, fmt.Errorf("looking for a running server: %w", err)
	}
	// The lock may be held by another command instead. A pid of 0 means that the system
	// doesn't report the holder.
	if !held || pid != 0 && pid != r.PID {
		return Running{}, ErrNotRunning
	}
	return r, nil
}

// serve serves the desk until ctx is done. Meanwhile a file in the data folder has its address, for
// the command line.
func (a *App) serve(ctx context.Context) error {
	file := filepath.Join(a.opts.Config.Data, runningFile)
	b, err := json.Marshal(Running{PID: os.Getpid(), Desk: "http://" + reachable(a.listener.Addr()), Bus: a.bus.Addr(), Public: a.publicAddr})
	if err != nil {
		return err
	}
	if err := access.WritePrivate(file, string(b)+"\n"); err != nil {
		a.opts.Logger.Warn("writing server address failed, the command line won't find this server", "error", err)
	}
	defer os.Remove(file)
	return a.api.Run(ctx)
}
