package detect

import (
	"encoding/binary"
	"math/bits"
)

// Words are read eight bytes at a time here (SWAR: SIMD within a register). A loop over single
// letters spends most of its time on mispredicted branches at the end of each word, because
// words differ in length. This code has no branch per letter.
//
// A word of text is loaded as a uint64 with its first byte lowest, and each of its bytes is
// handled as a lane of 8 bits.
const (
	wordBytes = 8
	lowBits   = 0x0101010101010101
	highBits  = 0x80 * lowBits // the top bit of each lane
)

// asciiWord returns the word of ASCII letters and digits that a text begins with, and its
// length. The word is [tooLong] when it has more than [maxPackedLetters] letters.
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

// foldWordBytes folds the letters and digits at the beginning of a text to lower case, at most
// eight, and returns how many there are. Bytes after them are zero.
//
// Setting bit 0x20 makes an upper-case letter lower case. It also turns some punctuation into
// other punctuation, never into a letter or digit that the second test would accept: letters
// are tested with the bit set, digits on the bytes as they were. Bytes of 0x80 and above are
// excluded by &^ x, since inRange ignores the top bit. TrailingZeros64 then finds the first
// lane that is not plain, and the mask clears everything from there on.
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

// inRange sets the top bit of each lane whose low seven bits lie between two ASCII characters.
// Adding 0x80-from carries into the top bit exactly when the value is at least from; adding
// 0x7f-to does so when it is greater than to. The top bits are cleared first, so that no sum
// exceeds 255 and no carry reaches the next lane.
func inRange(x uint64, from, to uint64) uint64 {
	x &^= highBits
	return (x + (0x80-from)*lowBits) &^ (x + (0x7f-to)*lowBits)
}

// packedWord is a word packed into 16 bytes, so that it can be looked up without a pointer to its
// letters.
type packedWord struct{ lo, hi uint64 }

// maxPackedLetters is how many letters fit into a packedWord.
const maxPackedLetters = 15

// tooLong is the value for every word of more letters. No other word has it, because it has no
// letters.
var tooLong packedWord

func packWord(word []byte) packedWord {
	if len(word) > maxPackedLetters {
		return tooLong
	}
	var room [2 * wordBytes]byte
	copy(room[:], word)
	return packedWord{binary.LittleEndian.Uint64(room[:]), binary.LittleEndian.Uint64(room[wordBytes:])}
}
