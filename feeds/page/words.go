package page

import (
	"strings"
	"unicode"
)

// transcriptWords are what a transcript is called. "Transcripts" leads to those of other episodes.
var transcriptWords = set(`transcript transcription transcriptie transkript transkription abschrift retranscription transcripción transcripcion`)

// besideTranscript are the words that may stand beside those in a heading or link without changing what it is.
var besideTranscript = set(`the a an of this full complete read view show open download get see episode episodes podcast interview audio machine generated
	automated automatic auto edited text txt html srt vtt json as in and
	de het een van deze dit volledig volledige hele compleet lees bekijk toon aflevering gesprek automatisch
	das die der den des dieser diese vollständiges vollständige komplettes zum zur lesen anzeigen folge gespräch automatisches
	le la les du cet cette complète complet intégrale lire voir afficher épisode entretien automatique l d
	el los del este esta completa completo leer ver mostrar episodio entrevista automática`)

// ends are headings that end a transcript, whatever their level.
var ends = set(`comments comment responses reacties reactie kommentare kommentar commentaires comentarios related gerelateerd ähnliche
	shownotes links sponsors newsletter nieuwsbrief subscribe abonneren share`)

func set(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// wordsOf splits a text into its words, in lower case, without punctuation.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// maxLabel is the longest text, in bytes, that may be a heading or link.
const maxLabel = 300

// isLabel reports whether a text says "this is the transcript", and nothing else.
func isLabel(s string) bool {
	if len(s) > maxLabel {
		return false
	}
	named := false
	for _, w := range wordsOf(s) {
		switch {
		case transcriptWords[w]:
			named = true
		case !besideTranscript[w]:
			return false
		}
	}
	return named
}

// isHeading reports whether a heading is that of a transcript: a label, or one with the title of what was said
// behind a colon or dash, as in "Transcript: How Acme grew". "No transcript yet" is none.
func isHeading(s string) bool {
	if len(s) > maxLabel {
		return false
	}
	if isLabel(s) {
		return true
	}
	for _, sep := range []string{": ", " - ", " – ", " — ", " | "} {
		if before, _, ok := strings.Cut(s, sep); ok && isLabel(before) {
			return true
		}
		if at := strings.LastIndex(s, sep); at >= 0 && isLabel(s[at+len(sep):]) {
			return true
		}
	}
	return false
}

// endsTranscript reports whether a heading begins something else than the words of a transcript.
func endsTranscript(s string) bool {
	words := wordsOf(s)
	for _, w := range words {
		if ends[w] && len(words) <= 4 {
			return true
		}
	}
	return len(words) == 2 && words[0] == "show" && words[1] == "notes"
}

// minShared is the share of the words of a title that a page has to have in its own.
const minShared = 0.6

// shares reports whether a title has most of the words of another one. A title without words is in none.
func shares(title string, with map[string]bool) bool {
	all, found := 0, 0
	for _, w := range wordsOf(title) {
		all++
		if with[w] {
			found++
		}
	}
	return all > 0 && float64(found) >= minShared*float64(all)
}
