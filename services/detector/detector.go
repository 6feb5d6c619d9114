package detector

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/cluster"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

// Consumer is the detectors' durable name on the bus, shared by all of them.
const Consumer = "detector"

// Detector consumes references and writes mentions.
type Detector struct {
	opts     Options
	metrics  metrics
	rescan   chan struct{}
	isolated isolated
	claims   *lease.Claims // on rescans

	usageMu       sync.Mutex
	usageRestored bool // the judge has its stored usage; guarded by usageMu
}

// New returns a detector. It does nothing until Run is called.
func New(o Options) (*Detector, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, fmt.Errorf("detector: %w", err)
	}
	return &Detector{opts: o, metrics: m, rescan: make(chan struct{}, 1), isolated: newIsolated(), claims: lease.NewClaims()}, nil
}

// Run detects until ctx is done.
func (d *Detector) Run(ctx context.Context) error {
	if err := d.opts.Ledger.WaitForDatabase(ctx, d.sweep); err != nil && ctx.Err() == nil {
		return err
	}
	var wg sync.WaitGroup
	wg.Go(func() { d.runIsolated(ctx) })
	wg.Go(func() { d.rescans(ctx) })
	wg.Go(func() {
		d.claims.Keep(ctx, d.opts.Logger, func(ctx context.Context, ids []string) error {
			return d.opts.Ledger.Renew(ctx, ledger.Rescans, d.opts.Holder, ids, d.opts.Now().Add(lease.Length))
		})
	})
	wg.Go(func() { d.clusterOld(ctx) })
	err := d.opts.Bus.Consume(ctx, bus.ConsumerConfig{
		Name: Consumer, Stream: subjects.Documents, Filters: []string{subjects.All(subjects.ReadPrefix)}, Batch: batch,
		SaveOffset: func(ctx context.Context, seq int64) error {
			return d.opts.Ledger.SetOffset(ctx, Consumer, subjects.Documents, seq)
		},
	}, d.handle)
	wg.Wait()
	return err
}

const batch = 64

// sweep detects the documents that the ledger lists as undetected. Their references will not
// come again if the bus was lost, if they became dead letters, or if the process ended while
// the documents were in the isolated queue.
func (d *Detector) sweep(ctx context.Context) error {
	if err := d.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.ReleaseCorrupt(ctx, tx) }); err != nil {
		return fmt.Errorf("releasing corrupt texts: %w", err)
	}
	suspects, err := archive.Suspects(ctx, d.opts.Ledger, archive.Detection)
	if err != nil {
		return err
	}
	d.isolated.addSuspects(suspects)
	for n := int64(0); ; {
		waiting, err := archive.UndetectedAfter(ctx, d.opts.Ledger, n, batch)
		if err != nil || len(waiting) == 0 {
			return err
		}
		n = waiting[len(waiting)-1].Arrival
		var ids, large []string
		for _, u := range waiting {
			ids = append(ids, u.ID)
			if u.Large {
				large = append(large, u.ID)
			}
		}
		if _, err := d.processBatch(ctx, d.isolated.divert(ids, large)); err != nil {
			return err
		}
	}
}

// handle detects a batch of documents in parallel and records them in one transaction. Large
// documents and suspects are left to runIsolated, so that the others don't wait for them.
func (d *Detector) handle(ctx context.Context, msgs []bus.Msg) error {
	ids, err := references(msgs)
	if err != nil {
		return err
	}
	large, err := archive.LargeDocuments(ctx, d.opts.Ledger, ids)
	if err != nil {
		return err
	}
	_, err = d.processBatch(ctx, d.isolated.divert(ids, large))
	return err
}

// processBatch is process, recorded as work in progress. If the process dies, the next start
// treats these documents as suspects.
func (d *Detector) processBatch(ctx context.Context, ids []string) (int, error) {
	work := make([]archive.Work, len(ids))
	for i, id := range ids {
		work[i] = archive.Work{Kind: archive.Detection, ID: id}
	}
	defer d.opts.InFlight.Begin(work...)()
	return d.process(ctx, ids)
}

// errBrandsChanged is returned when a brand was changed while documents were processed.
var errBrandsChanged = errors.New("the brands changed meanwhile")

// process detects documents and records the findings. It returns how many are now up to date
// or quarantined as corrupt.
func (d *Detector) process(ctx context.Context, ids []string) (total int, err error) {
	for len(ids) > 0 {
		done, rest, answers, err := d.processSome(ctx, ids)
		switch {
		case errors.Is(err, errBrandsChanged):
			// Try again with the new brands. The answers are saved first: the transaction was
			// rolled back, and asking the judge again would cost its budget twice.
			if err := d.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return saveAnswers(ctx, tx, answers) }); err != nil {
				return total, err
			}
			continue
		case err != nil:
			return total, err
		}
		total, ids = total+done, rest
	}
	return total, nil
}

// processSome processes the first of the documents, as many as fit into the memory limits, and
// returns the others as rest.
func (d *Detector) processSome(ctx context.Context, ids []string) (done int, rest []string, answers judgements, err error) {
	n, err := d.current(ctx)
	if err != nil {
		return 0, nil, answers, err
	}
	docs, rest, err := archive.LoadDocuments(ctx, d.opts.Ledger, ids)
	corrupt := new(archive.CorruptError)
	if errors.As(err, &corrupt) {
		d.opts.Logger.Error("documents with corrupt text quarantined", "error", err)
	} else if err != nil {
		return 0, nil, answers, fmt.Errorf("loading documents: %w", err)
	}
	found := d.detectAll(n, docs, false)
	for i := range docs[len(found):] {
		rest = append(rest, docs[len(found)+i].ID)
	}
	docs = docs[:len(found)]
	answers = d.consult(ctx, n, found)
	err = d.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		done = 0
		if err := saveAnswers(ctx, tx, answers); err != nil {
			return err
		}
		if err := assign(ctx, tx, found); err != nil {
			return err
		}
		for _, f := range found {
			_, current, err := d.writeFinding(ctx, tx, n, f)
			if err != nil {
				return fmt.Errorf("recording mentions of %s: %w", f.document.ID, err)
			}
			if current {
				done++
			}
		}
		if err := quarantineCorrupt(ctx, tx, corrupt); err != nil {
			return err
		}
		done += len(corrupt.Texts)
		// Check last that these are still the current brands. The rescan after a brand's edit
		// skips documents whose first detection is pending, so it may have passed these already:
		// if we committed with the old brands, nothing would look for the new one in them. After
		// writeFinding we hold locks on the documents' rows, so a rescan that starts later waits
		// for this transaction and then sees its result.
		revision, err := record.BrandsRevision(ctx, tx)
		if err == nil && revision != n.revision {
			err = errBrandsChanged
		}
		return err
	})
	if err != nil {
		return 0, nil, answers, err
	}
	d.metrics.documents.Add(float64(len(docs)))
	return done, rest, answers, nil
}

// quarantineCorrupt quarantines documents whose stored text can't be read, so that they no
// longer count as undetected.
func quarantineCorrupt(ctx context.Context, tx *ledger.Tx, corrupt *archive.CorruptError) error {
	for _, t := range corrupt.Texts {
		if err := archive.QuarantineCorrupt(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// references returns the ids of the documents in a batch, without duplicates.
func references(msgs []bus.Msg) (ids []string, err error) {
	for _, m := range msgs {
		var ref ledger.Reference
		if err := json.Unmarshal(m.Data, &ref); err != nil || ref.ID == "" {
			return nil, bus.Poison(fmt.Errorf("reference %q can't be read", m.Data))
		}
		if !slices.Contains(ids, ref.ID) {
			ids = append(ids, ref.ID)
		}
	}
	return ids, nil
}

// maxPendingHits limits the memory of hits that are not recorded yet. detectAll starts no more
// documents once it is reached, so documents full of names are recorded a few at a time.
const maxPendingHits = 20_000

// detectAll runs detection on every core. It returns the findings of the first documents, and
// at least one if there are any: of all documents, unless maxPendingHits is reached before.
func (d *Detector) detectAll(n *names, docs []feeds.Document, backfill bool) []finding {
	out := make([]finding, len(docs))
	var wg sync.WaitGroup
	var held atomic.Int64
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(docs)) {
		wg.Go(func() {
			for i := range next {
				out[i] = d.detect(n, docs[i], backfill)
				held.Add(int64(len(out[i].hits)))
			}
		})
	}
	begun := 0
	for begun < len(docs) && held.Load() < maxPendingHits {
		next <- begun
		begun++
	}
	close(next)
	wg.Wait()
	return out[:begun]
}

// writeFinding writes a finding, unless it is out of date. A later revision of the document has
// a reference of its own, and a later set of brands a rescan of its own. current reports
// whether the document is up to date now.
func (d *Detector) writeFinding(ctx context.Context, tx *ledger.Tx, n *names, f finding) (c Changed, current bool, err error) {
	state, err := archive.LockDetected(ctx, tx, f.document.ID)
	if errors.Is(err, ledger.ErrNotFound) {
		return c, false, nil // deleted meanwhile
	}
	if err != nil {
		return c, false, err
	}
	if state.Current != f.document.Revision || state.Brands > n.revision {
		return c, false, nil
	}
	if f.backfill && state.Revision != state.Current && !f.document.Backfill {
		return c, false, nil // its first detection is pending and may alert: a rescan must not make it back catalogue
	}
	c, err = d.apply(ctx, tx, n.brands, f)
	if err != nil {
		return c, false, err
	}
	if state.Revision == f.document.Revision && c == (Changed{}) {
		if state.Brands == n.revision {
			return c, true, nil // a redelivery: nothing to do
		}
		return c, true, archive.SetDetected(ctx, tx, f.document.ID, f.document.Revision, n.revision)
	}
	d.metrics.mentions.WithLabelValues("appeared").Add(float64(c.Appeared))
	d.metrics.mentions.WithLabelValues("amended").Add(float64(c.Amended))
	d.metrics.mentions.WithLabelValues("removed").Add(float64(c.Removed))
	if err := archive.SetDetected(ctx, tx, f.document.ID, f.document.Revision, n.revision); err != nil {
		return c, false, err
	}
	return c, true, archive.AnnounceDocument(ctx, tx, &f.document)
}

// names is the set of current brands and the detector built from them.
type names struct {
	revision int64
	brands   map[string]index.Brand
	detector *detect.Detector
}

// current returns the current names.
func (d *Detector) current(ctx context.Context) (*names, error) {
	set, err := d.opts.Names.Current(ctx)
	if err != nil {
		return nil, err
	}
	return &names{revision: set.Revision, brands: set.Brands, detector: set.Detector}, nil
}

// detect recovers from a panic in detection. The document is then recorded without mentions,
// so that one text can't crash the process again and again.
func (d *Detector) detect(n *names, doc feeds.Document, backfill bool) (f finding) {
	defer func() {
		if p := recover(); p != nil {
			d.opts.Logger.Error("detection panicked, document has no mentions", "document", doc.ID, "panic", p)
			f = finding{document: doc, backfill: backfill} // and without a fingerprint
		}
	}()
	return n.detect(doc, backfill)
}

func (n *names) detect(doc feeds.Document, backfill bool) finding {
	f := finding{document: doc, backfill: backfill, types: map[string]index.MentionType{}, print: cluster.Of(&doc)}
	found := n.detector.Find(&doc)
	f.hits, f.totals = found.Hits, found.Totals
	for id, hits := range detect.ByBrand(f.hits) {
		f.types[id], _ = detect.Classify(&doc, n.brands[id], hits)
	}
	return f
}
