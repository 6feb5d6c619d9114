package search

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

var offsetKey = []byte("mark")

// encodeMark adds a checksum: a mark that is too high would leave documents out for good.
func encodeOffset(m uint64) []byte {
	b := binary.BigEndian.AppendUint64(nil, m)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// decodeMark reads a mark; nothing is 0. Those of earlier versions have no checksum.
func decodeOffset(b []byte) (uint64, error) {
	switch {
	case len(b) == 0:
		return 0, nil
	case len(b) == 8, len(b) == 12 && binary.BigEndian.Uint32(b[8:]) == crc32.ChecksumIEEE(b[:8]):
		return binary.BigEndian.Uint64(b), nil
	}
	return 0, fmt.Errorf("the mark %x can't be read", b)
}

// readMark is decodeMark with 0 for a mark that can't be read: it may be too low, never
// too high.
func readOffset(b []byte) uint64 {
	m, err := decodeOffset(b)
	if err != nil {
		return 0
	}
	return m
}
