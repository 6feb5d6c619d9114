package speech

import (
	"slices"
	"strings"
	"unicode"
)

// Whisper reads about 224 tokens of a prompt. Hosted engines take a hundred words to listen for.
const (
	maxNames  = 100
	maxPrompt = 600
)

// limited returns the first names that fit.
func limited(names []string, most, letters int) []string {
	var out []string
	for _, n := range names {
		n = strings.Join(strings.Fields(n), " ")
		if letters -= len(n) + 2; letters < 0 || len(out) == most {
			break
		}
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// promptStart makes a prompt that the engine repeats recognisable.
const promptStart = "Names to listen for"

// prompt returns the names as a sentence, or nothing for no names.
func prompt(names []string) string {
	some := limited(names, maxNames, maxPrompt-len(promptStart)-3)
	if len(some) == 0 {
		return ""
	}
	return promptStart + ": " + strings.Join(some, ", ") + "."
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
}
