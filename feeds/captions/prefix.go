package captions

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
)

var (
	// prefix matches a speaker's name before the words: "Anna de Wit: Good morning", "[Bo]: Yes". On a
	// line of its own the words are on the next.
	prefix = regexp.MustCompile(`^(?:[-–—]\s*|>>\s*)?[\[(]?([\p{L}\p{N}][\p{L}\p{N} .'’_()\-]{0,40}?)[\])]?\s*[:：](?:\s+(\S.*))?$`)
	// bracketed matches "(speaker 1) words" and "[SPEAKER_01]" on a line of its own. Without a colon
	// only these words are sure to be a speaker: "[music]" isn't.
	bracketed     = regexp.MustCompile(`^(?:[-–—]\s*|>>\s*)?[\[(]\s*((?i:speaker|spk)[ _\-]*[\p{L}\p{N}]{1,8})\s*[\])]\s*[:\-]?(?:\s*(\S.*))?$`)
	speakerNumber = regexp.MustCompile(`^(?i)(?:speaker|spk)[ _\-]*[\p{L}\p{N}]{1,8}$`)
)

// spokenLine is a line of a cue; block is the number of the cue. turn is set where a dash shows that
// another person speaks.
type spokenLine struct {
	feeds.Cue
	block int
	turn  bool
}

// prefixes is bySpeaker for cues whose text is one line.
func prefixes(cues []feeds.Cue) []feeds.Cue {
	lines := make([]spokenLine, len(cues))
	for i, c := range cues {
		lines[i] = spokenLine{Cue: c, block: i}
	}
	return bySpeaker(lines)
}

// bySpeaker moves names before the words into Speaker, and joins the lines of a cue that one person
// speaks. A name applies until the next one. Not every prefix is a speaker ("Note: …"): it must look
// like a name, and either occur more than once or be in the first cues. In a later line of a cue it must
// occur more than once or answer a speaker in the same cue. Where nearly every cue has a name, one in
// small letters is a name too.
func bySpeaker(lines []spokenLine) []feeds.Cue {
	lines = turns(lines)
	blocks := 0
	if n := len(lines); n > 0 {
		blocks = lines[n-1].block + 1
	}
	seen, small := map[string]int{}, map[string]int{}
	smallLines := 0
	for i, l := range lines {
		if l.Speaker != "" {
			return joinLines(lines) // the file names its speakers in another way
		}
		first := i == 0 || lines[i-1].block != l.block
		name, words, ok := named(l.Text)
		switch {
		case !ok || words == "" && !first:
		case nameLike(name):
			seen[name]++
			if first && l.block < 3 {
				seen[name]++
			}
		case !strings.Contains(name, " ") && len(name) <= 16:
			small[name]++
			smallLines++
		}
	}
	if smallLines >= 3 && smallLines*4 >= blocks*3 && len(small)*2 <= smallLines {
		for name, n := range small {
			seen[name] += n
		}
	}
	speaker, answering := "", false
	for i := range lines {
		l := &lines[i]
		first := i == 0 || lines[i-1].block != l.block
		answering = answering && !first
		name, words, ok := named(l.Text)
		switch {
		case ok && (words != "" || first) && (seen[name] > 1 || seen[name] == 1 && (first && blocks < 8 || answering)):
			speaker, l.Text, answering = name, words, true
		case l.turn, strings.HasPrefix(l.Text, ">>"):
			speaker = "" // another speaker without a name
		}
		l.Speaker = speaker
	}
	return joinLines(lines)
}

// named returns the name before the words of a line, if there is one.
func named(line string) (name, words string, ok bool) {
	if !strings.ContainsAny(line[:min(len(line), 64)], ":：[(") { // most lines are words
		return "", "", false
	}
	if m := bracketed.FindStringSubmatch(line); m != nil {
		return m[1], m[2], true
	}
	if m := prefix.FindStringSubmatch(line); m != nil {
		return m[1], m[2], true
	}
	return "", "", false
}

// joinLines joins the lines of each cue, up to a change of speaker, and removes ">>", by which
// broadcasters show one.
func joinLines(lines []spokenLine) []feeds.Cue {
	var cues []feeds.Cue
	var b strings.Builder
	flush := func() {
		if n := len(cues); n > 0 && b.Len() > 0 {
			cues[n-1].Text = b.String()
		}
		b.Reset()
	}
	last := -1
	for _, l := range lines {
		changes := l.turn || strings.HasPrefix(l.Text, ">>")
		l.Text = strings.TrimSpace(strings.TrimLeft(l.Text, ">"))
		if l.Text == "" {
			continue
		}
		if n := len(cues); n > 0 && last == l.block && cues[n-1].Speaker == l.Speaker && !changes {
			b.WriteByte(' ')
		} else {
			flush()
			cues = append(cues, l.Cue)
		}
		b.WriteString(l.Text)
		last = l.block
	}
	flush()
	return slices.Clip(cues)
}

// nameLike reports whether s is one to four words that begin with capitals or digits, or are short
// particles ("de", "van").
func nameLike(s string) bool {
	words := strings.Fields(s)
	switch strings.ToLower(s) {
	case "subtitles", "captions", "transcript", "note", "notes", "warning", "disclaimer", "credits", "music":
		return false
	}
	if speakerNumber.MatchString(s) {
		return true
	}
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		particle := i > 0 && len(w) <= 3
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Lo, r) && r != '(' && !particle {
			return false
		}
	}
	r, _ := utf8.DecodeRuneInString(words[0])
	return !unicode.IsDigit(r)
}
