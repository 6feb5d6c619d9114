package speech

import (
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

const (
	// leakWords is the least run of words that a cue must share with the prompt to be taken for it. Shorter
	// ones are spoken too.
	leakWords = 3
	// leakShare is the part of a cue that the run must make up.
	leakShare = 0.6
)

// unprompted leaves out the cues in which the engine wrote its own prompt: whisper does that over silence and
// music. Otherwise each of these would be a mention of every brand.
func unprompted(cues []feeds.Cue, prompt string) []feeds.Cue {
	if prompt == "" {
		return cues
	}
	asked := words(prompt)
	start := words(promptStart)
	return slices.DeleteFunc(cues, func(c feeds.Cue) bool {
		said := words(c.Text)
		if len(said) == 0 {
			return false
		}
		run := longestRun(said, asked)
		// The prompt's first words are nothing that people say.
		if run >= len(start)-1 && strings.Contains(strings.Join(said, " "), strings.Join(start, " ")) {
			return true
		}
		return run >= leakWords && float64(run) >= leakShare*float64(len(said))
	})
}

// longestRun returns the length of the longest run of words that both have.
func longestRun(a, b []string) int {
	best := 0
	row := make([]int, len(b)+1)
	for _, x := range a {
		last := 0
		for j, y := range b {
			old := row[j+1]
			row[j+1] = 0
			if x == y {
				row[j+1] = last + 1
				best = max(best, row[j+1])
			}
			last = old
		}
	}
	return best
}

// mostRepeats is how often a sentence may follow itself. Engines that hear nothing repeat the last one for
// minutes.
const mostRepeats = 3

// unlooped leaves out what is said over and over.
func unlooped(cues []feeds.Cue) []feeds.Cue {
	var out []feeds.Cue
	repeats, last := 0, ""
	for _, c := range cues {
		text := strings.Join(words(c.Text), " ")
		if text != last {
			repeats, last = 0, text
		}
		if repeats++; repeats <= mostRepeats {
			out = append(out, c)
		}
	}
	return out
}
