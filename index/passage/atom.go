package passage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
)

// longestAtom is the number of words above which a cue or a sentence is cut, so that
// a transcript without times or full stops still comes apart.
const longestAtom = 60

// atom is the smallest piece that stays together: a short cue, a sentence, or a
// piece of either. start and end count code points, from and to bytes of the body.
type atom struct {
	start, end    int
	from, to      int
	begin, finish float64
	timed         bool
	speaker       string
	words         int
	sentence      bool // it ends a sentence
}

// atoms cuts the body of d.
func atoms(d *feeds.Document) []atom {
	if len(d.Cues) == 0 {
		return pieces(nil, d.Text, atom{}, true)
	}
	timed := false
	for _, c := range d.Cues {
		if c.Start > 0 || c.End > 0 {
			timed = true
			break
		}
	}
	out := make([]atom, 0, len(d.Cues))
	at, byteAt := 0, 0
	for _, c := range d.Cues {
		whole := atom{start: at, from: byteAt, begin: c.Start, finish: c.End, timed: timed, speaker: c.Speaker}
		n := utf8.RuneCountInString(c.Text)
		long := timed && c.End-c.Start > enoughSeconds || len(c.Text) > 2*longestAtom && len(strings.Fields(c.Text)) > longestAtom
		out = pieces(out, c.Text, whole, long)
		at += n + 1
		byteAt += len(c.Text) + 1
	}
	return out
}

// pieces appends text as one atom, or cut at sentence ends and after longestAtom
// words. Times of the pieces are shared out by length. base says where text begins.
func pieces(out []atom, text string, base atom, cut bool) []atom {
	total := utf8.RuneCountInString(text)
	if total == 0 {
		return out
	}
	span := max(0, base.finish-base.begin)
	from, fromRune := -1, 0 // of the piece being read; -1 between pieces
	words, runes := 0, 0
	inWord := false
	var prev rune
	emit := func(end, endRune int, sentence bool) {
		a := base
		a.from, a.to = base.from+from, base.from+end
		a.start, a.end = base.start+fromRune, base.start+endRune
		if span > 0 {
			a.begin = base.begin + span*float64(fromRune)/float64(total)
			a.finish = base.begin + span*float64(endRune)/float64(total)
		}
		a.words, a.sentence = words, sentence
		out = append(out, a)
		from, words = -1, 0
	}
	lastEnd, lastEndRune := 0, 0 // after the last rune that isn't space
	for i, r := range text {
		_, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			if from >= 0 && cut && (stop(prev) && words > 2 || r == '\n' || words >= longestAtom) {
				emit(lastEnd, lastEndRune, stop(prev) || r == '\n')
			}
			inWord = false
		} else {
			if from < 0 {
				from, fromRune = i, runes
			}
			if !inWord {
				words++
				inWord = true
			}
			lastEnd, lastEndRune = i+n, runes+1
			prev = r
		}
		runes++
		// A wall of letters without a space is cut too.
		if from >= 0 && cut && i+n-from > 4000 {
			emit(lastEnd, lastEndRune, false)
			inWord = false
		}
	}
	if from >= 0 {
		emit(lastEnd, lastEndRune, stop(prev))
	}
	return out
}

func stop(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？':
		return true
	}
	return false
}
