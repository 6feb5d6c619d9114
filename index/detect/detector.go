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
	brands  []profile
	entries []entry
	table   *table
	heads   *table // names that may head a compound, or nil
	context *phrases
	kinds   [languages][]atomic.Uint32 // of the entries, plus one; judged on first use
	sorted  func() []int32             // entries by key, made on first use
	opts    Options
	pool    sync.Pool // *work
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
	d.heads = headsOf(d.entries, d.brands)
	d.context = near.build()
	for l := range d.kinds {
		d.kinds[l] = make([]atomic.Uint32, len(d.entries))
	}
	d.sorted = sync.OnceValue(d.sortEntries)
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
	spans    []span
	found    []candidate
	readings []reading
	proof    map[int32]*proof
	alike    []candidate
	voices   []voice    // names listened for
	spelt    []int32    // entries that are initials
	places   *intervals // of what the exact stage found
	ear      hearing
}

// Contains reports whether any name may be in the text. It is the cheap first look at
// a firehose: no scoring, no allocation once warm.
func (d *Detector) Contains(text string) bool {
	w := d.pool.Get().(*work)
	defer d.pool.Put(w)
	w.spans = d.table.scan(text, w.spans[:0])
	for _, s := range w.spans {
		if _, ok := match(text, s, &d.entries[s.entry]); ok {
			return true
		}
	}
	return false
}

// Detect returns every hit in a document, unsure ones included, ordered by field and
// offset.
func (d *Detector) Detect(doc *feeds.Document) []index.Hit {
	w := d.pool.Get().(*work)
	defer d.pool.Put(w)
	w.found = w.found[:0]
	w.readings = readingsOf(doc, w.readings[:0])
	for i := range w.readings {
		d.exact(w, i)
		if d.heads != nil && languageNumber(doc.Language) != 0 {
			d.compounds(w, i, doc.Language)
		}
	}
	if len(w.found) == 0 {
		clear(w.readings)
		return nil
	}
	d.score(doc, w)
	w.found = slices.DeleteFunc(w.found, func(c candidate) bool { return w.readings[c.field].field == people })
	w.found = withoutOverlaps(w.found)
	hits := d.hits(doc, w)
	clear(w.readings)
	clear(w.found)
	w.places = nil
	return hits
}

// exact is the first stage: every name in one reading.
func (d *Detector) exact(w *work, field int) {
	text := w.readings[field].text
	w.spans = d.table.scan(text, w.spans[:0])
	for _, s := range w.spans {
		c, ok := match(text, s, &d.entries[s.entry])
		if !ok {
			continue
		}
		c.entry, c.brand, c.field = s.entry, d.entries[s.entry].brand, int32(field)
		w.found = append(w.found, c)
	}
}

// people is read as evidence; what is found there is no hit.
const people index.Field = "people"

// readingsOf lists the texts of a document: body, title, notes, people, chapters.
func readingsOf(doc *feeds.Document, list []reading) []reading {
	list = append(list, reading{field: index.InText, text: doc.Body(), spoken: spoken(doc)})
	list = append(list, reading{field: index.InTitle, text: doc.Title})
	list = append(list, reading{field: index.InNotes, text: doc.Notes})
	if len(doc.People) > 0 || doc.Author != "" {
		var b strings.Builder
		for _, p := range doc.People {
			b.WriteString(p.Name + ", " + p.Role + "; ")
		}
		list = append(list, reading{field: people, text: b.String() + doc.Author})
	}
	for _, ch := range doc.Chapters {
		at := ch.Start
		list = append(list, reading{field: index.InChapter, text: ch.Title, second: &at})
	}
	return list
}

// worth ranks sound-alikes that share text: the surer first, but a name of more words
// outranks one of fewer that sounds a little more like it.
func (c *candidate) worth() float64 { return c.score + 0.8*float64(c.sound.words) }

// withoutOverlaps keeps, of candidates that share text, the reported before the unsure,
// then the written
// before the misheard, then the longer, then the one spelt as in the text, then the surer. Two brands that
// share the very same name both stay.
func withoutOverlaps(found []candidate) []candidate {
	slices.SortStableFunc(found, func(a, b candidate) int {
		switch {
		case a.field != b.field:
			return int(a.field - b.field)
		case a.reported() != b.reported():
			if a.reported() {
				return -1
			}
			return 1
		case a.traits&misheard != b.traits&misheard:
			return int(a.traits&misheard) - int(b.traits&misheard)
		case a.traits&misheard != 0 && a.worth() != b.worth():
			if a.worth() > b.worth() {
				return -1
			}
			return 1
		case a.end-a.start != b.end-b.start:
			return (b.end - b.start) - (a.end - a.start)
		case a.traits&spelt != b.traits&spelt:
			if a.traits&spelt != 0 {
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
	slices.SortFunc(kept, func(a, b candidate) int {
		switch {
		case a.field != b.field:
			return int(a.field - b.field)
		case a.start != b.start:
			return a.start - b.start
		case a.end != b.end:
			return a.end - b.end
		}
		return int(a.brand - b.brand)
	})
	return kept
}
