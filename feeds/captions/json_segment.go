package captions

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// segments finds the largest list of objects that count: by [hasTime] or [hasText].
func segments(v any, depth int, counts func(jsonSegment) bool) []any {
	if depth > maxDepth {
		return nil
	}
	var best []any
	switch v := v.(type) {
	case []any:
		n, objects := 0, 0
		for _, e := range v {
			if m, ok := object(e); ok {
				objects++
				if s, ok := segment(m); ok && counts(s) {
					n++
				}
			}
		}
		if n > 0 && n*2 >= objects {
			if m, ok := object(v[0]); ok && len(v) == 1 {
				// A single segment with the whole text: its parts have the times. If it names a
				// speaker it is a real segment.
				if l := segments(v[0], depth+1, counts); len(l) > 1 && first(plainKeys(m), speakerKeys...) == nil {
					return l
				}
			}
			return v
		}
		for _, e := range v {
			if l := segments(e, depth+1, counts); len(l) > len(best) {
				best = l
			}
		}
	case map[string]any:
		if list := numbered(v); list != nil {
			return segments(list, depth+1, counts)
		}
		// Where a file has sentences and single words, sentences are preferred.
		for _, k := range []string{"segments", "utterances", "cues", "captions", "transcription", "paragraphs", "monologues", "transcript", "recognizedPhrases", "events"} {
			if l := segments(v[k], depth+1, counts); len(l) > 0 {
				return l
			}
		}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if l := segments(v[k], depth+1, counts); len(l) > len(best) {
				best = l
			}
		}
	}
	return best
}

func hasTime(s jsonSegment) bool { return !s.timeless }

func hasText(s jsonSegment) bool { return strings.ContainsFunc(s.cue.Text, unicode.IsLetter) }

// object returns a segment as an object. Some programs write [5, 7, "Hello"].
func object(e any) (map[string]any, bool) {
	switch e := e.(type) {
	case map[string]any:
		return e, true
	case []any:
		m := map[string]any{}
		for _, v := range e[:min(len(e), 6)] {
			s, isText := v.(string)
			_, isTime := seconds(v)
			switch {
			case isTime && m["start"] == nil:
				m["start"] = v
			case isTime && m["end"] == nil:
				m["end"] = v
			case isText && m["text"] == nil:
				m["text"] = s
			case isText: // the speaker comes before the words
				m["speaker"], m["text"] = m["text"], s
			}
		}
		return m, m["start"] != nil && m["text"] != nil
	}
	return nil, false
}

// numbered returns the values of an object whose keys are all numbers, in order: some programs write
// lists like this.
func numbered(m map[string]any) []any {
	keys := slices.Collect(maps.Keys(m))
	for _, k := range keys {
		if !isNumber(k) {
			return nil
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	var out []any
	for _, k := range keys {
		out = append(out, m[k])
	}
	return out
}

// jsonSegment is one segment; millis is set where its times are known to be milliseconds, timeless
// where it has none that can be read.
type jsonSegment struct {
	cue              feeds.Cue
	millis, timeless bool
}

func fromSegments(list []any) []feeds.Cue {
	var out []jsonSegment
	for _, e := range list {
		if text, ok := e.(string); ok {
			e = map[string]any{"text": text}
		}
		m, ok := object(e)
		if !ok {
			continue
		}
		if s, ok := segment(m); ok && (!s.timeless || hasText(s)) {
			out = append(out, s)
		}
	}
	millis := isMilliseconds(out)
	var cues []feeds.Cue
	speaker := ""
	for _, s := range out {
		c := s.cue
		if s.millis || millis {
			c.Start, c.End = c.Start/1000, c.End/1000
		}
		start, within := fromBeginning(c.Start)
		if c.Start, c.End = start, max(c.End, start); s.timeless || !within || c.Start > longest {
			c.Start, c.End, c.Untimed = 0, 0, true
		}
		if c.Text == "" {
			continue
		}
		c.End = min(c.End, longest)
		if c.Speaker == "" {
			c.Speaker = speaker
		}
		speaker = c.Speaker
		cues = append(cues, c)
	}
	place(cues)
	return prefixes(cues)
}

// isMilliseconds reports whether times without a unit are milliseconds. They are if they would mean,
// as seconds, that every word took twenty seconds. Where segments have no ends, the pauses count as
// speech, so fewer than ten segments prove nothing unless they would last longer than a day.
func isMilliseconds(list []jsonSegment) bool {
	words, spoken, last := 0, 0.0, 0.0
	for _, s := range list {
		c := s.cue
		if c.Start != math.Trunc(c.Start) || c.End != math.Trunc(c.End) {
			return false
		}
		words += len(strings.Fields(c.Text))
		spoken += max(c.End-c.Start, 0)
		last = max(last, c.Start, c.End)
	}
	if spoken == 0 {
		spoken = last
		if len(list) < 10 && last < 24*3600 {
			return false
		}
	}
	return last > 1000 && float64(words)/spoken < 0.05
}

func segment(m map[string]any) (jsonSegment, bool) {
	var s jsonSegment
	if data, ok := m["data"].(map[string]any); ok { // {"type":"cue","data":{…}} in milliseconds
		if kind, ok := m["type"].(string); ok && kind != "cue" {
			return s, false
		}
		m, s.millis = data, true
	}
	k := plainKeys(m)
	text, ok := textOf(k)
	if !ok {
		return s, false
	}
	if voice := voiceSpan.FindStringSubmatch(text); voice != nil {
		s.cue.Speaker, text = speakerName(voice[1]), text[len(voice[0]):]
	}
	s.cue.Text = strings.TrimPrefix(plain.Line(plain.FromHTML(text)), ">> ")
	s.timesOf(k)
	s.speakerOf(k)
	return s, true
}
