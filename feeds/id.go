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

// ID derives an id from what identifies a thing: the first 20 base32 characters of
// SHA-256 over the parts, each preceded by its length so that ("ab","c") and
// ("a","bc") differ. The same parts give the same id on every machine, which is
// what lets every step run twice and make a thing once.
func ID(parts ...string) string {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return idEncoding.EncodeToString(h.Sum(nil))[:idLength]
}
