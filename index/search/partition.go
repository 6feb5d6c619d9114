package search

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// partition is one bleve index: a month, a year, or "undated".
type partition struct {
	name string
	path string
	b    bleve.Index
	adv  bleveindex.Index

	use    sync.RWMutex // read-locked by each search and write, locked to close
	closed bool

	onError  func(*partition, error) // receives the errors of bleve's goroutines; must not block
	broken   chan struct{}           // closed by abort
	breaking sync.Once

	logger         *slog.Logger
	throttle       *throttle
	publishing     sync.Mutex  // one publish at a time
	publishPending atomic.Bool // a search has started a refresh
	mu             sync.Mutex
	now            *published // guarded by mu
	merged         *time.Timer
}

func settings(lock string) map[string]any {
	return map[string]any{"bolt_timeout": lock, "asyncErrorCallbackName": backgroundErrors}
}

// openPartition opens or creates a partition. onError receives the errors of bleve's own
// goroutines and must not block.
func openPartition(path, name string, o Options, onError func(*partition, error)) (p *partition, err error) {
	defer recovered("opening search partition "+name, &err)
	defer catchFaults()()
	p = &partition{name: name, path: path, logger: o.Logger, throttle: o.throttle, onError: onError, broken: make(chan struct{})}
	store := filepath.Join(path, storeDir)
	background.Store(store, func(err error) { onError(p, err) })
	defer func() {
		if err != nil {
			background.Delete(store)
		}
	}()
	_, err = os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		p.b, err = bleve.NewUsing(path, staticMapping(), scorch.Name, bleve.Config.DefaultKVStore, settings(o.LockTimeout.String()))
		ownPermissions(path)
	} else if err == nil {
		p.b, err = bleve.OpenUsing(path, settings(o.LockTimeout.String()))
	}
	if err != nil {
		return nil, fmt.Errorf("opening search partition %s: %w", name, err)
	}
	if p.adv, err = p.b.Advanced(); err != nil {
		p.b.Close()
		return nil, fmt.Errorf("opening search partition %s: %w", name, err)
	}
	p.merged = time.AfterFunc(refreshDelay, p.publishLater)
	p.merged.Stop()
	return p, nil
}

// count returns how many passages bleve has.
func (p *partition) count() uint64 {
	r, err := p.adv.Reader()
	if err != nil {
		return 0
	}
	defer r.Close()
	n, err := r.DocCount()
	if err != nil {
		return 0
	}
	return n
}

// staticMapping has no dynamic fields: documents come with their terms.
func staticMapping() *mapping.IndexMappingImpl {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// offset returns the offset of the published snapshot, not of the last batch. So whoever
// waits for an offset finds everything up to it.
func (p *partition) offset() uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now != nil {
		return readOffset(p.now.is.Internal()[string(offsetKey)])
	}
	v, err := p.b.GetInternal(offsetKey)
	if err != nil {
		return 0
	}
	return readOffset(v)
}

// acquire keeps the partition open until release is called. It reports false if the
// partition is closed or aborted.
func (p *partition) acquire() bool {
	p.use.RLock()
	if p.closed || p.isBroken() {
		p.use.RUnlock()
		return false
	}
	return true
}

func (p *partition) isBroken() bool {
	select {
	case <-p.broken:
		return true
	default:
		return false
	}
}

func (p *partition) release() { p.use.RUnlock() }

// close waits for running searches and writes.
func (p *partition) close() error {
	p.use.Lock()
	defer p.use.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	p.merged.Stop()
	if p.now != nil {
		p.now.is.Close()
		p.now = nil
	}
	background.Delete(filepath.Join(p.path, storeDir))
	if err := p.b.Close(); err != nil {
		return err
	}
	if err := writeRecord(p.path); err != nil {
		p.logger.Debug("recording search partition failed", "partition", p.name, "error", err)
	}
	return nil
}

// abort ends a damaged partition. Running writes fail; running searches keep their snapshot.
// It reports whether bleve closed its files.
func (p *partition) abort() bool {
	p.breaking.Do(func() { close(p.broken) })
	background.Delete(filepath.Join(p.path, storeDir))
	p.merged.Stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		var err error
		defer recovered("closing a damaged search partition", &err)
		if s, ok := p.adv.(*scorch.Scorch); ok {
			_ = s.Close() // bleve.Index.Close waits for a running write, which may never end
		}
	}()
	select {
	case <-done:
		go p.retire()
		return true
	case <-time.After(abortWait):
		return false
	}
}

// abortWait is how long bleve may take to close a damaged partition. It finishes a running
// merge first.
const abortWait = 20 * time.Second

// retire closes the published snapshot once running searches have ended.
func (p *partition) retire() {
	var err error
	defer recovered("closing a damaged search partition", &err)
	p.use.Lock()
	defer p.use.Unlock()
	p.closed = true
	if p.now != nil {
		p.now.is.Close()
		p.now = nil
	}
}
