package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum/levenshtein"
)

// This package evaluates queries on bleve's segments itself. The tests in this file state
// what it relies on beyond bleve's documented interface, one behavior each, so that an
// upgrade which changes one of them fails here and names it.

func contractPartition(t *testing.T) *partition {
	t.Helper()
	p, err := openPartition(filepath.Join(t.TempDir(), "2026-11"), "2026-11", Options{}.withDefaults(), func(*partition, error) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.close() })
	return p
}

// write indexes one document for each id, with its words in the field t.
func write(t *testing.T, p *partition, docs map[string]string) {
	t.Helper()
	b := p.b.NewBatch()
	for id, words := range docs {
		d := document.NewDocument(id)
		d.Fields = append(d.Fields, keywords(fieldText, strings.Fields(words)...), &terms{name: fieldPassage, options: stored, value: []byte("stored " + id)})
		if err := b.IndexAdvanced(d); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.b.Batch(b); err != nil {
		t.Fatal(err)
	}
}

func reader(t *testing.T, p *partition) *scorch.IndexSnapshot {
	t.Helper()
	r, err := p.adv.Reader()
	if err != nil {
		t.Fatal(err)
	}
	is, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		t.Fatalf("a reader is a %T now, not a *scorch.IndexSnapshot", r)
	}
	t.Cleanup(func() { is.Close() })
	return is
}

func dictionary(t *testing.T, seg segapi.Segment, field string) segapi.TermDictionary {
	t.Helper()
	d, err := seg.Dictionary(field)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func listTerms(t *testing.T, it segapi.DictionaryIterator) (out []string) {
	t.Helper()
	for {
		e, err := it.Next()
		if err != nil {
			t.Fatal(err)
		}
		if e == nil {
			return out
		}
		out = append(out, e.Term)
	}
}

// numbers returns the passages with a term, as the search reads them.
func numbers(t *testing.T, d segapi.TermDictionary, term string, except *roaring.Bitmap) []uint32 {
	t.Helper()
	list, err := d.PostingsList([]byte(term), except, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bitmap(list.Iterator(false, false, false, nil)).ToArray()
}

func TestBleveReaderIsTheSameUntilSomethingIsWritten(t *testing.T) {
	p := contractPartition(t)
	write(t, p, map[string]string{"a-0": "one"})
	// The merger and the persister may still replace the root: wait until they are done.
	var before *scorch.IndexSnapshot
	for range 100 {
		before = reader(t, p)
		time.Sleep(50 * time.Millisecond)
		if reader(t, p) == before {
			break
		}
	}
	if reader(t, p) != before {
		t.Error("two readers without a write between them differ: partition.passed would refresh at every search")
	}
	write(t, p, map[string]string{"b-0": "two"})
	if reader(t, p) == before {
		t.Error("the reader after a write is the one before it: searches would never see the write")
	}
}

func TestBleveSnapshotStaysReadableWhileItIsReferenced(t *testing.T) {
	p := contractPartition(t)
	write(t, p, map[string]string{"a-0": "one", "a-1": "one two"})
	r, err := p.adv.Reader()
	if err != nil {
		t.Fatal(err)
	}
	is := r.(*scorch.IndexSnapshot)
	is.AddRef()
	is.Close() // the first of two references
	for i := range 20 {
		write(t, p, map[string]string{fmt.Sprintf("b%d-0", i): "three", "a-0": "four"})
	}
	if err := p.adv.(*scorch.Scorch).ForceMerge(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	seg := is.Segments()[0].Segment()
	if got := numbers(t, dictionary(t, seg, fieldText), "one", nil); len(got) != 2 {
		t.Errorf("after later writes and a merge a referenced snapshot finds %v, want both of its passages", got)
	}
	is.Close()
}

func TestBleveSegmentsNeverChangeAndDeletionsStandBeside(t *testing.T) {
	p := contractPartition(t)
	write(t, p, map[string]string{"a-0": "one", "a-1": "one", "a-2": "one"})
	first := reader(t, p).Segments()[0]
	b := p.b.NewBatch()
	b.Delete("a-1")
	if err := p.b.Batch(b); err != nil {
		t.Fatal(err)
	}
	second := reader(t, p).Segments()[0]
	if first.Id() != second.Id() {
		t.Skip("a merge came between")
	}
	if n := second.Segment().Count(); n != 3 {
		t.Errorf("the segment counts %d passages after a deletion, want all 3: columns are kept by segment", n)
	}
	if second.Count() != 2 || second.Deleted() == nil || second.Deleted().GetCardinality() != 1 {
		t.Errorf("the snapshot counts %d, deleted %v, want 2 and one", second.Count(), second.Deleted())
	}
	d := dictionary(t, second.Segment(), fieldText)
	if got := numbers(t, d, "one", second.Deleted()); len(got) != 2 {
		t.Errorf("postings without the deleted are %v, want two", got)
	}
	if first.Deleted() != nil && !first.Deleted().IsEmpty() {
		t.Error("the older snapshot sees a later deletion")
	}
}

func TestBleveDictionaryIsSortedAndRangesAreHalfOpen(t *testing.T) {
	p := contractPartition(t)
	write(t, p, map[string]string{"doc-10": "beta", "doc-0": "alpha", "doc-2": "delta", "other-0": "gamma"})
	seg := reader(t, p).Segments()[0].Segment()
	ids := dictionary(t, seg, "_id")
	if got := listTerms(t, ids.AutomatonIterator(nil, nil, nil)); !slices.Equal(got, []string{"doc-0", "doc-10", "doc-2", "other-0"}) {
		t.Errorf("the ids are %q, want all, in order of bytes", got)
	}
	if got := listTerms(t, ids.AutomatonIterator(nil, []byte("doc-"), []byte("doc."))); !slices.Equal(got, []string{"doc-0", "doc-10", "doc-2"}) {
		t.Errorf("the ids of one document are %q", got)
	}
	words := dictionary(t, seg, fieldText)
	if got := listTerms(t, words.AutomatonIterator(nil, []byte("beta"), []byte("gamma"))); !slices.Equal(got, []string{"beta", "delta"}) {
		t.Errorf("from beta up to gamma are %q, want the end left out", got)
	}
	for term, want := range map[string]bool{"alpha": true, "alph": false, "": false} {
		if got, err := words.Contains([]byte(term)); err != nil || got != want {
			t.Errorf("contains %q: %v, %v", term, got, err)
		}
	}
	if got := listTerms(t, dictionary(t, seg, "nosuchfield").AutomatonIterator(nil, nil, nil)); len(got) != 0 {
		t.Errorf("a field that no passage has lists %q, want nothing", got)
	}
	if got := numbers(t, words, "nosuchword", nil); len(got) != 0 {
		t.Errorf("a word that no passage has is in %v", got)
	}
}

func TestBleveDictionaryTakesAutomata(t *testing.T) {
	p := contractPartition(t)
	write(t, p, map[string]string{"a-0": "klaviyo klavyo clavio acme"})
	builder, err := levenshtein.NewLevenshteinAutomatonBuilder(1, true)
	if err != nil {
		t.Fatal(err)
	}
	near, err := builder.BuildDfa("klaviyo", 1)
	if err != nil {
		t.Fatal(err)
	}
	d := dictionary(t, reader(t, p).Segments()[0].Segment(), fieldText)
	if got := listTerms(t, d.AutomatonIterator(near, nil, nil)); !slices.Equal(got, []string{"klaviyo", "klavyo"}) {
		t.Errorf("within one letter of klaviyo are %q", got)
	}
}

// One passage is written as a number in the dictionary, several as a bitmap.
func TestBlevePostingsAreANumberOrABitmap(t *testing.T) {
	p := contractPartition(t)
	write(t, p, map[string]string{"a-0": "rare frequent", "a-1": "frequent", "a-2": "frequent"})
	d := dictionary(t, reader(t, p).Segments()[0].Segment(), fieldText)
	for term, want := range map[string]int{"rare": 1, "frequent": 3} {
		list, err := d.PostingsList([]byte(term), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		it, ok := list.Iterator(false, false, false, nil).(segapi.OptimizablePostingsIterator)
		if !ok {
			t.Fatalf("%s: its postings give neither a number nor a bitmap any more", term)
		}
		if _, one := it.DocNum1Hit(); !one && it.ActualBitmap() == nil {
			t.Errorf("%s: neither a number nor a bitmap", term)
		}
		if got := numbers(t, d, term, nil); len(got) != want {
			t.Errorf("%s is in %v, want %d passages", term, got, want)
		}
	}
}

// A location's three numbers carry three positions: bleve must neither check nor sort them.
func TestBleveKeepsTheThreeNumbersOfALocation(t *testing.T) {
	p := contractPartition(t)
	freqs := bleveindex.TokenFrequencies{}
	f := &bleveindex.TokenFreq{Term: []byte("acme"), Locations: []*bleveindex.TokenLocation{
		{Position: 1, Start: 900, End: 4}, {Position: 70_000, Start: 0, End: 0},
	}}
	f.SetFrequency(4)
	freqs["acme"] = f
	d := document.NewDocument("a-0")
	d.Fields = append(d.Fields, &terms{name: fieldText, options: positions, words: func() bleveindex.TokenFrequencies { return freqs }})
	b := p.b.NewBatch()
	if err := b.IndexAdvanced(d); err != nil {
		t.Fatal(err)
	}
	if err := p.b.Batch(b); err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		list, err := dictionary(t, reader(t, p).Segments()[0].Segment(), fieldText).PostingsList([]byte("acme"), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		post, err := list.Iterator(true, true, true, nil).Next()
		if err != nil || post == nil {
			t.Fatalf("%s: %v, %v", when, post, err)
		}
		if got := positionsOf(post, nil); !slices.Equal(got, []int{1, 900, 4, 70_000}) {
			t.Errorf("%s: the positions are %v", when, got)
		}
	}
	check("written")
	write(t, p, map[string]string{"b-0": "other"})
	if err := p.adv.(*scorch.Scorch).ForceMerge(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	check("merged")
}

// The looser forms are made of the tokens that the exact field has cut.
func TestBleveAnalyzesTheFieldsOfADocumentInOrder(t *testing.T) {
	p := contractPartition(t)
	var wrong atomic.Int64
	b := p.b.NewBatch()
	for i := range 500 {
		var step atomic.Int64
		d := document.NewDocument(fmt.Sprintf("a%d-0", i))
		for n := range int64(3) {
			d.Fields = append(d.Fields, &terms{name: []string{fieldText, fieldLoose, fieldPairs}[n], options: keyword, words: func() bleveindex.TokenFrequencies {
				if !step.CompareAndSwap(n, n+1) {
					wrong.Add(1)
				}
				return bleveindex.TokenFrequencies{"x": {Term: []byte("x")}}
			}})
		}
		if err := b.IndexAdvanced(d); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.b.Batch(b); err != nil {
		t.Fatal(err)
	}
	if n := wrong.Load(); n > 0 {
		t.Errorf("%d fields were analyzed out of order, or more than once", n)
	}
}

func TestBleveWritesInternalValuesWithTheirBatch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "2026-11")
	p, err := openPartition(dir, "2026-11", Options{}.withDefaults(), func(*partition, error) {})
	if err != nil {
		t.Fatal(err)
	}
	b := p.b.NewBatch()
	d := document.NewDocument("a-0")
	d.Fields = append(d.Fields, keywords(fieldText, "one"))
	if err := b.IndexAdvanced(d); err != nil {
		t.Fatal(err)
	}
	b.SetInternal(offsetKey, []byte("12345678"))
	if err := p.b.Batch(b); err != nil {
		t.Fatal(err)
	}
	r, err := p.adv.Reader()
	if err != nil {
		t.Fatal(err)
	}
	if got := r.(*scorch.IndexSnapshot).Internal()[string(offsetKey)]; string(got) != "12345678" {
		t.Errorf("the snapshot that has the document has the offset %q", got)
	}
	r.Close()
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
	if p, err = openPartition(dir, "2026-11", Options{}.withDefaults(), func(*partition, error) {}); err != nil {
		t.Fatal(err)
	}
	defer p.close()
	if got, err := p.b.GetInternal(offsetKey); err != nil || string(got) != "12345678" {
		t.Errorf("opened again, the offset is %q, %v", got, err)
	}
	if n, err := p.b.DocCount(); err != nil || n != 1 {
		t.Errorf("opened again, %d documents, %v", n, err)
	}
}

func TestBleveReplacesByID(t *testing.T) {
	p := contractPartition(t)
	write(t, p, map[string]string{"a-0": "old"})
	b := p.b.NewBatch()
	b.Delete("a-0")
	d := document.NewDocument("a-0")
	d.Fields = append(d.Fields, keywords(fieldText, "new"))
	if err := b.IndexAdvanced(d); err != nil {
		t.Fatal(err)
	}
	if err := p.b.Batch(b); err != nil {
		t.Fatal(err)
	}
	if n, err := p.b.DocCount(); err != nil || n != 1 {
		t.Fatalf("deleted and indexed in one batch: %d documents, %v; the last call must win", n, err)
	}
	write(t, p, map[string]string{"a-0": "newest"})
	if n, err := p.b.DocCount(); err != nil || n != 1 {
		t.Errorf("indexed twice: %d documents, %v", n, err)
	}
}

// The stored passage comes back whole, and a visit can stop early.
func TestBleveVisitsStoredFields(t *testing.T) {
	p := contractPartition(t)
	write(t, p, map[string]string{"a-0": "one"})
	var got []string
	err := reader(t, p).Segments()[0].Segment().VisitStoredFields(0, func(field string, _ byte, value []byte, _ []uint64) bool {
		got = append(got, field+"="+string(value))
		return field != fieldPassage
	})
	if err != nil || !slices.Contains(got, fieldPassage+"=stored a-0") {
		t.Errorf("stored: %q, %v", got, err)
	}
}

// settle writes a batch that changes nothing, so that bleve removes replaced segments.
func TestBleveRemovesReplacedSegmentsAfterAnEmptyBatch(t *testing.T) {
	p := contractPartition(t)
	for i := range 12 {
		write(t, p, map[string]string{fmt.Sprintf("a%d-0", i): "one"})
	}
	if err := p.compact(context.Background()); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	for {
		files, err := filepath.Glob(filepath.Join(p.path, "store", "*.zap"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) <= 2 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d segment files remain after a merge into one", len(files))
		}
		if err := p.refresh(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// Without bolt_timeout a second process would wait for the lock without an end.
func TestBleveGivesUpOnALockedPartition(t *testing.T) {
	p := contractPartition(t)
	started := time.Now()
	b, err := bleve.OpenUsing(p.path, settings("200ms"))
	if err == nil {
		b.Close()
		t.Fatal("a partition was opened twice")
	}
	if took := time.Since(started); took > 30*time.Second {
		t.Errorf("refused after %v", took)
	}
}

// A partition is a folder with a file of mappings and a store; whoever removes the folder
// has removed all of it.
func TestBleveKeepsEverythingInItsFolder(t *testing.T) {
	p := contractPartition(t)
	write(t, p, map[string]string{"a-0": "one"})
	for _, name := range []string{"index_meta.json", filepath.Join("store", "root.bolt")} {
		if _, err := os.Stat(filepath.Join(p.path, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
