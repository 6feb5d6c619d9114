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

// prefixes moves names before the words into Speaker, and carries them on until the next.
// "Note: …" is no speaker: a prefix counts when it looks like a name and either comes
// again or stands at the very beginning.
func prefixes(cues []feeds.Cue) []feeds.Cue {
	seen := map[string]int{}
	for i, c := range cues {
		if c.Speaker != "" {
			return chevrons(cues) // the file has its own way to say who speaks
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
			speaker = "" // somebody else, not said who
		}
		c.Speaker = speaker
	}
	return chevrons(cues)
}

// chevrons drops the broadcasters' ">>" that marks a change of speaker.
func chevrons(cues []feeds.Cue) []feeds.Cue {
	for i := range cues {
		cues[i].Text = strings.TrimSpace(strings.TrimLeft(cues[i].Text, ">"))
	}
	return cues
}

// nameLike asks for one to four words that begin with capitals, digits or small particles.
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
