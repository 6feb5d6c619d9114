package bus

import (
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// healer restarts the embedded server's streams after the disk was full or failed.
//
// After a write error a stream refuses everything and reports it only in the server's log:
// publishers get no answer, even when the disk works again. So once it does, the streams are
// closed and opened. Connections stay, ours and those of outside clients.
// TestFullDisk holds this.
type healer struct {
	mu   sync.Mutex
	last time.Time
}

// healEvery is the shortest time between two restarts: many publishers may wait for an answer
// at once.
const healEvery = 10 * time.Second

// slowDisk is the time of a probe from which a missing answer only means that the disk is busy.
const slowDisk = 500 * time.Millisecond

// heal is called when a publication got no answer. It returns an error if the disk can't be
// written to; otherwise the publisher may try again.
func (e *embedded) heal() error {
	e.healer.mu.Lock()
	defer e.healer.mu.Unlock()
	began := time.Now()
	if err := writable(e.dir); err != nil {
		return fmt.Errorf("the bus can't write to its directory; what was acknowledged is safe: %w", err)
	}
	if time.Since(began) > slowDisk || time.Since(e.healer.last) < healEvery {
		return nil
	}
	e.healer.last = time.Now()
	if err := e.srv.ShutdownJetStream(); err != nil {
		return fmt.Errorf("closing the streams after an error: %w", err)
	}
	err := e.srv.EnableJetStream(&server.JetStreamConfig{
		StoreDir: e.dir, SyncInterval: 2 * time.Minute, SyncAlways: true,
		MaxMemory: maxMemory, MaxStore: maxStore, Strict: true,
	})
	if err != nil {
		return fmt.Errorf("opening the streams after an error: %w", err)
	}
	return nil
}

// writable writes as much as a stream needs to open.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, "probe-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := f.Write(make([]byte, 1<<20)); err != nil {
		return err
	}
	return f.Sync()
}
