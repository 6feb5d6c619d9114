package cluster

import (
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Window is how far apart two copies may be published. A talk that is broadcast again
// a year later is news again.
const Window = 62 * 24 * time.Hour

const (
	minWords  = 8  // a text with fewer words proves nothing
	longWords = 60 // a text with fewer words must match word for word

	maxWords = 1 << 18 // of a text that are compared: more than a day of talk
	maxText  = 2 << 20 // bytes of them
)

// Fingerprint is what two documents are compared by. The zero value has no copies.
type Fingerprint struct {
	Signature Signature // of a long text
	Similar   []Key     // shared by texts that may be similar; sorted
	Same      []Key     // shared by copies alone: recording, address and title, short text; sorted
}

// Of returns the fingerprint of a document: of its text, its recording and its address.
// Title and notes don't count as text: a daily bulletin repeats both word for word.
func Of(d *feeds.Document) Fingerprint {
	var f Fingerprint
	switch words := wordsOf(d); {
	case len(words) >= longWords:
		f.Signature, f.Similar = sign(words)
	case len(words) >= minWords:
		f.Same = append(f.Same, keyOf(wholeText, 0, hashAll(words)))
	}
	if a := recordingAddress(d.Audio); a != "" {
		f.Same = append(f.Same, keyOf(recording, 0, hashString(a)))
	}
	// One address can carry several articles (a live blog), and one title several
	// episodes ("News"). Both together are one document.
	if a, title := pageAddress(d.URL), hashWords(nil, d.Title); a != "" && len(title) > 0 {
		f.Same = append(f.Same, keyOf(address, 0, hashAll(append(title, hashString(a)))))
	}
	slices.Sort(f.Same)
	f.Same = slices.Compact(f.Same)
	return f
}

func wordsOf(d *feeds.Document) (words []uint64) {
	for i := range d.Cues {
		if len(words) >= maxWords {
			break
		}
		words = hashWords(words, d.Cues[i].Text)
	}
	if len(d.Cues) == 0 {
		words = hashWords(nil, d.Text[:min(len(d.Text), maxText)])
	}
	return words
}

// Certain is the score of documents that share a recording, an address with its title or
// all words of a short text. It is above every score of similar texts.
const Certain = quarters*bins + 1

// Score returns how alike two documents are: 0 for different ones, at most [Certain].
func Score(a, b Fingerprint) int {
	if share(a.Same, b.Same) {
		return Certain
	}
	return a.Signature.agreement(b.Signature)
}

// share reports whether two sorted lists have a key in common.
func share(a, b []Key) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			return true
		}
	}
	return false
}
