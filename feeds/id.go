package feeds

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
)

// idLength is the number of base32 characters kept of the hash: 100 bits, so that
// a billion ids collide with a chance below one in a trillion.
const idLength = 20

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// ID returns the id of what the parts identify: the first 20 base32 characters of
// SHA-256 over the parts, each preceded by its length so that ("ab","c") and
// ("a","bc") differ. The same parts give the same id on every machine. That is why
// every step can run twice without storing a thing twice.
func ID(parts ...string) string {
	var b []byte
	for _, p := range parts {
		b = appendText(b, p)
	}
	return idOf(b)
}

func idOf(b []byte) string {
	sum := sha256.Sum256(b)
	return idEncoding.EncodeToString(sum[:])[:idLength]
}

func appendText(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint64(b, uint64(len(s))), s...)
}
