package speech

import "github.com/namedrop/namedrop/feeds"

// joined appends the cues of the next piece, which begins at start and shares a few seconds with those
// before. The seam is in the middle of what they share, where both have heard whole words.
func joined(have, next []feeds.Cue, start float64) []feeds.Cue {
	if len(have) == 0 {
		return next
	}
	seam := start + overlap/2
	out := have[:0:0]
	for _, c := range have {
		if c.Untimed || c.Start < seam {
			out = append(out, c)
		}
	}
	for _, c := range next {
		// A cue across the seam is in both. It is kept where it began.
		if c.Untimed || c.Start >= seam || c.End > seam && !spans(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// spans reports whether one of the last cues covers most of the time of c.
func spans(cues []feeds.Cue, c feeds.Cue) bool {
	for i := len(cues) - 1; i >= 0 && i >= len(cues)-8; i-- {
		shared := min(cues[i].End, c.End) - max(cues[i].Start, c.Start)
		if !cues[i].Untimed && shared > 0.4*(c.End-c.Start) {
			return true
		}
	}
	return false
}
