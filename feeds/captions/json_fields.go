package captions

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// textOf returns the words of a segment, in one string or in pieces.
func textOf(k map[string]any) (string, bool) {
	for _, key := range textKeys {
		switch v := k[key].(type) {
		case string:
			return v, true
		case float64:
			if slices.Contains([]string{"body", "text", "content", "sentence", "word"}, key) {
				return strconv.FormatFloat(v, 'f', -1, 64), true
			}
		case []any:
			if lines := stringsOf(v); len(lines) > 0 {
				return strings.Join(lines, "\n"), true
			}
		}
	}
	for _, key := range alternativeKeys {
		if list, ok := k[key].([]any); ok && len(list) > 0 {
			if m, ok := list[0].(map[string]any); ok {
				if text, ok := textOf(plainKeys(m)); ok {
					return text, true
				}
			}
		}
	}
	for _, key := range pieceKeys {
		if text, ok := joined(k[key]); ok {
			return text, true
		}
	}
	return "", false
}

func stringsOf(list []any) (out []string) {
	for _, e := range list {
		s, ok := e.(string)
		if !ok {
			return nil
		}
		out = append(out, s)
	}
	return out
}

// timesOf sets the times of a segment, wherever they are.
func (s *jsonSegment) timesOf(k map[string]any) {
	for _, key := range []string{"timestamps", "timestamp", "time", "interval", "range", "span", "times", "offsets"} { // whisper.cpp, transformers' chunks
		switch t := k[key].(type) {
		case map[string]any:
			inner := plainKeys(t)
			if _, ok := seconds(first(inner, startKeys...)); ok && key != "offsets" {
				k = inner
			}
		case []any:
			if len(t) == 2 {
				k = map[string]any{"start": t[0], "end": t[1]}
			}
		}
	}
	start, ok := seconds(first(k, startKeys...))
	if !ok {
		if start, ok = seconds(first(k, startMillis...)); ok {
			s.millis = true
		}
	}
	if !ok {
		if start, ok = seconds(first(k, "offsetinticks", "startticks", "starttimeticks")); ok {
			start /= 1e7
			if d, has := seconds(k["durationinticks"]); has {
				k = map[string]any{"duration": d / 1e7}
			} else {
				k = nil
			}
		}
	}
	if !ok {
		for _, key := range slices.Concat(alternativeKeys, pieceKeys) {
			list, is := k[key].([]any)
			if !is || len(list) == 0 {
				continue
			}
			w, is := list[0].(map[string]any)
			if !is {
				continue
			}
			inner := plainKeys(w)
			if start, ok = seconds(first(inner, startKeys...)); ok {
				break
			}
			if start, ok = seconds(first(inner, startMillis...)); ok {
				s.millis = true
				break
			}
		}
	}
	s.timeless = !ok
	s.cue.Start, s.cue.End = start, start
	if end, ok := seconds(first(k, endKeys...)); ok && end >= start {
		s.cue.End = end
	} else if d, ok := seconds(first(k, durationKeys...)); ok {
		s.cue.End = start + d
	}
}

// speakerOf sets the speaker of a segment. Some programs write it at the words.
func (s *jsonSegment) speakerOf(k map[string]any) {
	who := first(k, speakerKeys...)
	if who == nil {
		for _, key := range slices.Concat(alternativeKeys, pieceKeys) {
			if list, ok := k[key].([]any); ok && len(list) > 0 {
				if m, ok := list[0].(map[string]any); ok {
					if who = first(plainKeys(m), "speaker", "speakername", "speakerlabel", "speakertag"); who != nil {
						break
					}
				}
			}
		}
	}
	switch who := who.(type) {
	case string:
		s.cue.Speaker = speakerName(who)
	case float64:
		s.cue.Speaker = "Speaker " + strconv.FormatFloat(who, 'f', -1, 64)
	case map[string]any:
		if n, ok := first(plainKeys(who), "name", "label", "displayname", "id").(string); ok {
			s.cue.Speaker = speakerName(n)
		}
	}
	if voice, _ := k["voice"].(string); voice != "" { // its speaker is a number
		s.cue.Speaker = speakerName(voice)
	}
}

// plainKeys returns the object with plain keys. Of keys that become the same the first in order counts.
func plainKeys(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		p := plainKey(k)
		if _, taken := out[p]; !taken || k == p {
			out[p] = m[k]
		}
	}
	return out
}

// plainKey returns a key in small letters, without hyphens, underscores and spaces.
func plainKey(k string) string {
	if strings.IndexFunc(k, func(r rune) bool { return r < 'a' || r > 'z' }) < 0 {
		return k
	}
	return keySigns.Replace(strings.ToLower(k))
}

// first returns the value of the first key that exists.
func first(m map[string]any, keys ...string) any {
	for _, k := range keys {
		if v, ok := m[k]; ok && v != nil {
			return v
		}
	}
	return nil
}

// joined returns the words of pieces. Pieces that begin with a space of their own, or with a sign,
// continue the word before.
func joined(v any) (string, bool) {
	list, ok := v.([]any)
	if !ok {
		return "", false
	}
	var pieces []string
	spaced := false
	for _, e := range list {
		text, ok := e.(string)
		if m, is := e.(map[string]any); is {
			text, ok = textOf(plainKeys(m))
		}
		if ok {
			pieces = append(pieces, text)
			spaced = spaced || strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ")
		}
	}
	if spaced {
		return strings.Join(pieces, ""), true
	}
	return strings.Join(pieces, " "), len(pieces) > 0
}

// Seconds reads a time of a JSON file: a number, a text as [Clock] reads it, or an object of seconds and
// nanoseconds. A time before the beginning of the recording is unknown.
func Seconds(v any) (float64, bool) {
	s, ok := seconds(v)
	s, within := fromBeginning(s)
	return s, ok && within && s <= longest && !math.IsNaN(s)
}

func seconds(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case string:
		return Clock(v)
	case map[string]any:
		k := plainKeys(v)
		whole, ok := seconds(first(k, "seconds", "sec", "s"))
		nanos, more := seconds(first(k, "nanos", "nanoseconds"))
		return whole + nanos/1e9, ok || more
	}
	return 0, false
}
