package sound

import (
	"bytes"
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/namedrop/namedrop/index/detect/words"
)

// voice is English as it was learned: a dictionary for what was heard, because recognizers write
// dictionary words, letter-to-sound for what it lacks, and the costs of real mishearings.
type voice struct {
	dictionary *Dictionary
	spelling   *Spelling
	costs      *Costs
}

//go:embed data/confusions.txt
var confusions string

var learned = sync.OnceValue(func() *voice {
	return &voice{NewDictionary(unzip(packedDictionary)), NewSpelling(unzip(packedSpelling)), NewCosts(confusions)}
})

// NewEnglish returns the voice of English with other data than the committed.
func NewEnglish(d *Dictionary, s *Spelling, c *Costs) Voice { return &voice{d, s, c} }

// EnglishWith returns the committed voice of English with other costs.
func EnglishWith(c *Costs) Voice { return &voice{learned().dictionary, learned().spelling, c} }

// Words returns the committed dictionary.
func Words() *Dictionary { return learned().dictionary }

// NewCosts reads lines of what was said, what was heard and a cost in hundredths of a nat. "-" is
// nothing, and "=" gives what it is worth to hear the sound right.
func NewCosts(lines string) *Costs {
	c := new(Costs)
	for line := range strings.Lines(lines) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue
		}
		n, _ := strconv.Atoi(fields[2])
		said, heard, cost := bySymbol[fields[0]], bySymbol[fields[1]], uint16(n)
		switch {
		case fields[0] == "-":
			c.add[heard] = cost
		case fields[1] == "-":
			c.drop[said] = cost
		case fields[1] == "=":
			c.worth[said] = cost
		default:
			c.swap[heard][said] = cost
		}
	}
	return c
}

func (v *voice) Costs() *Costs { return v.costs }

var digitNames = strings.Fields("zero one two three four five six seven eight nine")

func (v *voice) Heard(dst, word []byte) []byte {
	if single := len(word) == 1 && word[0] != 'a' && word[0] != 'i'; !single {
		if sounds := v.dictionary.First(word); sounds != nil {
			return append(dst, sounds...)
		}
	}
	if at := bytes.IndexByte(word, '\''); at >= 0 {
		dst = v.Heard(dst, word[:at])
		if rest := word[at+1:]; string(rest) != "s" {
			return v.Heard(dst, rest)
		}
		return append(dst, bySymbol["Z"])
	}
	for len(word) > 0 {
		n := 0
		for n < len(word) && (word[n] < '0' || word[n] > '9') {
			n++
		}
		if n == 0 {
			dst = append(dst, v.dictionary.First([]byte(digitNames[word[0]-'0']))...)
			word = word[1:]
			continue
		}
		dst = v.plain(dst, word[:n])
		word = word[n:]
	}
	return dst
}

// plain appends the sounds of a word without digits and apostrophes.
func (v *voice) plain(dst, word []byte) []byte {
	for _, c := range word {
		if c >= 0x80 {
			return dst // another script
		}
	}
	if len(word) > 1 {
		if sounds := v.dictionary.First(word); sounds != nil {
			return append(dst, sounds...)
		}
	}
	if len(word) == 1 || !bytes.ContainsAny(word, "aeiouy") {
		return v.spell(dst, word)
	}
	if list := v.spelling.Readings(word, 1); len(list) > 0 {
		dst = append(dst, list[0]...)
	}
	return dst
}

// Limits on the readings of one name.
const (
	maxReadings     = 8
	wordReadings    = 3
	leastNameSounds = 3
	maxNameSounds   = 40
	// compoundCount is how common both words of a solid compound are at least: tall and grass.
	compoundCount = 300
)

func (v *voice) Readings(name string) (list [][]byte) {
	list = [][]byte{nil}
	name = strings.NewReplacer("&", " and ", "'", "", "’", "").Replace(name)
	for word := range wordsOf(name) {
		readings := v.wordReadings(word)
		if len(readings) == 0 {
			continue
		}
		var longer [][]byte
		for _, before := range list {
			for _, r := range readings {
				if len(longer) < maxReadings {
					longer = append(longer, append(bytes.Clone(before), r...))
				}
			}
		}
		list = longer
	}
	kept := list[:0]
	for _, r := range list {
		if len(r) >= leastNameSounds && len(r) <= maxNameSounds {
			kept = append(kept, r)
		}
	}
	return kept
}

// wordReadings returns the readings of one word of a name: those of the dictionary, or else what
// its parts, its letters and the two words that it may be made of sound like.
func (v *voice) wordReadings(word string) (list [][]byte) {
	small := lower(word)
	add := func(sounds []byte) {
		for _, have := range list {
			if bytes.Equal(have, sounds) {
				return
			}
		}
		if len(sounds) > 0 {
			list = append(list, sounds)
		}
	}
	vowels := bytes.ContainsAny(small, "aeiouy")
	if initials(word) {
		add(v.spell(nil, small))
		if len(word) < maxSpelt || !vowels {
			return list
		}
	}
	if known := v.dictionary.Find(small); known != nil {
		for r := range bytes.SplitSeq(known, []byte("\t")) {
			add(r)
		}
		return list
	}
	switch {
	case bytes.ContainsAny(small, "0123456789"):
		add(v.Heard(nil, small))
		return list
	case !vowels && len(small) <= maxSpelt:
		add(v.spell(nil, small))
		return list
	}
	for _, c := range small {
		if c >= 0x80 {
			return list
		}
	}
	if parts := camelParts(word); len(parts) > 1 {
		var all []byte
		for _, p := range parts {
			if r := v.wordReadings(p); len(r) > 0 {
				all = append(all, r[0]...)
			}
		}
		add(all)
	}
	for _, r := range v.spelling.Readings(small, wordReadings) {
		add(r)
	}
	for i := 3; i <= len(small)-3; i++ {
		first, second := v.dictionary.First(small[:i]), v.dictionary.First(small[i:])
		if first != nil && second != nil && words.Count(string(small[:i])) > compoundCount && words.Count(string(small[i:])) > compoundCount {
			add(append(bytes.Clone(first), second...))
		}
	}
	return list
}

// spell appends the sounds of the names of letters and digits.
func (v *voice) spell(dst, letters []byte) []byte {
	for _, c := range letters {
		switch {
		case c >= 'a' && c <= 'z':
			dst = append(dst, englishLetters[c-'a']...)
		case c >= '0' && c <= '9':
			dst = append(dst, v.dictionary.First([]byte(digitNames[c-'0']))...)
		}
	}
	return dst
}

var englishLetters = func() (names [26][]byte) {
	for i, p := range strings.Split("EY,B IY,S IY,D IY,IY,EH F,JH IY,EY CH,AY,JH EY,K EY,EH L,EH M,EH N,OW,P IY,K Y UW,AA R,EH S,T IY,Y UW,V IY,D AH B AH L Y UW,EH K S,W AY,Z IY", ",") {
		names[i] = Parse(p)
	}
	return names
}()
