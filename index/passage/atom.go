package passage

import (
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
)

// maxAtomWords is the number of words above which a cue or a sentence is cut, so that a
// transcript without times or full stops is divided too.
const maxAtomWords = 60

// maxAtomBytes does the same for text without spaces, such as Chinese, of which it is about
// 400 characters.
const maxAtomBytes = 1200

// atom is the smallest piece that stays together: a short cue, a sentence, or a part of one that
// is too long. start and end count code points, from and to bytes of the body.
type atom struct {
	start, end    int
	from, to      int
	begin, finish float64
	timed         bool
	speaker       string
	words         int
	sentence      bool // it is the end of a sentence
}

// atoms calls add for the atoms of the body of d, in order.
func atoms(d *feeds.Document, add func(atom)) {
	if len(d.Cues) == 0 {
		pieces(d.Text, utf8.RuneCountInString(d.Text), atom{}, add)
		return
	}
	timed := false
	for i := range d.Cues {
		if c := &d.Cues[i]; !c.Untimed && (c.Start > 0 || c.End > 0) {
			timed = true
			break
		}
	}
	at, byteAt := 0, 0
	for i := range d.Cues {
		c := &d.Cues[i]
		whole := atom{start: at, from: byteAt, begin: c.Start, finish: c.End, timed: timed, speaker: c.Speaker}
		e := measure(c.Text)
		switch {
		case e.words == 0:
		case timed && c.End-c.Start > minSeconds || e.words > maxAtomWords:
			pieces(c.Text, e.runes, whole, add)
		default:
			add(whole.piece(e.piece, e.runes))
		}
		at += e.runes + 1
		byteAt += len(c.Text) + 1
	}
}

// piece is a part of a text that begins and ends with a word. from and to count its bytes, start
// and end its code points.
type piece struct {
	from, to   int
	start, end int
	words      int
	sentence   bool
}

// piece returns the atom for a piece of a's text, which has runes code points. The piece gets a
// share of the time by its length.
func (a atom) piece(p piece, runes int) atom {
	if span := max(0, a.finish-a.begin); span > 0 {
		a.begin, a.finish = a.begin+span*float64(p.start)/float64(runes), a.begin+span*float64(p.end)/float64(runes)
	}
	a.from, a.to = a.from+p.from, a.from+p.to
	a.start, a.end = a.start+p.start, a.start+p.end
	a.words, a.sentence = p.words, p.sentence
	return a
}

// pieces calls add for a text cut at the ends of sentences and after maxAtomWords words. whole is
// where the text begins; runes is how many code points it has.
func pieces(text string, runes int, whole atom, add func(atom)) {
	const between = -1
	p := piece{from: between}
	at := 0 // in code points
	inWord := false
	var prev rune // the last rune that isn't space
	emit := func(sentence bool) {
		p.sentence = sentence
		add(whole.piece(p, runes))
		p.from, p.words = between, 0
	}
	for i := 0; i < len(text); {
		r, n := decode(text, i)
		if space(r) {
			if p.from >= 0 && (stop(prev) && p.words > 2 || r == '\n' || p.words >= maxAtomWords) {
				emit(stop(prev) || r == '\n')
			}
			inWord = false
		} else {
			if p.from < 0 {
				p.from, p.start = i, at
			}
			if !inWord {
				p.words++
				inWord = true
			}
			p.to, p.end = i+n, at+1
			prev = r
		}
		i += n
		at++
		// A long run of letters without a space is cut too.
		if p.from >= 0 && i-p.from > maxAtomBytes {
			emit(false)
			inWord = false
		}
	}
	if p.from >= 0 {
		emit(stop(prev))
	}
}

func stop(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？':
		return true
	}
	return false
}
