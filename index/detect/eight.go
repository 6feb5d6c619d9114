package detect

import "math/bits"

// Bytes are folded eight at a time where a word is read as a whole: a loop over its
// letters takes longer to find out where it ends than to do its work.
const (
	eight = 8
	ones  = 0x0101010101010101
	tops  = 0x80 * ones // the top bit of each byte
)

// plainWord is the word of letters and digits of ASCII that a text begins with, and its
// length; [tooLong] where it has more than [maxKept].
func plainWord(text string) (word letters, n int) {
	word.lo, n = foldEight(text)
	if n < eight {
		return word, n
	}
	var more int
	word.hi, more = foldEight(text[eight:])
	if n += more; more < eight {
		return word, n
	}
	for n < len(text) && foldByte[text[n]]-1 < wideByte-1 {
		n++
	}
	return tooLong, n
}

// foldEight folds the letters and digits that the first eight bytes begin with, and
// counts them. The first is in the lowest byte.
func foldEight(text string) (folded uint64, n int) {
	var x uint64
	if len(text) >= eight {
		x = uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
	} else {
		for i := range len(text) {
			x |= uint64(text[i]) << (8 * i)
		}
	}
	lower := x | 0x20*ones
	plain := (within(lower, 'a', 'z') | within(x, '0', '9')) &^ x & tops
	n = bits.TrailingZeros64(plain^tops) / 8
	return lower & (1<<(8*n) - 1), n
}

// within sets the top bit of each byte that lies, but for its own top bit, between two.
func within(x uint64, from, to uint64) uint64 {
	x &^= tops
	return (x + (0x80-from)*ones) &^ (x + (0x7f-to)*ones)
}
