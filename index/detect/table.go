package detect

import "math/bits"

// prime is the multiplier of the rolling hash: odd, with well-mixed bits. Each letter is
// added before the multiplication, so that the high bits depend on all of them.
const prime = 0x9E3779B97F4A7C15

// table maps the hashes of keys to entries: a bloom filter that turns almost every look-up
// away in one load and knows what keys begin with, then open addressing. It never
// changes once built.
type table struct {
	filter []uint64
	shift  uint // of the filter
	slots  []slot
	next   []int32 // the entry with the same key behind each entry, or -1
}

// slot leads to the first entry of a key. A key's plural has a slot of its own.
type slot struct {
	tag   uint32 // middle bits of the hash
	first int32  // entry + 1, negative for a plural; 0 is an empty slot
}

// newTable indexes entries by the hash of what is looked up first: the whole key, or its
// beginning where a name is too long for one look-up. withPlurals adds each key with an
// s behind it.
func newTable(entries []entry, withPlurals bool) *table {
	n := len(entries)
	if withPlurals {
		n *= 2
	}
	// Fourteen bits or more for each key and each beginning of one, at most two thirds of
	// the slots in use.
	marks := 2 * n
	for i := range entries {
		marks += int(entries[i].probe)
	}
	words := 1 << bits.Len(uint(max(marks*14/64, 7)))
	slots := 1 << bits.Len(uint(max(n+n/2, 15)))
	t := &table{
		filter: make([]uint64, words),
		shift:  uint(64 - bits.TrailingZeros(uint(words))),
		slots:  make([]slot, slots),
		next:   make([]int32, len(entries)),
	}
	// Backwards, so that chains run forwards.
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		h := t.begin(e)
		t.next[i] = t.insert(h, int32(i))
		if withPlurals && int(e.probe) == len(e.key) && e.form <= byHeardAs && len(e.key) > 1 {
			h = (h + 's') * prime
			t.filter[h>>t.shift] |= keyBits(h)
			at := t.free(h)
			t.slots[at] = slot{tag(h), -int32(i) - 1}
		}
	}
	return t
}

func tag(h uint64) uint32 { return uint32(h >> 24) }

// keyBits is the two bits of a key's hash within its word of the filter, beginBit that of
// something a key begins with.
func keyBits(h uint64) uint64  { return 1<<(h>>12&63) | 1<<(h>>18&63) }
func beginBit(h uint64) uint64 { return 1 << (h >> 24 & 63) }

// maybe reports whether a hash can be a key's.
func (t *table) maybe(h uint64) bool {
	m := keyBits(h)
	return t.filter[h>>t.shift]&m == m
}

// begin marks the beginnings of an entry's key, and returns the key's hash. A single
// letter counts as one only for a short name, which may be spelt out, and where the name
// is written so.
func (t *table) begin(e *entry) uint64 {
	var h uint64
	for i := range int(e.probe) {
		if i > 1 || i == 1 && (e.probe <= 5 || endsWord(e.name, 1)) {
			t.filter[h>>t.shift] |= beginBit(h)
		}
		h = (h + uint64(e.key[i])) * prime
	}
	return h
}

func (t *table) slot(h uint64) uint64 { return (h >> 20) & uint64(len(t.slots)-1) }

// free is the first empty slot for a hash.
func (t *table) free(h uint64) uint64 {
	at := t.slot(h)
	for t.slots[at].first != 0 {
		at = (at + 1) & uint64(len(t.slots)-1)
	}
	return at
}

// insert puts an entry before those of its key and returns the one it now precedes.
func (t *table) insert(h uint64, entry int32) (behind int32) {
	t.filter[h>>t.shift] |= keyBits(h)
	at := t.slot(h)
	for t.slots[at].first != 0 {
		if t.slots[at].tag == tag(h) && t.slots[at].first > 0 {
			behind = t.slots[at].first - 1
			t.slots[at].first = entry + 1
			return behind
		}
		at = (at + 1) & uint64(len(t.slots)-1)
	}
	t.slots[at] = slot{tag(h), entry + 1}
	return -1
}

// find appends a span for every entry with that hash.
func (t *table) find(h uint64, start, end int, dst []span) []span {
	for at := t.slot(h); ; at = (at + 1) & uint64(len(t.slots)-1) {
		s := t.slots[at]
		switch {
		case s.first == 0:
			return dst
		case s.tag != tag(h):
		case s.first < 0:
			dst = append(dst, span{start, end, -s.first - 1, true})
		default:
			for e := s.first - 1; e >= 0; e = t.next[e] {
				dst = append(dst, span{start, end, e, false})
			}
		}
	}
}
