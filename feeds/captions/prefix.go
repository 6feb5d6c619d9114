package captions

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
)

// A speaker's name before the words: "Anna de Wit: Good morning", "[Bo]: Yes".
var prefix = regexp.MustCompile(`^(?:[-–—]\s*|>>\s*)?[\[(]?([\p{L}\p{N}][\p{L}\p{N} .'’_()\-]{0,40}?)[\])]?\s*:\s+(\S.*)$`)

// prefixes moves names before the words into Speaker. A name applies until the next one. Not every
// prefix is a speaker ("Note: …"): it must look like a name, and either occur more than once or be in
// the first cues.
func prefixes(cues []feeds.Cue) []feeds.Cue {
	seen := map[string]int{}
	for i, c := range cues {
		if c.Speaker != "" {
			return chevrons(cues) // the file marks its speakers in another way
		}
		if m := prefix.FindStringSubmatch(c.Text); m != nil && nameLike(m[1]) {
			seen[m[1]]++
			if i < 3 {
				seen[m[1]]++
			}
		}
	}
	speaker := ""
	for i := range cues {
		c := &cues[i]
		if m := prefix.FindStringSubmatch(c.Text); m != nil && (seen[m[1]] > 1 || (seen[m[1]] == 1 && len(cues) < 8)) {
			speaker, c.Text = m[1], m[2]
		} else if strings.HasPrefix(c.Text, ">>") {
			speaker = "" // another speaker without a name
		}
		c.Speaker = speaker
	}
	return chevrons(cues)
}

// chevrons removes ">>", by which broadcasters mark a change of speaker.
func chevrons(cues []feeds.Cue) []feeds.Cue {
	for i := range cues {
		cues[i].Text = strings.TrimSpace(strings.TrimLeft(cues[i].Text, ">"))
	}
	return cues
}

// nameLike reports whether s is one to four words that begin with capitals or digits, or are short
// particles ("de", "van").
func nameLike(s string) bool {
	words := strings.Fields(s)
	switch strings.ToLower(s) {
	case "subtitles", "captions", "transcript", "note", "notes", "warning", "disclaimer", "credits", "music":
		return false
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
