package cluster

// Key is a hash under which the copies of a document are looked up. It is signed
// because the integers of SQL are.
type Key int64

// What a key was made of. It is part of the hash, so that keys of different kinds never
// meet.
const (
	wholeText uint64 = iota + 1
	pairOfBins
	recording
	address
)

func keyOf(kind, part, hash uint64) Key {
	return Key(mix((kind<<32 | part) ^ mix(hash)))
}

// hashAll returns one hash of several, whose order counts.
func hashAll(hashes []uint64) uint64 {
	h := uint64(1)
	for _, x := range hashes {
		h = mix(h ^ x)
	}
	return h
}

// mix spreads the bits of x over the whole word (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
