package archive

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/index/cluster"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

const (
	// maxCompared is how many documents one is compared with. Those that share most keys come
	// first.
	maxCompared = 100
	// maxSharing is how many documents of one window are kept under a key. It bounds what a key
	// that thousands share costs: any of those few leads to the cluster of all.
	maxSharing = 16
)

// Fingerprinted is a document by its id, and its fingerprint.
type Fingerprinted struct {
	Document    string
	Fingerprint cluster.Fingerprint
}

// Clustered is a document after [AssignClusters].
type Clustered struct {
	ID      string
	Cluster string
	Shared  bool // others are in the cluster
	Changed bool // it was in another cluster before; false for a new one that has no copies
	Known   bool // detection had read this revision before
}

// clusteredDocument is what assigning needs to know of a document.
type clusteredDocument struct {
	Clustered
	arrival   int64
	published time.Time
	print     cluster.Fingerprint

	stored   []byte // the fingerprint as it is stored
	storedAt time.Time
	was      string // the cluster as it is stored
}

// AssignClusters finds the cluster of each document, and returns those of the documents that
// exist. Documents that are moved into a cluster because one of these is their copy come at the
// end. A document joins the cluster of its best copy; one without copies has a cluster of its
// own, named by its id. A document whose cluster has others stays in it, whatever its
// fingerprint becomes. An unchanged fingerprint changes nothing, so that doing it twice is
// harmless.
//
// It takes a fixed number of queries, however many documents there are in the batch.
func AssignClusters(ctx context.Context, tx *ledger.Tx, docs []Fingerprinted) ([]Clustered, error) {
	if len(docs) == 0 {
		return nil, nil
	}
	a := assignment{tx: tx, keys: map[cluster.Key][]sharing{}, documents: map[int64]*clusteredDocument{}, members: map[string]int{}}
	out, err := a.run(ctx, docs)
	if err != nil {
		return nil, fmt.Errorf("assigning clusters: %w", err)
	}
	return out, nil
}

// sharing is a document that is kept under a key.
type sharing struct {
	document  int64
	published time.Time
}

// assignment is the work of one call. What it has decided about earlier documents of the batch
// is in its maps, as if it had been read from the ledger.
type assignment struct {
	tx        *ledger.Tx
	keys      map[cluster.Key][]sharing
	documents map[int64]*clusteredDocument // by arrival
	members   map[string]int               // documents in a cluster
}

func (a *assignment) run(ctx context.Context, docs []Fingerprinted) ([]Clustered, error) {
	// Two transactions that can't see each other's documents would make two clusters of two
	// copies. SQLite has one writer; on PostgreSQL this row keeps the others out.
	if a.tx.ForUpdate() != "" {
		if _, err := a.tx.Bump(ctx, "clusters", 0); err != nil {
			return nil, err
		}
	}
	own, changed, err := a.load(ctx, docs)
	if err != nil {
		return nil, err
	}
	touched := slices.Clone(changed)
	if len(changed) > 0 {
		if err := a.loadCandidates(ctx, changed); err != nil {
			return nil, err
		}
	}
	if err := a.countMembers(ctx); err != nil {
		return nil, err
	}
	for _, d := range changed {
		touched = append(touched, a.assign(d)...)
	}
	if err := a.save(ctx, changed, touched); err != nil {
		return nil, err
	}
	out := make([]Clustered, 0, len(own)+len(touched)-len(changed))
	listed := map[string]bool{}
	for _, d := range append(own, touched[len(changed):]...) {
		if !listed[d.ID] {
			listed[d.ID] = true
			d.Shared = a.members[d.Cluster] > 1
			d.Changed = d.Cluster != d.was && (d.was != "" || d.Cluster != d.ID)
			out = append(out, d.Clustered)
		}
	}
	return out, nil
}

// load reads the documents of the batch, and returns those as well whose fingerprint is not
// stored yet.
func (a *assignment) load(ctx context.Context, docs []Fingerprinted) (own, changed []*clusteredDocument, err error) {
	prints := make(map[string]cluster.Fingerprint, len(docs))
	ids := make([]string, len(docs))
	for i, d := range docs {
		ids[i], prints[d.Document] = d.Document, d.Fingerprint
	}
	byID := make(map[string]*clusteredDocument, len(docs))
	if err := readClustered(ctx, a, "d.id", ids, func(d *clusteredDocument) { byID[d.ID] = d }); err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		d, ok := byID[id]
		if !ok {
			continue // deleted in the meantime
		}
		delete(byID, id)
		own = append(own, d)
		d.print = prints[id]
		packed, err := d.print.MarshalBinary()
		if err != nil {
			return nil, nil, err
		}
		// Without a fingerprint there is no row that could hold the time.
		if d.Cluster == "" || !bytes.Equal(packed, d.stored) || len(packed) > 0 && !d.published.Equal(d.storedAt) {
			changed = append(changed, d)
		}
	}
	return own, changed, nil
}

// readClustered reads documents by one of their columns into the map.
func readClustered[T any](ctx context.Context, a *assignment, column string, values []T, each func(*clusteredDocument)) error {
	for part := range query.Chunks(values) {
		list, args := query.In(part)
		err := a.tx.Each(ctx, `SELECT d.arrival, d.id, d.cluster, d.published, CASE WHEN d.detected_revision = d.revision THEN 1 ELSE 0 END,
				COALESCE(f.published, 0), f.fingerprint
			FROM documents d LEFT JOIN document_fingerprints f ON f.document = d.arrival WHERE `+column+` IN `+list, args, func(scan query.Scan) error {
			var d clusteredDocument
			err := scan(&d.arrival, &d.ID, &d.Cluster, query.Time(&d.published), query.Flag(&d.Known), query.Time(&d.storedAt), &d.stored)
			if err != nil {
				return err
			}
			d.stored, d.was = slices.Clone(d.stored), d.Cluster
			if err := d.print.UnmarshalBinary(d.stored); err != nil {
				return fmt.Errorf("document %s: %w", d.ID, err)
			}
			a.documents[d.arrival] = &d
			each(&d)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// loadCandidates reads what the documents may be copies of.
func (a *assignment) loadCandidates(ctx context.Context, changed []*clusteredDocument) error {
	var keys []cluster.Key
	for _, d := range changed {
		keys = append(keys, d.print.Keys()...)
	}
	slices.Sort(keys)
	for part := range query.Chunks(slices.Compact(keys)) {
		numbers := make([]int64, len(part))
		for i, k := range part {
			numbers[i] = int64(k)
		}
		list, args := query.In(numbers)
		err := a.tx.Each(ctx, `SELECT key, document, published FROM cluster_keys WHERE key IN `+list+` ORDER BY published, document`, args,
			func(scan query.Scan) error {
				var k cluster.Key
				var s sharing
				err := scan(&k, &s.document, query.Time(&s.published))
				a.keys[k] = append(a.keys[k], s)
				return err
			})
		if err != nil {
			return err
		}
	}
	var missing []int64
	for _, d := range changed {
		for _, n := range a.candidates(d) {
			if a.documents[n] == nil {
				missing = append(missing, n)
			}
		}
	}
	slices.Sort(missing)
	return readClustered(ctx, a, "d.arrival", slices.Compact(missing), func(*clusteredDocument) {})
}

// candidates lists the documents that share a key with d, were published near it and may be
// its copies: those that share most keys first, no more than maxCompared.
func (a *assignment) candidates(d *clusteredDocument) []int64 {
	shared := map[int64]int{}
	for _, keys := range []struct {
		list   []cluster.Key
		weight int
	}{{d.print.Similar, 1}, {d.print.Same, 100}} { // a key that only copies share counts for more than all others
		for _, k := range keys.list {
			for _, s := range a.keys[k] {
				if s.document != d.arrival && near(s.published, d.published) {
					shared[s.document] += keys.weight
				}
			}
		}
	}
	out := make([]int64, 0, len(shared))
	for n := range shared {
		out = append(out, n)
	}
	slices.SortFunc(out, func(x, y int64) int { return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(x, y)) })
	return out[:min(len(out), maxCompared)]
}

func near(a, b time.Time) bool { return a.Sub(b).Abs() <= cluster.Window }

// countMembers counts the documents in each cluster that was read.
func (a *assignment) countMembers(ctx context.Context) error {
	var names []string
	for _, d := range a.documents {
		if d.Cluster != "" {
			names = append(names, d.Cluster)
		}
	}
	slices.Sort(names)
	for part := range query.Chunks(slices.Compact(names)) {
		list, args := query.In(part)
		err := a.tx.Each(ctx, `SELECT cluster, COUNT(*) FROM documents WHERE cluster IN `+list+` GROUP BY cluster`, args, func(scan query.Scan) error {
			var name string
			var n int
			err := scan(&name, &n)
			a.members[name] = n
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// alone reports whether a document has no others in its cluster, and so may move.
func (a *assignment) alone(d *clusteredDocument) bool {
	return d.Cluster == "" || a.members[d.Cluster] <= 1
}

// assign decides on the cluster of one document, and returns copies that it brings with it:
// those that were alone until now.
func (a *assignment) assign(d *clusteredDocument) (moved []*clusteredDocument) {
	copies := a.copies(d)
	if a.alone(d) {
		switch {
		case len(copies) > 0:
			a.move(d, copies[0].Cluster)
		case d.Cluster == "":
			a.move(d, d.ID)
		}
	}
	for _, c := range copies {
		if c.Cluster != d.Cluster && a.alone(c) {
			a.move(c, d.Cluster)
			moved = append(moved, c)
		}
	}
	a.remember(d)
	return moved
}

// copies lists the copies of a document, the best first, then the earliest.
func (a *assignment) copies(d *clusteredDocument) []*clusteredDocument {
	type scored struct {
		*clusteredDocument
		score int
	}
	var found []scored
	for _, n := range a.candidates(d) {
		if c := a.documents[n]; c != nil && c.Cluster != "" {
			if score := cluster.Score(d.print, c.print); score > 0 {
				found = append(found, scored{c, score})
			}
		}
	}
	slices.SortFunc(found, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), x.published.Compare(y.published), cmp.Compare(x.ID, y.ID))
	})
	out := make([]*clusteredDocument, len(found))
	for i, s := range found {
		out[i] = s.clusteredDocument
	}
	return out
}

func (a *assignment) move(d *clusteredDocument, to string) {
	if d.Cluster != "" {
		a.members[d.Cluster]--
	}
	d.Cluster = to
	a.members[to]++
}

// remember puts a document under its keys, for the documents after it.
func (a *assignment) remember(d *clusteredDocument) {
	for _, k := range d.print.Keys() {
		list := slices.DeleteFunc(a.keys[k], func(s sharing) bool { return s.document == d.arrival })
		if a.sharing(list, d) < maxSharing {
			list = append(list, sharing{d.arrival, d.published})
		}
		a.keys[k] = list
	}
}

func (a *assignment) sharing(list []sharing, d *clusteredDocument) (n int) {
	for _, s := range list {
		if near(s.published, d.published) {
			n++
		}
	}
	return n
}
