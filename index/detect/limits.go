package detect

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// MaxHits is how many hits of a brand are kept for one document, and so how many an event and
// an API answer hold.
const MaxHits = 500

// Limits that keep the memory and time for a document bounded, whatever its text is and however
// many brands it names. A name in every third word for ten hours gives fewer than maxCandidates;
// a text that has more was made by a machine.
const (
	maxTotalHits   = 10_000  // hits of all brands together
	maxCandidates  = 32_768  // candidates that are held at once
	maxJudged      = 1 << 19 // candidates with different surroundings that are scored; the rest are only counted
	maxCompared    = 1 << 22 // comparisons of a word with a name that may sound like it
	maxCounted     = 1 << 24 // candidates that are counted before reading stops
	maxHeard       = 1 << 17 // places that sound like a name, before the best are chosen
	maxSoundAlikes = MaxHits // sound-alikes of one brand in one text
	maxSpokenBytes = 2 << 20 // bytes of speech searched for sound-alikes, some 35 hours
)

// Texts are scanned in windows, so that a text of nothing but names needs no more memory than
// one window of it.
const (
	windowBytes = 128 << 10
	windowSlack = 4 << 10 // how far a name may reach into the next window
	windowSpans = 1 << 15 // with more spans the window is made smaller, down to windowLeast
	windowLeast = 64
)

// windowEnd returns the end of a window that begins at from: the first gap between two words
// that is at least size bytes later.
func windowEnd(text string, from, size int) int {
	at := from + size
	if at >= len(text) {
		return len(text)
	}
	for at < len(text) {
		c := text[at]
		if c < utf8.RuneSelf {
			if foldByte[c] == breakByte && c != '\'' {
				return at
			}
			at++
			continue
		}
		if !utf8.RuneStart(c) {
			at++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[at:])
		if r != '’' && foldRune(r) == "" || isWordByItself(r) {
			return at
		}
		at += n
	}
	return at
}

// scanWindow fills w.spans with the spans that begin in the window at from, and returns where
// the next window begins. It makes the window smaller when many brands share names. The scan
// reads a little beyond the window, because a name may begin in it and end after it.
func (d *Detector) scanWindow(w *work, text string, from int) (to int) {
	if from == 0 {
		w.window = windowBytes
	}
	for size := min(w.window, windowBytes); ; size /= 4 {
		to = windowEnd(text, from, size)
		most := windowSpans
		if size <= windowLeast {
			most = math.MaxInt
		}
		slack := min(windowSlack, 8*size)
		w.spans = d.table.scanMost(text[from:min(len(text), to+slack)], most, w.spans[:0])
		if len(w.spans) <= most {
			w.window = 4 * size
			break
		}
	}
	if from == 0 && to == len(text) {
		return to
	}
	kept := w.spans[:0]
	for _, s := range w.spans {
		if s.start += from; s.start < to {
			s.end += from
			kept = append(kept, s)
		}
	}
	w.spans = kept
	return to
}

// quota returns how many hits each brand may keep so that all brands keep no more than
// maxTotalHits. Brands that have fewer leave their share to the others.
func quota(counts map[int32]int) int {
	sorted := make([]int, 0, len(counts))
	for _, n := range counts {
		sorted = append(sorted, n)
	}
	slices.Sort(sorted)
	left := maxTotalHits
	for i, n := range sorted {
		if share := left / (len(sorted) - i); n > share {
			return max(1, min(share, MaxHits))
		}
		left -= n
	}
	return MaxHits
}

// compareConfidence orders candidates for being kept: the most confident first, then those in
// title and notes, then the first in the text.
func (w *work) compareConfidence(a, b *candidate) int {
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	if a.field != b.field {
		return cmp.Or(cmp.Compare(min(b.field, 1), min(a.field, 1)), cmp.Compare(a.field, b.field))
	}
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.entry, b.entry))
}

// keepSurest leaves each brand its quota of candidates, and returns the number of candidates of
// the brands that had more.
func (d *Detector) keepSurest(w *work) map[string]int {
	if len(w.found) <= MaxHits {
		return nil
	}
	counts := make(map[int32]int)
	for i := range w.found {
		counts[w.found[i].brand]++
	}
	most := quota(counts)
	totals := make(map[string]int)
	for brand, n := range counts {
		if n > most {
			totals[d.brands[brand].id] = n
		}
	}
	if len(totals) == 0 {
		return nil
	}
	slices.SortFunc(w.found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.brand, b.brand), w.compareConfidence(&a, &b))
	})
	kept, brand, n := w.found[:0], int32(-1), 0
	for _, c := range w.found {
		if c.brand != brand {
			brand, n = c.brand, 0
		}
		if n++; n <= most {
			kept = append(kept, c)
		}
	}
	slices.SortFunc(kept, inOrder)
	w.found = kept
	return totals
}
