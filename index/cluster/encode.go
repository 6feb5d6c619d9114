package cluster

import (
	"encoding/binary"
	"errors"
)

var errEncoding = errors.New("reading a fingerprint: it is cut off or has an unknown form")

// MarshalBinary encodes a fingerprint: the lengths of its three lists, then the lists. The
// zero value is empty.
func (f Fingerprint) MarshalBinary() ([]byte, error) {
	if len(f.Signature)+len(f.Similar)+len(f.Same) == 0 {
		return nil, nil
	}
	b := make([]byte, 0, 6+len(f.Signature)+8*(len(f.Similar)+len(f.Same)))
	b = binary.AppendUvarint(b, uint64(len(f.Signature)))
	b = binary.AppendUvarint(b, uint64(len(f.Similar)))
	b = binary.AppendUvarint(b, uint64(len(f.Same)))
	b = append(b, f.Signature...)
	for _, keys := range [][]Key{f.Similar, f.Same} {
		for _, k := range keys {
			b = binary.BigEndian.AppendUint64(b, uint64(k))
		}
	}
	return b, nil
}

// UnmarshalBinary decodes what [Fingerprint.MarshalBinary] made.
func (f *Fingerprint) UnmarshalBinary(b []byte) error {
	*f = Fingerprint{}
	if len(b) == 0 {
		return nil
	}
	var lengths [3]int
	for i := range lengths {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > 1<<16 {
			return errEncoding
		}
		lengths[i], b = int(n), b[size:]
	}
	if len(b) != lengths[0]+8*(lengths[1]+lengths[2]) {
		return errEncoding
	}
	if lengths[0] > 0 {
		f.Signature = append(Signature{}, b[:lengths[0]]...)
	}
	b = b[lengths[0]:]
	for i, keys := range []*[]Key{&f.Similar, &f.Same} {
		for range lengths[i+1] {
			*keys, b = append(*keys, Key(binary.BigEndian.Uint64(b))), b[8:]
		}
	}
	return nil
}

// Keys returns all keys of a fingerprint.
func (f Fingerprint) Keys() []Key {
	return append(append(make([]Key, 0, len(f.Similar)+len(f.Same)), f.Similar...), f.Same...)
}
