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
// every other JSON with a list of objects that have a text and a time. Where nothing says when, the
// words are kept without times.
func parseJSON(s string) (Result, bool) {
	v, ok := decode(s)
	if !ok {
		return Result{}, false
	}
	r := Result{Format: JSON}
	if list := segments(v, 0, hasTime); list != nil {
		r.Cues = fromSegments(list)
	}
	if len(r.Cues) > 0 {
		return r, true
	}
	if m, ok := v.(map[string]any); ok {
		if t, ok := first(m, "text", "transcript", "body").(string); ok && hasWords(t, minWords) {
			r.Text = parseText(t)
			return r, true
		}
	}
	if list := segments(v, 0, hasText); list != nil {
		r.Cues = fromSegments(list)
	}
	if len(r.Cues) == 0 {
		r.Text = parseText(longestText(v, 0))
	}
	return r, true
}

// longestText returns the longest string under a name that means text.
func longestText(v any, depth int) (best string) {
	if depth > maxDepth {
		return ""
	}
	longer := func(s string) {
		if len(s) > len(best) {
			best = s
		}
	}
	switch v := v.(type) {
	case []any:
		var lines []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				lines = append(lines, s)
				continue
			}
			longer(longestText(e, depth+1))
		}
		if text := strings.Join(lines, "\n"); hasWords(text, minWords) {
			longer(text)
		}
	case map[string]any:
		for k, e := range v {
			if s, ok := e.(string); ok && slices.Contains(textKeys, plainKey(k)) {
				longer(s)
			} else if !ok {
				longer(longestText(e, depth+1))
			}
		}
	}
	return best
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
		if c.Untimed = s.timeless || c.Start > longest; c.Untimed {
			c.Start, c.End = 0, 0
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

// The names that programs give to the words of a segment, without case, hyphens and underscores, best
// first. A list of strings under one of them is lines.
var textKeys = []string{"body", "text", "content", "utterance", "sentence", "punctuatedword", "word", "value", "transcript", "display",
	"displaytext", "caption", "captions", "line", "lines", "para", "paragraph", "phrase", "utf8", "subtitle", "dialogue", "speech", "quote", "message", "msg",
	"normalizedtext", "lexical", "recognizedtext", "txt", "said", "words", "segment"}

// The names of the pieces that a segment's words are in, best first.
var pieceKeys = []string{"words", "elements", "sentences", "segs", "tokens", "items", "runs", "segments", "children"}

// The names of a segment's alternatives, of which the first is the best.
var alternativeKeys = []string{"alternatives", "nbest", "results"}

// The names of times. Those in startMillis are milliseconds; ticks are a ten-millionth of a second.
var (
	startKeys    = []string{"starttime", "start", "startseconds", "starttimeseconds", "startsec", "startsecs", "startoffset", "startoffsetseconds", "begin", "begins", "begintime", "from", "ts", "offset", "offsetseconds", "time", "timestamp", "timecode", "startts", "starttimestamp", "starttimecode", "in", "tstart", "position", "at", "second", "seconds", "startat", "startsat"}
	startMillis  = []string{"startms", "starttimems", "offsetms", "tstartms", "beginms", "timems", "startmillis", "startmilliseconds", "starttimemillis", "starttimemilliseconds", "startinms", "startoffsetms", "startoffsetmillis", "offsetmilliseconds", "frommsec", "fromms", "startmsec", "timestampms"}
	endKeys      = []string{"endtime", "end", "endseconds", "endtimeseconds", "endsec", "endsecs", "endoffset", "to", "endts", "endtimestamp", "endtimecode", "out", "ends", "until", "stop", "endat", "endms", "endtimems", "endmillis", "endmilliseconds", "endoffsetms", "endinms", "toms", "endmsec"}
	durationKeys = []string{"duration", "dur", "durationms", "ddurationms", "durationseconds", "length"}
	speakerKeys  = []string{"speaker", "speakername", "speakerlabel", "speakerid", "speakertag", "name", "who", "participant"}
)

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

// voiceSpan matches a WebVTT voice span, which subtitle libraries leave in the text.
var voiceSpan = regexp.MustCompile(`^\s*<v(?:\.[^\s>]*)?\s+([^<>]{1,100})>`)

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

var keySigns = strings.NewReplacer("_", "", "-", "", " ", "", ".", "")

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
// nanoseconds. Times before the beginning are 0.
func Seconds(v any) (float64, bool) {
	s, ok := seconds(v)
	return s, ok && s <= longest && !math.IsNaN(s)
}

func seconds(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return max(v, 0), true // some files have negative times at the beginning
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
