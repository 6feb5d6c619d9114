package detect

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// hits converts scored candidates, in order of field and offset, into hits. Code points are
// counted once from candidate to candidate, so the text is read only once.
func (d *Detector) hits(doc *feeds.Document, w *work) []index.Hit {
	out := make([]index.Hit, 0, len(w.found))
	var clock *clock
	field, at, points := int32(-1), 0, 0
	for i := range w.found {
		c := &w.found[i]
		r := &w.texts[c.field]
		if c.field != field {
			field, at, points = c.field, 0, 0
		}
		points += utf8.RuneCountInString(r.text[at:c.start])
		at = c.start
		reasons := c.card.reasons()
		h := index.Hit{
			Brand:      d.brands[c.brand].id,
			Field:      r.field,
			Surface:    strings.ToValidUTF8(r.text[c.start:c.end], "\ufffd"),
			Start:      points,
			End:        points + utf8.RuneCountInString(r.text[c.start:c.end]),
			Quote:      strings.ToValidUTF8(quote(r.text, c.start, c.end), "\ufffd"),
			Confidence: confidence(c.score),
			Reason:     index.Sentence(reasons),
			Reasons:    reasons,
			Unsure:     !c.reported(),
			Second:     r.second,
		}
		if r.field == index.InText && len(doc.Cues) > 0 {
			if clock == nil {
				clock = newClock(doc.Cues)
			}
			h.Second, h.Speaker = clock.at(c.start)
		}
		out = append(out, h)
	}
	return out
}

// clock converts byte offsets into the joined cue texts into seconds.
type clock struct {
	cues   []feeds.Cue
	begins []int
}

func newClock(cues []feeds.Cue) *clock {
	c := &clock{cues, make([]int, len(cues))}
	at := 0
	for i := range cues {
		c.begins[i] = at
		at += len(cues[i].Text) + 1
	}
	return c
}

// at returns the second and the speaker at an offset. Within a cue, time is spread evenly over
// the letters. The second is nil in a cue without a time.
func (c *clock) at(offset int) (*float64, string) {
	i := sort.Search(len(c.begins), func(i int) bool { return c.begins[i] > offset }) - 1
	i = max(i, 0)
	cue := &c.cues[i]
	if cue.Untimed {
		return nil, cue.Speaker
	}
	second := max(cue.Start, 0)
	if n := len(cue.Text); n > 0 && cue.End > cue.Start {
		share := float64(min(offset-c.begins[i], n)) / float64(n)
		second += share * (cue.End - cue.Start)
	}
	second = float64(int64(second*100+0.5)) / 100
	return &second, cue.Speaker
}
