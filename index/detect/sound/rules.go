package sound

import (
	"bytes"
	"strings"
)

// ruled is a voice that follows letter rules and costs set by hand.
type ruled Language

var rules = [...]Voice{English: ruled(English), Dutch: ruled(Dutch), German: ruled(German)}

// Rules returns the letter rules of a language.
func Rules(language Language) Voice { return rules[language] }

func (l ruled) Heard(dst, word []byte) []byte { return Append(dst, word, Language(l)) }

func (l ruled) Costs() *Costs { return ruleCosts }

// Readings pronounces a name in the language and, where that differs, in English: foreign names
// are often pronounced as in English.
func (l ruled) Readings(name string) (list [][]byte) {
	add := func(sounds []byte) {
		for _, have := range list {
			if bytes.Equal(have, sounds) {
				return
			}
		}
		list = append(list, sounds)
	}
	languages := []Language{Language(l)}
	if Language(l) != English {
		languages = append(languages, English)
	}
	for _, language := range languages {
		var whole, spelled []byte
		for word := range wordsOf(name) {
			head, tail := cutCapitals(word)
			whole = Append(whole, lower(head), language)
			whole = Append(whole, lower(tail), language)
			spelled = Spell(spelled, lower(word), language)
		}
		switch {
		case !initials(name) || len(name) > maxSpelt:
			add(whole)
		case len(name) == maxSpelt && strings.ContainsAny(name, "AEIOU"):
			add(whole) // a name such as YETI is pronounced as a word, too
			fallthrough
		default:
			add(spelled)
		}
	}
	return list
}

// cutCapitals splits off the last part of a word when it begins with a capital and has no vowel:
// the Rx of "AcelRx" is pronounced by its letters.
func cutCapitals(word string) (head, tail string) {
	for i := len(word) - 1; i > 0; i-- {
		if upper(word[i]) && !upper(word[i-1]) {
			if strings.ContainsAny(word[i:], "aeiouyAEIOUY") {
				break
			}
			return word[:i], word[i:]
		}
	}
	return word, ""
}

// ruleCosts are in hundredths of a consonant. Sounds that people and machines confuse are cheap.
var ruleCosts = func() *Costs {
	c := &Costs{}
	for i := range c.drop {
		c.drop[i] = 100
		for j := range c.swap[i] {
			if i != j {
				c.swap[i][j] = 100
			}
		}
	}
	for _, v := range "aeiou" {
		c.drop[v] = 38
	}
	for s, cost := range map[byte]uint16{'h': 30, 'y': 45, 'w': 50, 'r': 70, 's': 80, 'z': 80, 't': 80, 'd': 80, 'n': 85} {
		c.drop[s] = cost
	}
	c.add, c.worth = c.drop, c.drop
	set := func(a, b byte, cost uint16) { c.swap[a][b], c.swap[b][a] = cost, cost }
	for _, a := range []byte("aeiou") {
		for _, b := range []byte("aeiou") {
			if a != b {
				set(a, b, 25)
			}
		}
	}
	for pairs, cost := range map[string]uint16{
		"ae ei ou ao":       16,
		"pb td kg fv sz":    25,
		"SJ CJ SC mn Tt Td": 45, "Tf Ts kX gX hX yJ": 45, "wv wf vb": 45,
		"sS zS sC zJ tC dJ": 70, "zT lr pf bf kt gd": 70, "pt kp rw ks": 70,
	} {
		for p := range strings.FieldsSeq(pairs) {
			set(p[0], p[1], cost)
		}
	}
	for _, v := range []byte("aeiou") {
		set(v, 'y', 40)
		set(v, 'w', 40)
		set(v, 'r', 60)
		set(v, 'l', 75)
	}
	return c
}()
