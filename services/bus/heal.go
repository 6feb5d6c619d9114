package bus

import (
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// healer starts the embedded server's streams anew after a disk was full or failed.
//
// A stream that met a write error refuses everything from then on, and says so to its
// log only: publishers just hear nothing. Once the disk takes data again the streams are
// closed and opened; connections, ours and those from outside, stay.
type healer struct {
	mu   sync.Mutex
	last time.Time
}

// healEvery keeps many publishers that hear nothing from starting it over and over.
const healEvery = 10 * time.Second

// slowDisk is how long the probe takes where silence only means that the disk is busy.
const slowDisk = 500 * time.Millisecond

// heal is called when a publication got no answer. It returns an error where the disk
// can't be written to, and otherwise lets the publisher try again.
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

// writable writes as much as a stream needs to get going.
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
