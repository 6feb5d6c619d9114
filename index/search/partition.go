package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

var markKey = []byte("mark")

// partition is one bleve index: a month, a year, or "undated".
type partition struct {
	name string
	path string
	b    bleve.Index
	adv  bleveindex.Index

	use    sync.RWMutex // held for reading by each search, for writing to close
	closed bool

	logger   *slog.Logger
	courtesy *courtesy
	turn     sync.Mutex  // one show at a time
	showing  atomic.Bool // a search has asked for one
	mu       sync.Mutex
	now      *shown
	merged   *time.Timer
}

func settings(lock string) map[string]any {
	return map[string]any{"bolt_timeout": lock}
}

// openPartition opens or creates a partition.
func openPartition(path, name string, o Options) (*partition, error) {
	var b bleve.Index
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		b, err = bleve.NewUsing(path, staticMapping(), scorch.Name, bleve.Config.DefaultKVStore, settings(o.LockTimeout.String()))
	} else if err == nil {
		b, err = bleve.OpenUsing(path, settings(o.LockTimeout.String()))
	}
	if err != nil {
		return nil, fmt.Errorf("opening search partition %s: %w", name, err)
	}
	adv, err := b.Advanced()
	if err != nil {
		b.Close()
		return nil, fmt.Errorf("opening search partition %s: %w", name, err)
	}
	p := &partition{name: name, path: path, b: b, adv: adv, logger: o.Logger, courtesy: o.courtesy}
	p.merged = time.AfterFunc(settled, p.showLater)
	p.merged.Stop()
	return p, nil
}

// staticMapping has no dynamic fields: documents come with their terms.
func staticMapping() *mapping.IndexMappingImpl {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// mark is the mark of what searches see: who waits for it finds everything up to it.
func (p *partition) mark() uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now != nil {
		return readMark(p.now.is.Internal()[string(markKey)])
	}
	v, err := p.b.GetInternal(markKey)
	if err != nil {
		return 0
	}
	return readMark(v)
}

func readMark(v []byte) uint64 {
	if len(v) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(v)
}

// acquire keeps the partition open until release is called; it fails once closed.
func (p *partition) acquire() bool {
	p.use.RLock()
	if p.closed {
		p.use.RUnlock()
		return false
	}
	return true
}

func (p *partition) release() { p.use.RUnlock() }

// close waits for searches to end.
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
	return p.b.Close()
}
