package captions

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// Format is the format of a file.
type Format string

const (
	VTT  Format = "vtt"
	SRT  Format = "srt"
	JSON Format = "json"
	TTML Format = "ttml"

	YouTube Format = "youtube" // srv1 and srv3
	HTML    Format = "html"
	Text    Format = "text"
)

var (
	// ErrNoWords is returned for a file without a readable word.
	ErrNoWords = errors.New("the transcript has no words")
	// ErrBinary is returned for a file that isn't text.
	ErrBinary = errors.New("the transcript is not text")
)

// minWords is the least number of words in a transcript. A shorter plain text is an error message.
const minWords = 3

// Result is a transcript: either Cues or Text.
type Result struct {
	Cues     []feeds.Cue
	Text     string
	Format   Format
	Warnings []feeds.Warning // what was repaired or left out
}

// Speakers reports whether any cue names who speaks.
func (r *Result) Speakers() bool {
	return slices.ContainsFunc(r.Cues, func(c feeds.Cue) bool { return c.Speaker != "" })
}

var (
	ttmlRoot = regexp.MustCompile(`(?is)^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(\w+:)?tt[\s>]`)
	arrow    = regexp.MustCompile(`\d\s*(?:--?>|→|[–—]>)\s*(?:-?\d|\n)`)
	// jsonStart matches the beginning of JSON, but not of a text that begins with "[music]".
	jsonStart = regexp.MustCompile(`^(?:\{\s*"|\[\s*[{\[])`)
)

// Parse reads a transcript. contentType is the declared media type, or empty.
func Parse(body []byte, contentType string) (Result, error) {
	text, repairs := plain.Decode(body, contentType)
	if isOffice(text) || looksBinary(text) {
		return Result{}, ErrBinary
	}
	s, cut := limited(lineEnds(string(text)))
	r := parse(s, contentType)
	if cut {
		repairs = append(repairs, feeds.Warn("transcript_too_long", "The transcript is too long; its beginning was read."))
	}
	r.Warnings = append(repairs, r.Warnings...)
	if len(r.Cues) > 0 {
		r.Cues = Fold(finish(r.Cues))
		if untimedOnly(r.Cues) && !r.Speakers() {
			r.Cues, r.Text = nil, joinText(r.Cues)
		}
		if slices.ContainsFunc(r.Cues, func(c feeds.Cue) bool { return c.Untimed }) || len(r.Cues) == 0 {
			r.Warnings = append(r.Warnings, feeds.Warn("transcript_times_unreadable", "Some times in the transcript can't be read; the words are kept without them."))
		}
	}
	if len(r.Cues) == 0 && !hasWords(r.Text, minWords) {
		return Result{Format: r.Format, Warnings: r.Warnings}, ErrNoWords
	}
	return r, nil
}

// lineEnds returns a text with one kind of line end, without zero bytes and byte order marks. Programs that
// convert line ends twice leave two carriage returns before each.
func lineEnds(s string) string {
	if !strings.Contains(s, "\r") && !strings.Contains(s, "\x00") && !strings.Contains(s, "\ufeff") {
		return s // most texts, and a replacer copies each of them twice
	}
	return strings.NewReplacer("\r\r\n", "\n", "\r\n", "\n", "\r", "\n", "\x00", "", "\ufeff", "").Replace(s)
}

// joinText returns the words of cues, one cue a line.
func joinText(cues []feeds.Cue) string {
	var b strings.Builder
	for i, c := range cues {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(c.Text)
	}
	return b.String()
}

// parse tries the formats in order of how reliably they can be recognized.
func parse(s, contentType string) Result {
	trimmed := strings.TrimSpace(s)
	if len(trimmed) >= 6 && strings.EqualFold(trimmed[:6], "WEBVTT") {
		return Result{Cues: parseVTT(unflatten(s)), Format: VTT}
	}
	if strings.HasPrefix(trimmed, `"{`) || strings.HasPrefix(trimmed, `"[`) {
		var inner string // JSON encoded as a JSON string
		if json.Unmarshal([]byte(trimmed), &inner) == nil {
			trimmed = strings.TrimSpace(inner)
		}
	}
	if strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		if r, ok := parseJSON(trimmed); ok {
			return r
		}
		if mediaType(contentType) == "application/json" || jsonStart.MatchString(trimmed) {
			if r, ok := salvageJSON(trimmed); ok {
				return r
			}
			return Result{Format: JSON}
		}
	}
	if ttmlRoot.MatchString(s) {
		return Result{Cues: parseTTML(s), Format: TTML}
	}
	if youtubeRoot.MatchString(s) {
		if cues := parseTimedText(s); len(cues) > 0 {
			return Result{Cues: cues, Format: YouTube}
		}
	}
	if s = unflatten(s); arrow.MatchString(s) || timingLines(s) > 1 {
		if cues := parseVTT(s); len(cues) > 0 && headless(s) {
			return Result{Cues: cues, Format: VTT}
		}
		if cues := parseSRT(s); len(cues) > 0 {
			return Result{Cues: cues, Format: SRT}
		}
	}
	if plain.HasTags(s) || strings.HasPrefix(trimmed, "<?xml") {
		return parseHTML(s)
	}
	text := parseText(s)
	if cues := timedText(text, false); len(cues) > 0 {
		return Result{Cues: cues, Format: Text}
	}
	return Result{Text: text, Format: Text}
}

func mediaType(contentType string) string {
	m, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return strings.ToLower(strings.TrimSpace(contentType))
	}
	return m
}

// isOffice reports whether a file is a PDF or office document.
func isOffice(text []byte) bool {
	for _, magic := range []string{"%PDF-", "PK\x03\x04", "{\\rtf", "\xd0\xcf\x11\xe0"} {
		if bytes.HasPrefix(text, []byte(magic)) {
			return true
		}
	}
	return false
}

// looksBinary reports whether a file is a recording or a picture, by its share of control and invalid
// characters.
func looksBinary(text []byte) bool {
	head := text[:min(len(text), 4096)]
	odd, all := bytes.Count(head, []byte{0})*4, 0
	for len(head) > 0 {
		c, n := utf8.DecodeRune(head)
		head = head[n:]
		all++
		if c == utf8.RuneError || (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
			odd++
		}
	}
	return all > 16 && odd*4 > all
}
