package detect

import (
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// textWord is one word of a text.
type textWord struct {
	start, end int32
	number     int32
	breaks     bool // a sentence begins with it: n-grams don't cross it
	comma      bool // there is a comma before it
}

// phoneticText is a text as a sequence of words with their sounds. Its memory is used again
// for the next text.
type phoneticText struct {
	words      []textWord
	keys       []packedWord // of the words
	folded     []byte
	vocabulary *vocabulary
	text       uint32 // number of the current text
	candidates candidateSet
}

func (p *phoneticText) entry(i int) *wordEntry { return &p.vocabulary.entries[p.words[i].number] }

// transcribe fills the phonetic text. It first splits the whole text and then looks the words
// up: look-ups that don't depend on each other let the processor load several cache lines at a
// time.
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

// tokenize splits the text into words.
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

// foldWord folds the letters of the word at i, with apostrophes inside it, and returns where
// the word ends.
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

// onset returns the first two consonants from the i-th word on. A name's first two consonants
// may be spread over several words of the text.
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

// namesBeginningAt returns the slots of the names that the i-th word may begin. Names are
// first narrowed by the class of their first two consonants, which costs one load; only those
// are compared with the word, and only once for each word of the vocabulary.
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

// ngram is a number of words that follow each other.
type ngram struct {
	weight  int32
	to      int32 // end of its sounds in the lookahead's buffer
	classes sound.Classes
	comma   bool // there is one inside
}

// lookahead is the n-grams of one to six words that begin with one word, the shortest first.
// They end at a hesitation or at the end of a sentence.
type lookahead struct {
	p      *phoneticText
	first  int
	list   []ngram
	sounds [maxTokens * maxWordSounds]byte // of the first words of them, filled as needed
	words  int
	room   [maxTokens]ngram
}

// fill computes the n-grams that begin with the i-th word.
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

// phones returns the sounds of the first n words. They are concatenated only when a comparison
// needs them, which few do.
func (a *lookahead) phones(n int) []byte {
	for ; a.words < n; a.words++ {
		entry := a.p.entry(a.first + a.words)
		copy(a.sounds[a.list[a.words].to-int32(entry.count):], entry.phones())
	}
	return a.sounds[:a.list[n-1].to]
}
