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
	heads       *table // names that may begin a compound, or nil
	context     *phrases
	kinds       [languages][]atomic.Uint32 // kind+1 by language and entry; 0 is not known yet
	sortedByKey func() []int32             // entry numbers in order of their keys, made on first use
	voices      voices
	opts        Options
	pool        sync.Pool // *work
}

// New builds a detector. It leaves out brands that [Check] refuses and joins one
// *[BrandError] for each into the error. The detector is usable even then.
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
			refused = append(refused, &BrandError{Brand: b.ID, Field: "id", Problem: "is used by more than one brand"})
			continue
		}
		seen[b.ID] = struct{}{}
		number := int32(len(d.brands))
		d.brands = append(d.brands, profile{
			id: b.ID, language: b.Language, shift: opts.Feedback[b.ID].Shift(), dismissed: opts.Dismissed[b.ID], first: int32(len(names.entries)), hasContext: len(b.Context) > 0, hasExclude: len(b.Exclude) > 0, soundsLike: b.SoundsLike,
		})
		names.brand(b, number)
		near.add(b, number)
	}
	d.entries = slices.Clip(names.entries)
	d.table = newTable(d.entries, true)
	d.heads = compoundHeads(d.entries, d.brands)
	d.context = near.build()
	for l := range d.kinds {
		d.voices[l] = make([]atomic.Pointer[[]spokenName], len(d.brands))
		d.kinds[l] = make([]atomic.Uint32, len(d.entries))
	}
	d.sortedByKey = sync.OnceValue(d.sortEntries)
	return d, errors.Join(refused...)
}

// entriesOf returns the range of entries that belong to a brand.
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

// work is the scratch memory of one call of Find. It is pooled.
type work struct {
	spans       []span
	window      int // size in bytes to try for the next window
	language    string
	found       []candidate
	texts       []fieldText
	evidence    map[int32]*evidence
	soundAlikes []candidate
	occupied    *intervals // what the exact stage reported, by place
	hearings    [languages]*hearing
}

// Contains reports whether a text may contain any name. It is the cheap filter for a stream of
// posts: it scores nothing, and allocates nothing after the first calls.
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

// Found is the result of Find.
type Found struct {
	// Hits are in order of field and offset, and include unsure ones.
	Hits []index.Hit
	// Totals is the number of hits of each brand that has more than Hits holds.
	Totals map[string]int
}

// Detect returns the hits of [Detector.Find] without the totals.
func (d *Detector) Detect(doc *feeds.Document) []index.Hit { return d.Find(doc).Hits }

// Find returns the hits in a document. A brand keeps no more than [MaxHits]: the most
// confident, and the earlier of those that are equally confident. When many brands together
// have more hits than one document may hold, each keeps fewer.
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

// collect runs the exact stage over all texts. It returns false when the candidates are too
// many to hold, in which case the document goes through dense instead.
func (d *Detector) collect(w *work) bool {
	for i := range w.texts {
		if !d.exact(w, i) {
			return false
		}
	}
	return true
}

// exact finds every name in one text. It returns false when the candidates are too many.
func (d *Detector) exact(w *work, field int) bool {
	for from := 0; from < len(w.texts[field].text); {
		from = d.exactWindow(w, field, from)
		if len(w.found) > maxCandidates {
			return false
		}
	}
	return true
}

// exactWindow adds the candidates of one window of a text and returns where the next window
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

// people is a field that is read only as evidence: hits in it are not returned.
const people index.Field = "people"

// textsOf lists the texts of a document: body, title, notes, people, chapters. The body is
// always the first.
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
		var second *float64
		if at := ch.Start; !ch.Untimed {
			second = &at
		}
		list = append(list, fieldText{field: index.InChapter, text: ch.Title, second: second})
	}
	return list
}

// resolveOverlaps removes candidates that share text with a better one. In this order it
// prefers reported to unsure, written to sound-alike, longer to shorter, the exact spelling,
// and the higher score. Brands that share the same name all keep it.
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
		case a.traits&soundAlike != 0 && a.sound.rank != b.sound.rank:
			if a.sound.rank > b.sound.rank {
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

// inOrder compares candidates by field and offset.
func inOrder(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.brand, b.brand))
}
