package passage

import (
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
)

// SecondAt returns the second at which the letter at that code point of the document's body is
// spoken. Within a cue, time is spread evenly over the letters. It reports whether the second is
// known.
func SecondAt(cues []feeds.Cue, at int) (float64, bool) {
	for i := range cues {
		c := &cues[i]
		n := utf8.RuneCountInString(c.Text)
		if at > n { // cues are joined by one character
			at -= n + 1
			continue
		}
		second := max(c.Start, 0)
		if n > 0 && c.End > c.Start {
			second += (c.End - c.Start) * float64(at) / float64(n)
		}
		return second, !c.Untimed
	}
	return 0, false
}
