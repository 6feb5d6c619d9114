package sound

import "strings"

// The sounds of English are the 39 of CMUdict without stress. Each is one byte, from firstSound
// on in this order, so that sounds print as letters.
var arpabet = strings.Fields("AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH")

// Sounds is how many sounds English has. They are the bytes from FirstSound on.
const (
	Sounds     = 39
	FirstSound = 'A'
)

var bySymbol = func() map[string]byte {
	m := map[string]byte{}
	for i, s := range arpabet {
		m[s] = FirstSound + byte(i)
	}
	return m
}()

// Parse returns the sounds of a pronunciation in ARPAbet, such as "K L EY1 V". Numbers are
// stresses and ignored. It returns nil when a symbol is unknown.
func Parse(pronunciation string) (sounds []byte) {
	for s := range strings.FieldsSeq(pronunciation) {
		b, known := bySymbol[strings.TrimRight(s, "012")]
		if !known {
			return nil
		}
		sounds = append(sounds, b)
	}
	return sounds
}

// Format returns sounds of English in ARPAbet.
func Format(sounds []byte) string {
	names := make([]string, len(sounds))
	for i, s := range sounds {
		names[i] = arpabet[s-FirstSound]
	}
	return strings.Join(names, " ")
}

// classes are groups of sounds that are made alike.
var classes = func() (class [Sounds]int) {
	for n, group := range []string{"AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW", "P B", "T D DH TH", "K G", "F V", "S Z SH ZH CH JH", "M N NG", "L R", "W Y HH"} {
		for s := range strings.FieldsSeq(group) {
			class[bySymbol[s]-FirstSound] = n
		}
	}
	return class
}()

// Alike reports whether two sounds of English are made alike: both vowels, or consonants that
// differ in voice only or little more.
func Alike(a, b byte) bool { return classes[a-FirstSound] == classes[b-FirstSound] }
