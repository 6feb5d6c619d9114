package captions

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
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
				r.Warnings = append(r.Warnings, feeds.Warn("transcript_cut_short", "The transcript broke off; its complete segments were read."))
				return r, true
			}
		}
		s = s[:i]
	}
	return Result{}, false
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

// voiceSpan matches a WebVTT voice span, which subtitle libraries leave in the text.
var voiceSpan = regexp.MustCompile(`^\s*<v(?:\.[^\s>]*)?\s+([^<>]{1,100})>`)

var keySigns = strings.NewReplacer("_", "", "-", "", " ", "", ".", "")
