package captions

import (
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

const (
	// rollingShare is the part of neighbouring cues that must overlap before a file
	// counts as rolling; people repeat themselves too, but not all the time.
	rollingShare    = 3 // one in three
	rollingWords    = 2
	maxRollingWords = 100 // words that a line repeats; comparing whole chapters word by word takes hours
)

// Fold takes the repetition out of rolling captions, where each cue shows the last line
// again and adds to it. Other captions come back as they are.
func Fold(cues []feeds.Cue) []feeds.Cue {
	if len(cues) < 3 {
		return cues
	}
	overlapping := 0
	var before, words []string
	for i, c := range cues {
		before, words = words, line(c.Text)
		if i > 0 {
			if n := overlap(before, words); n >= rollingWords || (n > 0 && n == len(before)) {
				overlapping++
			}
		}
	}
	if overlapping*rollingShare < len(cues)-1 || overlapping < 2 {
		return cues
	}
	out := make([]feeds.Cue, 0, len(cues))
	for i, c := range cues {
		before, words = words, line(c.Text)
		if i > 0 && len(c.Text) <= longLine {
			n := overlap(before, words)
			if n == len(words) {
				// Nothing new: the line only stays longer on the screen.
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

// longLine is more than a cue of rolling captions shows.
const longLine = 16 << 10

// line is the words of a cue, or none where it is no line on a screen.
func line(text string) []string {
	if len(text) > longLine {
		return nil
	}
	return strings.Fields(text)
}

// overlap is the number of words that end a and begin b, up to maxRollingWords.
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
