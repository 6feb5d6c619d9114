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

// backgroundErrors is the name under which bleve finds the function that hears what its
// own goroutines meet. Bleve keeps such functions by name for the whole process.
const backgroundErrors = "namedrop"

// background holds a func(error) for the store directory of each open partition.
var background sync.Map

func init() {
	scorch.RegistryAsyncErrorCallbacks[backgroundErrors] = func(err error, store string) {
		if onError, ok := background.Load(store); ok {
			onError.(func(error))(err)
		}
	}
}

// damage is what an index knows about its damaged partitions while it runs.
type damage struct {
	lostChanged chan struct{} // something was lost

	mu           sync.Mutex
	verifying    sync.Mutex           // one look at files at a time
	lastVerified map[string]time.Time // when files were last verified, by partition; "" is all
	unproven     map[string]int       // how often a partition was set aside though its files looked whole
}

func newDamage() damage {
	return damage{lostChanged: make(chan struct{}, 1), lastVerified: map[string]time.Time{}, unproven: map[string]int{}}
}

// partError is what went wrong with a partition.
type partError struct {
	p *partition
	error
}

func (e *partError) Unwrap() error { return e.error }

// in says which partition an error comes from.
func withPartition(p *partition, err error) error {
	if err == nil || errors.As(err, new(*partError)) {
		return err
	}
	return &partError{p, err}
}

// blame makes an error of opening files one of damaged files.
func asDamaged(err error) error {
	if errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// scarce reports whether an error says that something is used up or taken, for which the
// files are not to blame.
func isResourceLimit(err error) bool {
	for _, no := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, ErrLocked} {
		if errors.Is(err, no) {
			return true
		}
	}
	return false
}

// harmless reports whether an error says nothing about the files.
func unrelatedToFiles(err error) bool {
	for _, no := range []error{context.Canceled, context.DeadlineExceeded, ErrTooCostly, ErrRequest, ErrClosed, ErrReindexing} {
		if errors.Is(err, no) {
			return true
		}
	}
	return err == nil || isResourceLimit(err)
}

const (
	verifyInterval    = 10 * time.Second // before the files of one partition are verified once more
	verifyAllInterval = time.Minute      // before those of all are
	maxUnproven       = 2                // times that a partition whose files look whole is set aside
)

// heal looks for the damage behind an error of a search or a write. It reports whether a
// partition was set aside, so that trying again helps.
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

// blamed is heal for a write: its error becomes [ErrDamaged] where trying again helps.
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

// suspectLater is suspect for bleve's goroutines, which must not wait for their own end.
func (x *Index) verifyLater(p *partition, err error) {
	ended := errors.Is(err, scorch.ErrAsyncPanic)
	if !ended && !x.damage.due(p.name, verifyInterval) {
		return // a merge that fails is tried again at once, thousands of times a second
	}
	go func() {
		g, gone := x.current()
		if gone != nil || g == nil {
			return
		}
		if ended {
			if !x.setAside(g, p, err) {
				p.abort() // of an index that is being built: the build fails
			}
			return
		}
		x.opts.Logger.Warn("search partition reported an error", "partition", p.name, "error", err)
		x.verifyAndSetAside(g, p, nil)
	}()
}

// suspect verifies a partition that may be behind an error, unless that was done just
// now. It reports whether the partition is out of the way.
func (x *Index) verifySuspect(g *generation, p *partition, cause error) bool {
	if !slices.Contains(g.list(), p) {
		return p.isBroken()
	}
	if cause != nil && !x.damage.due(p.name, verifyInterval) {
		return false
	}
	return x.verifyAndSetAside(g, p, cause)
}

// judge verifies the files of a partition and sets it aside if they are damaged. So it
// does, but not over and over, if they look whole and reading them panics or can't be
// understood all the same: the root has no checksum of its own.
func (x *Index) verifyAndSetAside(g *generation, p *partition, cause error) bool {
	x.damage.verifying.Lock()
	defer x.damage.verifying.Unlock()
	if p.isBroken() {
		return true
	}
	if err := p.verify(true); err != nil && !isResourceLimit(err) {
		return x.setAside(g, p, err)
	}
	if cause == nil || !errors.As(cause, new(*panicError)) && !errors.Is(cause, ErrDamaged) {
		return false
	}
	x.damage.mu.Lock()
	x.damage.unproven[p.name]++
	n := x.damage.unproven[p.name]
	x.damage.mu.Unlock()
	return n <= maxUnproven && x.setAside(g, p, cause)
}

// setAside takes a partition out of the generation that serves and moves its files away.
// It is lost until Rebuilt is called.
func (x *Index) setAside(g *generation, p *partition, why error) bool {
	if !g.forget(p) {
		return false
	}
	kept := ""
	closed := p.abort()
	if closed {
		var err error
		if kept, err = moveAside(x.dir, p.path); err != nil {
			x.opts.Logger.Error("damaged search partition stays where it is", "partition", p.name, "error", err)
		} else {
			g.gone(p)
		}
	}
	x.opts.Logger.Warn("search partition set aside", "partition", p.name, "kept", kept, "error", firstLine(why.Error()))
	if err := x.update(func(m *manifest) { m.addLost(p.name, kept, why) }); err != nil {
		x.opts.Logger.Error("search partition is not known as lost", "partition", p.name, "error", err)
	}
	select {
	case x.damage.lostChanged <- struct{}{}:
	default:
	}
	return true
}

// lose writes a partition down as lost, with the first line of why.
func (m *manifest) addLost(name, kept string, why error) {
	m.Partitions = slices.DeleteFunc(m.Partitions, func(n string) bool { return n == name })
	m.Lost = slices.DeleteFunc(m.Lost, func(l Lost) bool { return l.Name == name })
	m.Lost = append(m.Lost, Lost{Name: name, Why: firstLine(why.Error()), Kept: kept, At: time.Now().UTC()})
}

// Lost lists the partitions that are not whole: searches answer from the others.
func (x *Index) Lost() []Lost {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return slices.Clone(x.manifest.Lost)
}

// LostMore receives a value after a partition was set aside. It has one receiver.
func (x *Index) LostChanged() <-chan struct{} { return x.damage.lostChanged }

// Rebuilt says that a lost partition has been filled again. One that was lost once more
// meanwhile stays so.
func (x *Index) Rebuilt(whole Lost) error {
	return x.update(func(m *manifest) {
		m.Lost = slices.DeleteFunc(m.Lost, func(l Lost) bool { return l.Name == whole.Name && l.At.Equal(whole.At) })
	})
}

// Rebuilding are the names of the partitions that are not whole, or "all".
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

// everything stands for all partitions, where the index as a whole is rebuilt.
const everything = "all"

// verify reads the files of an open partition. Its root can't be opened a second time:
// of that the meta pages are looked at.
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
	for try := 0; ; try++ { // a write under way may be met half done
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
			continue // in memory still
		}
		if _, err := (usedSegment{}).verify(file.Path(), known.Segments[filepath.Base(file.Path())]); err != nil {
			return err
		}
	}
	return nil
}
