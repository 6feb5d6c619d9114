package detect

import "strings"

// phrasebook finds which of many phrases a text contains, as whole words, reading it once.
type phrasebook struct {
	phrases []string
	byFirst map[string][]int // numbers of the phrases, by their first word
	lengths [256]uint32      // by first letter: bit n is set when a phrase's first word has n letters
}

func newPhrasebook(lists ...[]string) *phrasebook {
	b := &phrasebook{byFirst: make(map[string][]int)}
	for _, list := range lists {
		for _, p := range list {
			first, _, _ := strings.Cut(p, " ")
			b.byFirst[first] = append(b.byFirst[first], len(b.phrases))
			b.lengths[first[0]] |= lengthBit(first)
			b.phrases = append(b.phrases, p)
		}
	}
	return b
}

func lengthBit(word string) uint32 { return 1 << min(len(word), 31) }

// find appends the numbers of the phrases that a text of plain words contains, in the order of
// the text and once for each occurrence. Numbers run through all lists. Most words are rejected
// by their first letter and length, without a map look-up.
func (b *phrasebook) find(plain string, found []int) []int {
	for rest := plain; len(rest) > 1; {
		rest = rest[1:] // the space before each word
		end := strings.IndexByte(rest, ' ')
		if word := rest[:end]; b.lengths[word[0]]&lengthBit(word) != 0 {
			for _, p := range b.byFirst[word] {
				if beginsWith(rest, b.phrases[p]) {
					found = append(found, p)
				}
			}
		}
		rest = rest[end:]
	}
	return found
}

// beginsWith reports whether plain words begin with a phrase.
func beginsWith(plain, phrase string) bool {
	return strings.HasPrefix(plain, phrase) && plain[len(phrase)] == ' '
}
