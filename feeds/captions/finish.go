package captions

import (
	"cmp"
	"slices"

	"github.com/namedrop/namedrop/feeds"
)

// finish sorts cues by time and gives each an end that isn't before its start: where the publisher
// gave none, the start of the next cue.
func finish(cues []feeds.Cue) []feeds.Cue {
	slices.SortStableFunc(cues, func(a, b feeds.Cue) int { return cmp.Compare(a.Start, b.Start) })
	next := -1.0 // the first start after this one
	for i := len(cues) - 1; i >= 0; i-- {
		c := &cues[i]
		if i+1 < len(cues) && cues[i+1].Start > c.Start {
			next = cues[i+1].Start
		}
		if c.End <= c.Start {
			c.End = max(next, c.Start)
		}
	}
	return cues
}
