package detect

import (
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// heard is one word of a text: where it stands, and its number in the vocabulary.
type textWord struct {
	start, end int32
	number     int32
	breaks     bool // a sentence begins with it
	comma      bool // a comma stands before it
}

// hearing is a text written down as it sounds.
type phoneticText struct {
	words      []textWord
	keys       []packedWord // of the words
	folded     []byte
	vocabulary *vocabulary
	text       uint32 // counts the texts heard
	candidates candidateSet
}

func (p *phoneticText) entry(i int) *wordEntry { return &p.vocabulary.entries[p.words[i].number] }

// listen fills a hearing from a text. Words are cut first and looked up then, for so the
// processor may fetch several at a time.
func (p *phoneticText) transcribe(text string, language sound.Language) {
	p.tokenize(text)
	if p.vocabulary == nil {
		p.vocabulary = newVocabulary()
	}
	p.vocabulary.begin()
	p.text++
	for i, key := range p.keys {
		word := &p.words[i]
		var known bool
		if key == tooLong {
			p.foldWord(text, int(word.start))
			word.number, known = p.vocabulary.findLong(p.folded, language)
		} else {
			word.number, known = p.vocabulary.find(key.in(language), p.text)
		}
		if !known {
			p.foldWord(text, int(word.start))
			p.vocabulary.write(word.number, p.folded, language)
		}
	}
}

// cut finds the words of a text.
func (p *phoneticText) tokenize(text string) {
	words, keys := p.words[:0], p.keys[:0]
	breaks, comma := true, false
	for i := 0; i < len(text); {
		c := text[i]
		if foldByte[c] == breakByte {
			breaks = breaks || c == '.' || c == '!' || c == '?'
			comma = comma || c == ',' || c == ';' || c == ':'
			i++
			continue
		}
		start := i
		key, n := asciiWord(text[i:])
		i += n
		if i < len(text) && (text[i] == '\'' || text[i] >= utf8.RuneSelf) {
			i = p.foldWord(text, start)
			if len(p.folded) == 0 {
				_, size := utf8.DecodeRuneInString(text[i:])
				i += max(size, 1)
				breaks = true
				continue
			}
			key = packWord(p.folded)
		}
		words, keys = append(words, textWord{int32(start), int32(i), 0, breaks, comma}), append(keys, key)
		breaks, comma = false, false
	}
	p.words, p.keys = words, keys
}

// word folds the letters of the word at i, with the apostrophes inside it, and returns
// where it ends.
func (p *phoneticText) foldWord(text string, i int) (end int) {
	p.folded = p.folded[:0]
	for i < len(text) {
		c := text[i]
		switch f := foldByte[c]; f {
		case breakByte:
			if c != '\'' || i+1 >= len(text) || foldByte[text[i+1]] == breakByte {
				return i
			}
			p.folded = append(p.folded, '\'')
			i++
		case wideByte:
			r, size := utf8.DecodeRuneInString(text[i:])
			folded := foldRune(r)
			switch {
			case r == '’' && len(p.folded) > 0:
				folded = "'"
			case folded == "":
				return i
			case folded == ignorable:
				folded = ""
			}
			p.folded = append(p.folded, folded...)
			i += size
		default:
			p.folded = append(p.folded, f)
			i++
		}
	}
	return i
}

// onset is the first two consonants from the i-th word on, within as many sounds as a
// word may have.
func (p *phoneticText) onset(i int) sound.Onset {
	s := p.entry(i)
	onset, left := s.onset, maxWordSounds-int(s.count)
	for i++; onset.Consonants < 2 && left > 0 && i < len(p.words); i++ {
		s = p.entry(i)
		next := s.onset
		if int(s.count) > left {
			next = sound.OnsetOf(s.sounds[:left])
		}
		onset = onset.Then(next)
		left -= int(s.count)
	}
	return onset
}

// begins is the names, by their places in the roster, that the i-th word may begin.
func (p *phoneticText) namesBeginningAt(i int) uint64 {
	s := p.entry(i)
	if s.filler {
		return 0
	}
	onset := s.onset
	if onset.Consonants < 2 {
		onset = p.onset(i)
	}
	names := p.candidates.byOnset[onset.First] | p.candidates.byOnset[onset.Second]
	if names == 0 {
		return 0
	}
	if s.generation != p.candidates.generation {
		s.generation, s.compared, s.matches = p.candidates.generation, 0, 0
	}
	if missing := names &^ s.compared; missing != 0 {
		p.candidates.compare(s, missing)
	}
	return names & s.matches
}

// stretch is some words from a place on, taken together.
type ngram struct {
	weight  int32
	to      int32 // end of its sounds
	classes sound.Classes
	comma   bool // one stands inside
}

// ahead is the stretches of up to six words that begin with one word, the shortest
// first: a sentence or a filler ends them.
type lookahead struct {
	p      *phoneticText
	first  int
	list   []ngram
	sounds [maxTokens * maxWordSounds]byte // of as many words as were asked for
	words  int
	room   [maxTokens]ngram
}

// look finds the stretches that begin with the i-th word.
func (a *lookahead) fill(p *phoneticText, i int) {
	a.p, a.first, a.words = p, i, 0
	var s ngram
	n := 0
	for ; n < maxTokens && i+n < len(p.words); n++ {
		word := &p.words[i+n]
		entry := &p.vocabulary.entries[word.number]
		if entry.filler || n > 0 && word.breaks {
			break
		}
		s.weight += int32(entry.weight)
		s.classes = s.classes.Plus(entry.classes)
		s.to += int32(entry.count)
		s.comma = s.comma || n > 0 && word.comma
		a.room[n] = s
	}
	a.list = a.room[:n]
}

// heard is the sounds of the first n words, which few stretches are asked for.
func (a *lookahead) phones(n int) []byte {
	for ; a.words < n; a.words++ {
		entry := a.p.entry(a.first + a.words)
		copy(a.sounds[a.list[a.words].to-int32(entry.count):], entry.phones())
	}
	return a.sounds[:a.list[n-1].to]
}
