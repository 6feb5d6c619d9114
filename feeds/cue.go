package feeds

import "strings"

// Cue is one timed line of speech, as in WebVTT. Start and End are seconds from
// the beginning of the recording; End equals Start where the publisher gave no end.
//
// Untimed is set where the second is not known: the file gives none, or one that can't be
// read or lies beyond the recording. Start and End are then those of a neighbour. They keep
// the cue in its place and must not be shown as the time at which it is spoken.
type Cue struct {
	Start   float64 `json:"start"`
	End     float64 `json:"end"`
	Speaker string  `json:"speaker,omitempty"`
	Text    string  `json:"text"`
	Untimed bool    `json:"untimed,omitempty" doc:"The second is not known; start and end only keep the order."`
}

// JoinCues returns the cue texts joined by one space. Offsets into a spoken
// document are offsets into this string.
func JoinCues(cues []Cue) string {
	n := 0
	for _, c := range cues {
		n += len(c.Text) + 1
	}
	var b strings.Builder
	b.Grow(n)
	for i, c := range cues {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(c.Text)
	}
	return b.String()
}
