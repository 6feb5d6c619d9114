package captions

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// The ways in which transcripts for reading say when: a time before the words or behind a name, in
// brackets or not. A bare time has a colon, so that a number isn't taken for one.
const (
	bareTime  = `(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,6})?`
	boxedTime = `[\[({<]\s*(` + bareTime + `|\d{1,2}h\s?\d{1,2}m(?:\s?\d{1,2}s)?|\d{1,3}m\s?\d{1,2}s)\s*(?:[-–—]+>?\s*` + bareTime + `\s*)?[\])}>]`
)

var (
	// timeFirst: "[00:01:15] Bo: words", "00:01:15 Bo", "1:15 - words", "1:15\tBo\twords".
	timeFirst = regexp.MustCompile(`^(?:` + boxedTime + `|(` + bareTime + `)(?:\s*[-–—]+>?\s*` + bareTime + `)?)(?:\s*[-–—|:]\s*|[\s]+|$)?(.*)$`)
	// nameFirst: "Bo  1:15", "Speaker 2 (01:15):", "Bo [00:01:15]: words", "Bo | 1:15", "Bo: [01:15] words".
	nameFirst = regexp.MustCompile(`^([\p{L}\p{N}][\p{L}\p{N} .'’_()\-]{0,40}?)\s*(?:[:,|–—-]\s*|\t\s*|\s)\s*(?:` + boxedTime + `\s*[:：]?\s*(.*)|(` + bareTime + `)\s*[:：]?)$`)
	// within finds times in brackets among the words.
	boxed = regexp.MustCompile(boxedTime)
	// header matches the tags at the head of an LRC file: "[ti:Show]".
	header = regexp.MustCompile(`^\[(?:ti|ar|al|au|by|re|ve|la|length|offset|tool|#)\s*:[^\]]*\]$`)
)

// maxTimedText is ten times the longest transcript that was seen. Splitting 15 MB of short lines and
// matching each would cost hundreds of megabytes.
const maxTimedText = 2 << 20

// timedText reads a text in which lines say when and who, as Otter, Omny, Descript, Rev and LRC files
// do. It returns nil where too few lines have a time, or where the times don't run forward: numbers that
// look like times occur in any text. page is set for the text of a web page, whose cells are separated
// by tabs.
func timedText(s string, page bool) []feeds.Cue {
	if len(s) > maxTimedText {
		return nil
	}
	r := timedReader{}
	lines := strings.Split(s, "\n")
	found, labels, times := 0, 0, []float64(nil)
	for _, line := range lines {
		if _, at, _, ok := stamped(line); !ok && labelled(strings.TrimSpace(line)) {
			labels++
		} else if ok {
			found++
			times = append(times, at)
		}
	}
	bracketedOnly := len(boxed.FindAllStringIndex(s, 3))
	if found < 2 && !(found == 1 && bracketedOnly == 1 && startsBoxed(lines)) || !ascending(times) {
		return nil
	}
	alone := namesAlone(lines)
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if header.MatchString(line) {
			continue
		}
		if line == "" && !page {
			r.paragraph()
			continue
		}
		who, at, words, ok := stamped(line)
		switch {
		case ok:
			r.flush()
			r.at, r.timed, r.begun = at, true, true
			// Where lines without a time have names too, a name before a time is one of them.
			if labels < 2 {
				r.speaker = speakerName(who)
			} else if who != "" {
				words = who + ": " + words
			}
		case labelled(line):
			r.paragraph()
			words = line
		default:
			words = line
		}
		if ok && who == "" {
			r.name(&words, alone && !page)
		}
		r.add(words)
	}
	r.flush()
	return prefixes(r.cues)
}

// namesAlone reports whether the lines with a time hold nothing else than a name, and the words are on
// the lines below them: "00:01:15 Bo". A short line of words looks the same, so nearly all must do so.
func namesAlone(lines []string) bool {
	stamps, names := 0, 0
	candidate := false // the last line with words is a time and a name
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		who, _, words, ok := stamped(line)
		if !ok {
			if candidate {
				names++
			}
			candidate = false
			continue
		}
		if who == "" {
			stamps++
		}
		candidate = who == "" && aloneName(words) != ""
	}
	return stamps > 0 && names*5 >= stamps*4
}

// aloneName returns a text if it can be nothing but a name: few words, all with capitals.
func aloneName(s string) string {
	s = strings.TrimSpace(strings.TrimRight(s, "\t :|"))
	if s == "" || !nameLike(s) || strings.ContainsAny(s, ".!?:") {
		return ""
	}
	for w := range strings.FieldsSeq(s) {
		switch first := []rune(w)[0]; {
		case unicode.IsUpper(first), unicode.IsDigit(first), unicode.Is(unicode.Lo, first):
		case slices.Contains([]string{"de", "van", "der", "von", "den", "da", "di", "la", "le", "el", "al", "bin", "ter", "ten"}, w):
		case speakerNumber.MatchString(s):
		default:
			return ""
		}
	}
	return s
}

// startsBoxed reports whether the first line with words begins with a time in brackets.
func startsBoxed(lines []string) bool {
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			at := boxed.FindStringIndex(l)
			return at != nil && at[0] == 0
		}
	}
	return false
}

// stamped splits a line that begins with a time, or with a name and a time.
func stamped(line string) (who string, at float64, words string, ok bool) {
	line = strings.TrimSpace(line)
	if line == "" || len(line) > 64<<10 {
		return "", 0, "", false
	}
	if m := timeFirst.FindStringSubmatch(line); m != nil && (m[1] != "" || m[2] != "" && (m[3] == "" || !continues(line, m[2]))) {
		if at, ok = Clock(m[1] + m[2]); ok {
			return "", at, m[3], true
		}
	}
	head := line[:min(len(line), 120)]
	if strings.IndexByte(head, ':') < 0 && !boxed.MatchString(head) {
		return "", 0, "", false
	}
	if m := nameFirst.FindStringSubmatch(line); m != nil {
		name := strings.TrimSpace(strings.TrimRight(m[1], " :,|-–—"))
		if nameLike(name) {
			if at, ok = Clock(m[2] + m[4]); ok {
				return name, at, m[3], true
			}
		}
	}
	return "", 0, "", false
}

// continues reports whether a time at the beginning of a line runs on into a word: "10:30am", "4:30pm".
func continues(line, time string) bool {
	rest := line[len(time):]
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(rest)), " ")
	switch strings.Trim(word, ".,") {
	case "am", "pm", "a.m", "p.m", "uhr", "uur":
		return true
	}
	return rest[0] != ' ' && rest[0] != '\t' && !strings.HasPrefix(rest, "-") && !strings.HasPrefix(rest, "–") && !strings.HasPrefix(rest, "—") && rest[0] != '|' && rest[0] != ':'
}

// ascending reports whether times run forward, with one odd one in ten.
func ascending(times []float64) bool {
	back := 0
	for i := 1; i < len(times); i++ {
		if times[i] < times[i-1] {
			back++
		}
	}
	return back*10 <= len(times)
}

type timedReader struct {
	at      float64 // the last time that was read
	begun   bool    // there was one
	timed   bool    // the words being read are spoken at that time
	speaker string
	b       strings.Builder
	cues    []feeds.Cue
}

// name takes the speaker from the rest of a line that begins with a time: alone on the line ("00:01:15
// Bo"), in a cell of its own ("1:15\tBo\twords") or between bars. A name with a colon is left to
// [prefixes].
func (r *timedReader) name(words *string, alone bool) {
	for _, sep := range []string{"\t", " | "} {
		if name, rest, found := strings.Cut(*words, sep); found && nameLike(strings.TrimSpace(name)) && strings.TrimSpace(rest) != "" {
			r.speaker, *words = speakerName(name), rest
			return
		}
	}
	if w := aloneName(*words); alone && w != "" {
		r.speaker, *words = w, ""
	}
}

// add adds words, which may have times in brackets among them.
func (r *timedReader) add(words string) {
	for {
		m := boxed.FindStringSubmatchIndex(words)
		if m == nil || !r.begun {
			break
		}
		at, ok := Clock(words[m[2]:m[3]])
		if !ok || at < r.at {
			break
		}
		r.b.WriteString(" " + words[:m[0]])
		r.flush()
		r.timed = true
		r.at, words = at, strings.TrimLeft(words[m[1]:], " :")
	}
	r.b.WriteString(" " + words)
}

// paragraph ends the words that are spoken at the last time. Some transcripts have a time every
// few minutes only: what follows in other paragraphs is spoken later, at a second that nobody knows.
func (r *timedReader) paragraph() {
	if r.b.Len() > 0 {
		r.flush()
		r.timed = false
	}
}

// labelled reports whether a line begins with the name of who speaks.
func labelled(line string) bool {
	name, words, ok := named(line)
	return ok && words != "" && nameLike(name)
}

func (r *timedReader) flush() {
	if text := plain.Line(strings.ReplaceAll(r.b.String(), "\t", " ")); text != "" {
		r.cues = append(r.cues, feeds.Cue{Start: r.at, End: r.at, Untimed: !r.timed, Speaker: r.speaker, Text: text})
	}
	r.b.Reset()
}
