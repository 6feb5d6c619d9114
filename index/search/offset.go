package search

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// offsetKey is the name of the offset in the files of each partition. It must not change.
var offsetKey = []byte("mark")

// encodeOffset adds a checksum: an offset that is too high would leave documents out for
// good.
func encodeOffset(m uint64) []byte {
	b := binary.BigEndian.AppendUint64(nil, m)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// decodeOffset reads an offset. Nothing is 0. Offsets of early versions have no checksum.
func decodeOffset(b []byte) (uint64, error) {
	switch {
	case len(b) == 0:
		return 0, nil
	case len(b) == 8, len(b) == 12 && binary.BigEndian.Uint32(b[8:]) == crc32.ChecksumIEEE(b[:8]):
		return binary.BigEndian.Uint64(b), nil
	}
	return 0, fmt.Errorf("unreadable offset %x", b)
}

// readOffset is decodeOffset that returns 0 for an unreadable offset. An offset may be too
// low, never too high.
func readOffset(b []byte) uint64 {
	m, err := decodeOffset(b)
	if err != nil {
		return 0
	}
	return m
}
