package detect

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// Detector finds a fixed set of brands. It is immutable and safe for concurrent use.
type Detector struct {
	brands      []profile
	entries     []entry
	table       *table
	heads       *table // names that may head a compound, or nil
	context     *phrases
	kinds       [languages][]atomic.Uint32 // of the entries, plus one; judged on first use
	sortedByKey func() []int32             // entries by key, made on first use
	opts        Options
	pool        sync.Pool // *work
}

// New builds a detector. Brands that cannot be listened for are left out, and the error
// joins one *[BrandError] for each; the detector is usable all the same.
func New(brands []index.Brand, opts Options) (*Detector, error) {
	d := &Detector{opts: opts, brands: make([]profile, 0, len(brands))}
	d.pool.New = func() any { return new(work) }
	var refused []error
	seen := make(map[string]struct{}, len(brands))
	names := namer{entries: make([]entry, 0, len(brands)+len(brands)/4)}
	var near phraseBuilder
	for i := range brands {
		b := &brands[i]
		if err := Check(*b); err != nil {
			refused = append(refused, err)
			continue
		}
		if _, twice := seen[b.ID]; twice {
			refused = append(refused, &BrandError{b.ID, "id", "is used by more than one brand"})
			continue
		}
		seen[b.ID] = struct{}{}
		number := int32(len(d.brands))
		d.brands = append(d.brands, profile{
			id: b.ID, language: b.Language, shift: opts.Feedback[b.ID].Shift(), first: int32(len(names.entries)), hasContext: len(b.Context) > 0, hasExclude: len(b.Exclude) > 0,
		})
		names.brand(b, number)
		near.add(b, number)
	}
	d.entries = slices.Clip(names.entries)
	d.table = newTable(d.entries, true)
	d.heads = compoundHeads(d.entries, d.brands)
	d.context = near.build()
	for l := range d.kinds {
		d.kinds[l] = make([]atomic.Uint32, len(d.entries))
	}
	d.sortedByKey = sync.OnceValue(d.sortEntries)
	return d, errors.Join(refused...)
}

// entriesOf lists the entries of a brand.
func (d *Detector) entriesOf(brand int32) (first, end int32) {
	if int(brand)+1 < len(d.brands) {
		return d.brands[brand].first, d.brands[brand+1].first
	}
	return d.brands[brand].first, int32(len(d.entries))
}

func (d *Detector) sortEntries() []int32 {
	order := make([]int32, len(d.entries))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(strings.Compare(d.entries[a].key, d.entries[b].key), cmp.Compare(a, b))
	})
	return order
}

// work is the memory one call of Detect uses; it is kept for the next.
type work struct {
	spans          []span
	window         int // bytes that the next window may have
	language       string
	found          []candidate
	texts          []fieldText
	evidence       map[int32]*evidence
	soundAlikes    []candidate
	pronunciations []pronunciation // names listened for
	initials       []int32         // entries that are initials
	compared       int             // with words of the text
	transcribed    int             // words, as often as they were listened to
	occupied       *intervals      // of what the exact stage found
	phonetic       phoneticText
}

// Contains reports whether any name may be in the text. It is the cheap first look at
// a firehose: no scoring, no allocation once warm.
func (d *Detector) Contains(text string) bool {
	w := d.pool.Get().(*work)
	defer d.pool.Put(w)
	for from := 0; from < len(text); {
		from = d.scanWindow(w, text, from)
		for _, s := range w.spans {
			if _, ok := match(text, s, &d.entries[s.entry]); ok {
				return true
			}
		}
	}
	return false
}

// Found is what Find saw in a document.
type Found struct {
	// Hits are ordered by field and offset, unsure ones included.
	Hits []index.Hit
	// Totals has, for the brands that were named more often than they have hits here,
	// how often they were named.
	Totals map[string]int
}

// Detect returns the hits of Find.
func (d *Detector) Detect(doc *feeds.Document) []index.Hit { return d.Find(doc).Hits }

// Find returns the hits in a document: all of them, or where a brand has more than
// MostHits, the surest, and of those that are equally sure the first. Where many brands
// together have more than the document may hold, each keeps fewer.
func (d *Detector) Find(doc *feeds.Document) Found {
	w := d.pool.Get().(*work)
	defer d.pool.Put(w)
	w.found, w.language = w.found[:0], doc.Language
	w.texts = textsOf(doc, w.texts[:0])
	defer func() {
		clear(w.texts)
		clear(w.found)
		w.occupied = nil
	}()
	if !d.collect(w) {
		return d.dense(doc, w)
	}
	if len(w.found) == 0 {
		return Found{}
	}
	d.score(doc, w)
	w.found = slices.DeleteFunc(w.found, func(c candidate) bool { return w.texts[c.field].field == people })
	w.found = resolveOverlaps(w.found)
	totals := d.keepSurest(w)
	return Found{d.hits(doc, w), totals}
}

// collect is the first stage over all readings. It reports whether there was room for
// all candidates.
func (d *Detector) collect(w *work) bool {
	for i := range w.texts {
		if !d.exact(w, i) {
			return false
		}
	}
	return true
}

// exact is the first stage: every name in one reading. It reports whether there was room
// for them.
func (d *Detector) exact(w *work, field int) bool {
	for from := 0; from < len(w.texts[field].text); {
		from = d.exactWindow(w, field, from)
		if len(w.found) > maxCandidates {
			return false
		}
	}
	return true
}

// exactWindow adds the names in one window of a reading, and returns where the next one
// begins.
func (d *Detector) exactWindow(w *work, field, from int) int {
	text := w.texts[field].text
	to := d.scanWindow(w, text, from)
	for _, s := range w.spans {
		c, ok := match(text, s, &d.entries[s.entry])
		if !ok {
			continue
		}
		c.entry, c.brand, c.field = s.entry, d.entries[s.entry].brand, int32(field)
		w.found = append(w.found, c)
	}
	if d.heads != nil && languageNumber(w.language) != 0 {
		d.compounds(w, field, from, to, w.language)
	}
	return to
}

// people is read as evidence; what is found there is no hit.
const people index.Field = "people"

// readingsOf lists the texts of a document: body, title, notes, people, chapters.
func textsOf(doc *feeds.Document, list []fieldText) []fieldText {
	list = append(list, fieldText{field: index.InText, text: doc.Body(), spoken: spoken(doc)})
	list = append(list, fieldText{field: index.InTitle, text: doc.Title})
	list = append(list, fieldText{field: index.InNotes, text: doc.Notes})
	if len(doc.People) > 0 || doc.Author != "" {
		var b strings.Builder
		for _, p := range doc.People {
			b.WriteString(p.Name + ", " + p.Role + "; ")
		}
		list = append(list, fieldText{field: people, text: b.String() + doc.Author})
	}
	for _, ch := range doc.Chapters {
		at := ch.Start
		list = append(list, fieldText{field: index.InChapter, text: ch.Title, second: &at})
	}
	return list
}

// worth ranks sound-alikes that share text: the surer first, but a name of more words
// outranks one of fewer that sounds a little more like it.
func (c *candidate) overlapRank() float64 { return c.score + 0.8*float64(c.sound.words) }

// withoutOverlaps keeps, of candidates that share text, the reported before the unsure,
// then the written
// before the misheard, then the longer, then the one spelt as in the text, then the surer. Two brands that
// share the very same name both stay.
func resolveOverlaps(found []candidate) []candidate {
	slices.SortStableFunc(found, func(a, b candidate) int {
		switch {
		case a.field != b.field:
			return int(a.field - b.field)
		case a.reported() != b.reported():
			if a.reported() {
				return -1
			}
			return 1
		case a.traits&soundAlike != b.traits&soundAlike:
			return int(a.traits&soundAlike) - int(b.traits&soundAlike)
		case a.traits&soundAlike != 0 && a.overlapRank() != b.overlapRank():
			if a.overlapRank() > b.overlapRank() {
				return -1
			}
			return 1
		case a.end-a.start != b.end-b.start:
			return (b.end - b.start) - (a.end - a.start)
		case a.traits&exactSpelling != b.traits&exactSpelling:
			if a.traits&exactSpelling != 0 {
				return -1
			}
			return 1
		case a.score != b.score:
			if a.score > b.score {
				return -1
			}
			return 1
		case a.start != b.start:
			return a.start - b.start
		}
		return int(a.brand - b.brand)
	})
	kept := found[:0]
	taken := newIntervals(found)
	for _, c := range found {
		if taken.blocks(&c) {
			continue
		}
		kept = append(kept, c)
		taken.add(int32(len(kept) - 1))
	}
	slices.SortFunc(kept, inOrder)
	return kept
}

// inOrder orders candidates by field and offset.
func inOrder(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.brand, b.brand))
}
