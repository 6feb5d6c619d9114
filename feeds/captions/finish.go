package captions

import (
	"cmp"
	"slices"

	"github.com/namedrop/namedrop/feeds"
)

// finish sorts cues by time and gives each an end that isn't before its start: where the publisher
// gave none, the start of the next cue. A cue without a time stays behind the one that it followed,
// whose end is then as unknown.
func finish(cues []feeds.Cue) []feeds.Cue {
	place(cues)
	slices.SortStableFunc(cues, func(a, b feeds.Cue) int { return cmp.Compare(a.Start, b.Start) })
	next := -1.0 // the first start after this one
	for i := len(cues) - 1; i >= 0; i-- {
		c := &cues[i]
		if i+1 < len(cues) && cues[i+1].Start > c.Start {
			next = cues[i+1].Start
		}
		if c.End <= c.Start && !c.Untimed && (i+1 == len(cues) || !cues[i+1].Untimed) {
			c.End = max(next, c.Start)
		}
	}
	return cues
}

// Ordered returns cues as [Parse] does: by time, each with an end that isn't before its start.
func Ordered(cues []feeds.Cue) []feeds.Cue {
	if len(cues) == 0 {
		return nil
	}
	return finish(cues)
}

// place gives cues without a time that of the cue before them.
func place(cues []feeds.Cue) {
	at := 0.0
	for i := range cues {
		c := &cues[i]
		if c.Untimed {
			c.Start, c.End = at, at
		}
		at = c.Start
	}
}

// fastest is more words in a second than anybody speaks.
const fastest = 6

// Within marks the cues that begin after the end of the recording, which lasts the given seconds, as
// untimed: their times are wrong. Feeds round durations, and advertisements make a recording longer, so
// a twentieth and ten seconds more are allowed. Nothing is done where the duration itself must be wrong,
// since the words can't be spoken in it.
func Within(cues []feeds.Cue, duration float64) []feeds.Cue {
	if duration <= 0 {
		return cues
	}
	words := 0
	for i := range cues {
		words += countWords(cues[i].Text)
	}
	if float64(words) > duration*fastest {
		return cues
	}
	last := duration*1.05 + 10
	if !slices.ContainsFunc(cues, func(c feeds.Cue) bool { return !c.Untimed && c.Start > last }) {
		return cues
	}
	cues = slices.Clone(cues)
	at := 0.0
	for i := range cues {
		c := &cues[i]
		if c.Start > last {
			c.Untimed = true
		}
		if c.Untimed {
			c.Start, c.End = at, at
		}
		at, c.End = c.Start, min(c.End, max(last, c.Start))
	}
	return cues
}
