// Damage. An error of a search, a write or one of bleve's goroutines may come from a
// damaged file. diagnose decides: errors that have nothing to do with files (a cancelled
// context, a full disk) are left alone. Otherwise the files of the partition are verified,
// and a damaged partition is set aside: it is taken out of the generation, closed, and its
// directory is moved away. From then on searches answer from the other partitions, a write
// creates an empty partition of the same name, and the manifest lists the name under Lost
// until the indexer has put its documents again from the ledger.

package search

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
)

// backgroundErrors is the name under which scorch finds the callback for errors in its
// goroutines. Scorch keeps these callbacks in a global map by name.
const backgroundErrors = "namedrop"

// background maps the store directory of each open partition to its func(error).
var background sync.Map

func init() {
	scorch.RegistryAsyncErrorCallbacks[backgroundErrors] = func(err error, store string) {
		if onError, ok := background.Load(store); ok {
			onError.(func(error))(err)
		}
	}
}

// damage is what a running index knows about its damaged partitions.
type damage struct {
	lostChanged chan struct{} // receives after a partition was set aside

	forgetting sync.Mutex // one partition is forgotten at a time

	mu           sync.Mutex
	verifying    sync.Mutex               // one verification at a time
	lastVerified map[string]time.Time     // by partition; "" is all of them
	running      map[string]chan struct{} // verifications by partition, closed when they end
	unproven     map[string]int           // by partition: how often it was set aside although its files verified
}

func newDamage() damage {
	return damage{lostChanged: make(chan struct{}, 1), lastVerified: map[string]time.Time{}, running: map[string]chan struct{}{}, unproven: map[string]int{}}
}

// partError is an error with the partition it comes from.
type partError struct {
	p *partition
	error
}

func (e *partError) Unwrap() error { return e.error }

// withPartition adds the partition to an error, unless it has one.
func withPartition(p *partition, err error) error {
	if err == nil || errors.As(err, new(*partError)) {
		return err
	}
	return &partError{p, err}
}

// asDamaged makes an error match [ErrDamaged].
func asDamaged(err error) error {
	if errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// isResourceLimit reports whether an error comes from a limit (disk, file handles, memory,
// lock) and not from the files.
func isResourceLimit(err error) bool {
	for _, no := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, ErrLocked} {
		if errors.Is(err, no) {
			return true
		}
	}
	return false
}

// unrelatedToFiles reports whether an error says nothing about the files.
func unrelatedToFiles(err error) bool {
	for _, no := range []error{context.Canceled, context.DeadlineExceeded, ErrTooCostly, ErrRequest, ErrClosed, ErrReindexing} {
		if errors.Is(err, no) {
			return true
		}
	}
	return err == nil || isResourceLimit(err)
}

const (
	verifyInterval    = 10 * time.Second // between verifications of one partition
	verifyAllInterval = time.Minute      // between verifications of all
	maxUnproven       = 2                // how often a partition whose files verify is set aside
)

// diagnose looks for the damage behind an error of a search or a write. It reports whether a
// partition was set aside, so that a retry helps.
func (x *Index) diagnose(err error) bool {
	if unrelatedToFiles(err) {
		return false
	}
	g, gone := x.current()
	if gone != nil {
		return false
	}
	var at *partError
	if errors.As(err, &at) {
		return x.verifySuspect(g, at.p, err)
	}
	if !x.damage.due("", verifyAllInterval) {
		return false
	}
	healed := false
	for _, p := range g.list() {
		healed = x.verifySuspect(g, p, nil) || healed
	}
	return healed
}

// diagnosed is diagnose for a write: the error becomes [ErrDamaged] if a retry helps.
func (x *Index) diagnosed(err error) error {
	if x.diagnose(err) {
		return asDamaged(err)
	}
	return err
}

func (d *damage) due(name string, every time.Duration) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if time.Since(d.lastVerified[name]) < every {
		return false
	}
	d.lastVerified[name] = time.Now()
	return true
}

// begin starts a verification of a partition, unless it was verified just before. The caller calls
// end when it is over. If there is no end, another one may be running still.
func (d *damage) begin(name string) (end func(), running <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r := d.running[name]; r != nil {
		return nil, r
	}
	if time.Since(d.lastVerified[name]) < verifyInterval {
		return nil, nil
	}
	done := make(chan struct{})
	d.running[name] = done
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.lastVerified[name] = time.Now()
		delete(d.running, name)
		close(done)
	}, nil
}

// verifyLater verifies a partition after an error in one of bleve's goroutines. It does so
// in another goroutine: closing the partition waits for bleve's own to end.
func (x *Index) verifyLater(p *partition, err error) {
	ended, end := errors.Is(err, scorch.ErrAsyncPanic), func() {}
	if !ended {
		if end, _ = x.damage.begin(p.name); end == nil {
			return // scorch retries a failing merge at once, thousands of times a second
		}
	}
	go func() {
		defer end()
		g, gone := x.current()
		if gone != nil || g == nil {
			return
		}
		if ended {
			if !x.setAside(g, p, err) {
				p.abort() // it belongs to a generation that is being built: the build fails
			}
			return
		}
		x.opts.Logger.Warn("search partition reported an error", "partition", p.name, "error", err)
		x.verifyAndSetAside(g, p, nil)
	}()
}

// verifySuspect verifies a partition that may be behind an error, unless that was done just
// before. It reports whether the partition is set aside.
func (x *Index) verifySuspect(g *generation, p *partition, cause error) bool {
	if !slices.Contains(g.list(), p) {
		return true // another goroutine has set it aside
	}
	if cause == nil {
		return x.verifyAndSetAside(g, p, nil)
	}
	end, running := x.damage.begin(p.name)
	if end == nil {
		if running != nil {
			<-running
		}
		return !slices.Contains(g.list(), p) || running == nil && x.setAsideUnproven(g, p, cause)
	}
	defer end()
	return x.verifyAndSetAside(g, p, cause)
}

// verifyAndSetAside verifies the files of a partition and sets it aside if they are damaged.
// If the files verify but reading them panics or fails to decode, it is set aside all the
// same, at most maxUnproven times: the root has no checksum of its own, so a wrong value in
// it can pass.
func (x *Index) verifyAndSetAside(g *generation, p *partition, cause error) bool {
	x.damage.verifying.Lock()
	defer x.damage.verifying.Unlock()
	if p.isBroken() {
		return true
	}
	if err := p.verify(true); err != nil && !isResourceLimit(err) {
		return x.setAside(g, p, err)
	}
	return x.setAsideUnproven(g, p, cause)
}

// setAsideUnproven sets a partition aside whose files verify, or did a moment ago, if reading it
// panicked or failed to decode. A merge may have written damaged values to a file with a right
// checksum.
func (x *Index) setAsideUnproven(g *generation, p *partition, cause error) bool {
	if cause == nil || !errors.As(cause, new(*panicError)) && !errors.Is(cause, ErrDamaged) {
		return false
	}
	x.damage.mu.Lock()
	x.damage.unproven[p.name]++
	n := x.damage.unproven[p.name]
	x.damage.mu.Unlock()
	return n <= maxUnproven && x.setAside(g, p, cause)
}

// setAside takes a partition out of the live generation and moves its files away. It stays
// lost until Rebuilt is called. It is listed as lost before searches answer without it, and
// again when its files are gone: what is put before that does not count as rebuilt.
func (x *Index) setAside(g *generation, p *partition, why error) bool {
	if !x.forget(g, p, why) {
		return false
	}
	kept := ""
	closed := p.abort()
	if closed {
		var err error
		if kept, err = moveAside(x.dir, p.path); err != nil {
			x.opts.Logger.Error("setting search partition aside failed", "partition", p.name, "error", err)
		} else {
			g.gone(p)
		}
	}
	x.opts.Logger.Warn("search partition set aside", "partition", p.name, "kept", kept, "error", firstLine(why.Error()))
	x.recordLost(p, kept, why)
	select {
	case x.damage.lostChanged <- struct{}{}:
	default:
	}
	return true
}

// forget lists a partition as lost and takes it out of the generation. It reports whether it was
// in it.
func (x *Index) forget(g *generation, p *partition, why error) bool {
	x.damage.forgetting.Lock()
	defer x.damage.forgetting.Unlock()
	if !slices.Contains(g.list(), p) {
		return false
	}
	x.recordLost(p, "", why)
	return g.forget(p)
}

func (x *Index) recordLost(p *partition, kept string, why error) {
	if err := x.update(func(m *manifest) { m.addLost(p.name, kept, why) }); err != nil {
		x.opts.Logger.Error("recording lost search partition failed", "partition", p.name, "error", err)
	}
}

// addLost records a partition as lost, with the first line of why.
func (m *manifest) addLost(name, kept string, why error) {
	m.Partitions = slices.DeleteFunc(m.Partitions, func(n string) bool { return n == name })
	m.Lost = slices.DeleteFunc(m.Lost, func(l Lost) bool { return l.Name == name })
	m.Lost = append(m.Lost, Lost{Name: name, Why: firstLine(why.Error()), Kept: kept, At: time.Now().UTC()})
}

// Lost returns the partitions that are not complete. Searches answer from the others.
func (x *Index) Lost() []Lost {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return slices.Clone(x.manifest.Lost)
}

// LostChanged returns a channel that receives a value after a partition was set aside. Only
// one goroutine may receive from it.
func (x *Index) LostChanged() <-chan struct{} { return x.damage.lostChanged }

// Rebuilt records that a lost partition is complete again. A partition that was lost again
// meanwhile stays lost.
func (x *Index) Rebuilt(whole Lost) error {
	return x.update(func(m *manifest) {
		m.Lost = slices.DeleteFunc(m.Lost, func(l Lost) bool { return l.Name == whole.Name && l.At.Equal(whole.At) })
	})
}

// Rebuilding returns the names of the partitions that are not complete, or "all".
func (x *Index) Rebuilding() (names []string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, l := range x.manifest.Lost {
		if l.Name == "" {
			return []string{everything}
		}
		names = append(names, l.Name)
	}
	return names
}

// everything names all partitions, when the whole index is rebuilt.
const everything = "all"

// verify reads the files of an open partition. Its root cannot be opened twice, so only the
// meta pages of the root are read.
func (p *partition) verify(all bool) (err error) {
	defer recovered("verifying the search index", &err)
	defer catchFaults()()
	now, err := p.snapshot()
	if errors.Is(err, ErrClosed) {
		return nil
	}
	if err != nil {
		return asDamaged(err)
	}
	defer now.close()
	if err := verifyMeta(filepath.Join(p.path, metaFile)); err != nil {
		return err
	}
	for try := 0; ; try++ { // a running write may be half done
		_, err := boltTx(filepath.Join(p.path, storeDir, rootFile))
		if err == nil {
			break
		}
		if try == 5 {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	known := record{}
	if !all {
		known = readRecord(p.path)
	}
	for _, s := range now.segments {
		file, ok := s.seg.(segapi.PersistedSegment)
		if !ok {
			continue // not on disk yet
		}
		if _, err := (usedSegment{}).verify(file.Path(), known.Segments[filepath.Base(file.Path())]); err != nil {
			return err
		}
	}
	return nil
}
