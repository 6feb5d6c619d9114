package captions

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// maxDepth is how deep the list of segments is searched in a JSON file.
const maxDepth = 6

// parseJSON reads podcast JSON, the output of speech recognition programs and subtitle libraries, and
// every other JSON with a list of objects that have a text and a time.
func parseJSON(s string) (Result, bool) {
	v, ok := decode(s)
	if !ok {
		return Result{}, false
	}
	r := Result{Format: JSON}
	if list := segments(v, 0); list != nil {
		r.Cues = fromSegments(list)
	}
	if len(r.Cues) == 0 {
		if m, ok := v.(map[string]any); ok {
			for _, k := range []string{"text", "transcript", "body"} {
				if t, ok := m[k].(string); ok && t != "" {
					r.Text = parseText(t)
					break
				}
			}
		}
	}
	return r, true
}

// notANumber matches NaN and Infinity, which Python writes although JSON doesn't have them.
var notANumber = regexp.MustCompile(`([:,\[]\s*)-?(?:NaN|Infinity)\b`)

// decode reads one value, or a list with one value per line.
func decode(s string) (any, bool) {
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		return v, true
	}
	s = notANumber.ReplaceAllString(s, "${1}null")
	if json.Unmarshal([]byte(s), &v) == nil {
		return v, true
	}
	if lines := jsonLines(s); len(lines) > 0 {
		return lines, true
	}
	// Line ends and tabs inside strings come from programs that don't use a JSON library.
	blank := func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}
	return v, json.Unmarshal([]byte(strings.Map(blank, s)), &v) == nil
}

func jsonLines(s string) (lines []any) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		var one map[string]any
		if json.Unmarshal([]byte(line), &one) != nil {
			return nil
		}
		lines = append(lines, one)
	}
	return lines
}

// salvageJSON reads a file that broke off: it cuts it after the last complete segment and tries the
// closing brackets that may follow there.
func salvageJSON(s string) (Result, bool) {
	for range 3 {
		i := strings.LastIndexByte(s, '}')
		if i < 0 {
			return Result{}, false
		}
		s = s[:i+1]
		tails := []string{"]", "]}", "]}}", "}]}", "}]"}
		if i := slices.IndexFunc(tails, func(tail string) bool { return json.Valid([]byte(s + tail)) }); i >= 0 {
			tails = tails[i : i+1] // checking is much faster than parsing
		}
		for _, tail := range tails {
			if r, ok := parseJSON(s + tail); ok && len(r.Cues) > 0 {
				r.Warnings = append(r.Warnings, "The transcript broke off; its complete segments were read.")
				return r, true
			}
		}
		s = s[:i]
	}
	return Result{}, false
}

// segments finds the largest list of objects that have words and times.
func segments(v any, depth int) []any {
	if depth > maxDepth {
		return nil
	}
	var best []any
	switch v := v.(type) {
	case []any:
		n := 0
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				if s, ok := segment(m); ok && !s.timeless {
					n++
				}
			}
		}
		if n > 0 && n*2 >= len(v) {
			if len(v) == 1 {
				// A single segment with the whole text: its parts have the times. If it names a
				// speaker it is a real segment.
				only, _ := segment(v[0].(map[string]any))
				if l := segments(v[0], depth+1); len(l) > 1 && only.cue.Speaker == "" {
					return l
				}
			}
			return v
		}
		for _, e := range v {
			if l := segments(e, depth+1); len(l) > len(best) {
				best = l
			}
		}
	case map[string]any:
		if list := numbered(v); list != nil {
			return segments(list, depth+1)
		}
		// Where a file has sentences and single words, sentences are preferred.
		for _, k := range []string{"segments", "utterances", "cues", "transcription", "paragraphs", "monologues", "transcript"} {
			if l := segments(v[k], depth+1); len(l) > 0 {
				return l
			}
		}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if l := segments(v[k], depth+1); len(l) > len(best) {
				best = l
			}
		}
	}
	return best
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
// where it has none: it then gets the time of the segment before.
type jsonSegment struct {
	cue              feeds.Cue
	millis, timeless bool
}

func fromSegments(list []any) []feeds.Cue {
	var out []jsonSegment
	for _, e := range list {
		m, ok := e.(map[string]any)
		if !ok {
			continue
		}
		if s, ok := segment(m); ok && (!s.timeless || strings.ContainsFunc(s.cue.Text, unicode.IsLetter)) {
			out = append(out, s)
		}
	}
	millis := isMilliseconds(out)
	var cues []feeds.Cue
	speaker, at := "", 0.0
	for _, s := range out {
		c := s.cue
		if s.millis || millis {
			c.Start, c.End = c.Start/1000, c.End/1000
		}
		if s.timeless || c.Start > longest {
			c.Start, c.End = at, at
		}
		if at = c.Start; c.Text == "" {
			continue
		}
		c.End = min(c.End, longest)
		if c.Speaker == "" {
			c.Speaker = speaker
		}
		speaker = c.Speaker
		cues = append(cues, c)
	}
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
	text, ok := first(m, "body", "text", "content", "utterance", "sentence", "punctuated_word", "word", "value", "transcript").(string)
	if !ok {
		if text, ok = joined(first(m, "words", "elements", "sentences", "alternatives")); !ok {
			return s, false
		}
	}
	if voice := voiceSpan.FindStringSubmatch(text); voice != nil {
		s.cue.Speaker, text = plain.Line(voice[1]), text[len(voice[0]):]
	}
	s.cue.Text = strings.TrimPrefix(plain.Line(plain.FromHTML(text)), ">> ")
	if t, ok := m["timestamps"].(map[string]any); ok { // whisper.cpp
		m = map[string]any{"start": t["from"], "end": t["to"], "speaker": m["speaker"]}
	} else if t, ok := m["timestamp"].([]any); ok && len(t) == 2 { // transformers' chunks
		m = map[string]any{"start": t[0], "end": t[1], "speaker": m["speaker"]}
	}
	start, ok := seconds(first(m, "startTime", "start", "start_time", "startSeconds", "begin", "from", "ts", "offset", "tStart"))
	if !ok {
		if start, ok = seconds(first(m, "startMs", "start_ms", "startTimeMs", "offsetMs", "tStartMs")); !ok {
			if words, is := first(m, "words", "elements").([]any); is && len(words) > 0 {
				if w, is := words[0].(map[string]any); is {
					start, ok = seconds(first(w, "start", "startTime", "ts"))
				}
			}
			s.timeless = !ok
		} else {
			s.millis = true
		}
	}
	s.cue.Start = start
	s.cue.End = start
	if end, ok := seconds(first(m, "endTime", "end", "end_time", "endSeconds", "to", "end_ts", "endMs", "end_ms", "endTimeMs")); ok && end >= start {
		s.cue.End = end
	} else if d, ok := seconds(first(m, "duration", "dur", "durationMs")); ok {
		s.cue.End = start + d
	}
	switch who := first(m, "speaker", "speakerName", "speaker_name", "speaker_label", "name").(type) {
	case string:
		s.cue.Speaker = strings.TrimSuffix(plain.Line(who), ":")
	case float64:
		s.cue.Speaker = "Speaker " + strconv.FormatFloat(who, 'f', -1, 64)
	case map[string]any:
		if n, ok := who["name"].(string); ok {
			s.cue.Speaker = plain.Line(n)
		}
	}
	if voice, _ := m["voice"].(string); voice != "" { // its speaker is a number
		s.cue.Speaker = plain.Line(voice)
	}
	return s, true
}

// voiceSpan matches a WebVTT voice span, which subtitle libraries leave in the text.
var voiceSpan = regexp.MustCompile(`^\s*<v(?:\.[^\s>]*)?\s+([^<>]{1,100})>`)

// first returns the value of the first key that exists.
func first(m map[string]any, keys ...string) any {
	for _, k := range keys {
		if v, ok := m[k]; ok && v != nil {
			return v
		}
	}
	return nil
}

func joined(v any) (string, bool) {
	list, ok := v.([]any)
	if !ok {
		return "", false
	}
	var b strings.Builder
	for _, e := range list {
		m, ok := e.(map[string]any)
		if !ok {
			continue
		}
		if t, ok := first(m, "punctuated_word", "word", "text", "value", "content").(string); ok {
			b.WriteString(" " + t)
		}
	}
	return b.String(), b.Len() > 0
}

func seconds(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return max(v, 0), true // some files have negative times at the beginning
	case string:
		v = strings.TrimSuffix(strings.TrimSpace(v), "s")
		return clock(v)
	}
	return 0, false
}
