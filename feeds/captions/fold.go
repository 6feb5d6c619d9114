package captions

import (
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

const (
	// rollingShare is the share of neighbouring cues, one in three, that must overlap before a file
	// counts as rolling. People repeat themselves too, but not that often.
	rollingShare    = 3 // one in three
	rollingWords    = 2
	maxRollingWords = 100 // limit on the words compared: comparing whole chapters word by word takes hours
)

// Fold removes the repetition from rolling captions: those in which each cue shows the previous line
// again and adds to it, as automatic captions do.
//
//	1  we moved our reports
//	2  we moved our reports to Larkmeter last
//	3  to Larkmeter last spring
//
// becomes "we moved our reports", "to Larkmeter last", "spring". Without this, each name would be
// found up to three times and a phrase that spans two lines would not be found at all. Fold first counts
// how many neighbours overlap, and returns captions that don't roll as they are. A cue that adds nothing
// only extends the one before it.
func Fold(cues []feeds.Cue) []feeds.Cue {
	if len(cues) < 3 {
		return cues
	}
	overlapping, growing := 0, 0
	var before, words []string
	for i, c := range cues {
		before, words = words, line(c.Text)
		if i > 0 {
			if n := overlap(before, words); n >= rollingWords || (n > 0 && n == len(before)) {
				overlapping++
				if n < len(before) || n < len(words) {
					growing++
				}
			}
		}
	}
	if overlapping*rollingShare < len(cues)-1 || overlapping < 2 || growing == 0 {
		return cues // where whole cues are repeated and none grows, somebody repeats a slogan
	}
	out := make([]feeds.Cue, 0, len(cues))
	for i, c := range cues {
		before, words = words, line(c.Text)
		if i > 0 && len(c.Text) <= longLine {
			n := overlap(before, words)
			if n == len(words) {
				// Nothing new: the line is only shown for longer.
				if len(out) > 0 {
					out[len(out)-1].End = max(out[len(out)-1].End, c.End)
				}
				continue
			}
			c.Text = strings.Join(words[n:], " ")
		}
		out = append(out, c)
	}
	return out
}

// longLine is longer than any cue of rolling captions.
const longLine = 16 << 10

// line returns the words of a cue, or nil where it is too long for a line on a screen.
func line(text string) []string {
	if len(text) > longLine {
		return nil
	}
	return strings.Fields(text)
}

// overlap returns the length in words of the longest end of a that is also the beginning of b, up to
// maxRollingWords.
func overlap(a, b []string) int {
	for n := min(len(a), len(b), maxRollingWords); n > 0; n-- {
		if equal(a[len(a)-n:], b[:n]) {
			return n
		}
	}
	return 0
}

func equal(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
