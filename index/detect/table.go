package detect

import "math/bits"

// prime is the multiplier of the rolling hash: odd, with well-mixed bits.
const prime = 0x9E3779B97F4A7C15

// table maps key hashes to entries: a small blocked bloom filter that turns almost
// every look-up away in one load, then open addressing. It never changes once built.
type table struct {
	bloom      []uint64
	bloomShift uint
	slots      []slot
	slotShift  uint
}

type slot struct {
	hash  uint64
	first uint32 // entries[first:first+count]
	count uint32 // 0 is an empty slot
}

// newTable takes distinct hashes; the caller fills first and count by find.
func newTable(n int) *table {
	// 16 bits a key in the filter, at most half of the slots in use.
	words := 1 << bits.Len(uint(max(n/4, 15)))
	slots := 1 << bits.Len(uint(max(2*n, 15)))
	return &table{
		bloom:      make([]uint64, words),
		bloomShift: uint(64 - bits.TrailingZeros(uint(words))),
		slots:      make([]slot, slots),
		slotShift:  uint(64 - bits.TrailingZeros(uint(slots))),
	}
}

// mix spreads the polynomial hash, whose high bits depend on the last letters most.
func mix(h uint64) uint64 { return (h ^ h>>29) * 0xBF58476D1CE4E5B9 }

// maybe reports whether a mixed hash can be in the table.
func (t *table) maybe(m uint64) bool {
	mask := uint64(1)<<(m&63) | uint64(1)<<(m>>6&63)
	return t.bloom[m>>t.bloomShift]&mask == mask
}

func (t *table) insert(h uint64, first, count uint32) {
	m := mix(h)
	t.bloom[m>>t.bloomShift] |= uint64(1)<<(m&63) | uint64(1)<<(m>>6&63)
	for i := m >> t.slotShift; ; i = (i + 1) & uint64(len(t.slots)-1) {
		if t.slots[i].count == 0 {
			t.slots[i] = slot{h, first, count}
			return
		}
	}
}

// find returns the run of entries for a hash; count is 0 when there is none.
func (t *table) find(h uint64) (first, count uint32) {
	for i := mix(h) >> t.slotShift; ; i = (i + 1) & uint64(len(t.slots)-1) {
		s := &t.slots[i]
		if s.count == 0 {
			return 0, 0
		}
		if s.hash == h {
			return s.first, s.count
		}
	}
}

// hashKey is the rolling hash of a whole key.
func hashKey(k string) (h uint64) {
	for i := range len(k) {
		h = h*prime + uint64(k[i])
	}
	return h
}
