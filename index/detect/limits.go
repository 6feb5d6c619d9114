package detect

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// MostHits is how many hits a brand keeps of one document: what an event, a webhook's
// body and an answer of the API carry.
const MaxHits = 500

// Limits that keep the memory for a document the same whatever its text is, and however
// many brands are named in it. A name every third word for ten hours comes to no more
// than mostCandidates; a text that has more was made by a machine.
const (
	maxTotalHits      = 10_000  // hits of all brands together
	maxCandidates     = 32_768  // places in a text that are held at once
	maxJudged         = 1 << 19 // places in a text that are looked at, but for those that look the same; others are only counted
	maxCompared       = 1 << 22 // words compared with names that sound like them
	maxCounted        = 1 << 24 // then reading ends
	maxTranscribed    = 1 << 22 // words listened to, counted for each maxVoices names
	maxPronunciations = 32_768  // names listened for
	maxSpokenBytes    = 2 << 20 // bytes of speech that are listened to, some 35 hours
)

// Texts are searched in windows, so that a text of nothing but names needs no more room
// than one window of it.
const (
	windowBytes = 128 << 10
	windowSlack = 4 << 10 // how far a name may reach into the next window
	windowSpans = 1 << 15 // beyond these a window is cut shorter, down to windowLeast
	windowLeast = 64
)

// windowEnd returns where a window that begins at from ends: between two words, size
// bytes later or a little more.
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

// scanWindow fills w.spans with the spans that begin in the window at from, and returns
// where the next window begins. Where many brands share a name, a window is cut shorter.
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

// quota is how many hits each brand may keep, so that all of them together keep no more
// than mostInAll. Those that have less leave the rest to the others.
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

// surer orders candidates for being kept: the surest first, then what the title and the
// notes say, then the first in the text.
func (w *work) compareConfidence(a, b *candidate) int {
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	if a.field != b.field {
		return cmp.Or(cmp.Compare(min(b.field, 1), min(a.field, 1)), cmp.Compare(a.field, b.field))
	}
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.entry, b.entry))
}

// keepSurest leaves each brand its quota of what was found, and returns how many there
// were of the brands that had more.
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
