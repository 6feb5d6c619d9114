package detect

import "math/bits"

// Bytes are folded eight at a time where a word is read as a whole: a loop over its
// letters takes longer to find out where it ends than to do its work.
const (
	wordBytes = 8
	lowBits   = 0x0101010101010101
	highBits  = 0x80 * lowBits // the top bit of each byte
)

// plainWord is the word of letters and digits of ASCII that a text begins with, and its
// length; [tooLong] where it has more than [maxKept].
func asciiWord(text string) (word packedWord, n int) {
	word.lo, n = foldWordBytes(text)
	if n < wordBytes {
		return word, n
	}
	var more int
	word.hi, more = foldWordBytes(text[wordBytes:])
	if n += more; more < wordBytes {
		return word, n
	}
	for n < len(text) && foldByte[text[n]]-1 < wideByte-1 {
		n++
	}
	return tooLong, n
}

// foldEight folds the letters and digits that the first eight bytes begin with, and
// counts them. The first is in the lowest byte.
func foldWordBytes(text string) (folded uint64, n int) {
	var x uint64
	if len(text) >= wordBytes {
		x = uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
	} else {
		for i := range len(text) {
			x |= uint64(text[i]) << (8 * i)
		}
	}
	lower := x | 0x20*lowBits
	plain := (inRange(lower, 'a', 'z') | inRange(x, '0', '9')) &^ x & highBits
	n = bits.TrailingZeros64(plain^highBits) / 8
	return lower & (1<<(8*n) - 1), n
}

// within sets the top bit of each byte that lies, but for its own top bit, between two.
func inRange(x uint64, from, to uint64) uint64 {
	x &^= highBits
	return (x + (0x80-from)*lowBits) &^ (x + (0x7f-to)*lowBits)
}
