package detect

import "math/bits"

// prime is the multiplier of the rolling hash: odd, so that multiplication loses nothing, and
// with well-mixed bits. A letter is added before the multiplication so that the high bits,
// which index the filter, depend on every letter.
const prime = 0x9E3779B97F4A7C15

// table maps the hashes of keys to entries. A bloom filter comes first: it rejects almost
// every look-up with one memory access, and also records every beginning of a key. Behind it
// is a hash table with open addressing. A table is immutable once built.
//
// The table compares hashes only, so it may return an entry that is not in the text. That is
// safe because match compares every span letter by letter. It never misses an entry that is.
type table struct {
	filter []uint64
	shift  uint // of the filter
	slots  []slot
	next   []int32 // for each entry the next one with the same key, or -1
}

// slot holds the first entry of a key. The plural of a key has a slot of its own.
type slot struct {
	tag   uint32 // bits of the hash that the slot's position does not already use
	first int32  // entry + 1, negative for a plural; 0 is an empty slot
}

// newTable indexes entries by the hash of what is looked up: the whole key, or the beginning
// of a key that is too long for one look-up. withPlurals also adds each key with an s.
func newTable(entries []entry, withPlurals bool) *table {
	n := len(entries)
	if withPlurals {
		n *= 2
	}
	// The filter has at least 14 bits for each key and each beginning of a key, which gives about
	// one false yes in a hundred look-ups of keys. At most two thirds of the slots are used, so probing
	// ends soon and always finds an empty slot.
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
	// insert puts an entry in front of the others with its key and returns the one that now
	// follows it, or -1.
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

// keyBits returns the two bits that a key sets in its word of the filter, and beginBit the one
// that a beginning of a key sets. They take other bits of the hash than the word's index.
func keyBits(h uint64) uint64  { return 1<<(h>>12&63) | 1<<(h>>18&63) }
func beginBit(h uint64) uint64 { return 1 << (h >> 24 & 63) }

// maybe reports whether a hash may be that of a key. False is certain.
func (t *table) maybe(h uint64) bool {
	m := keyBits(h)
	return t.filter[h>>t.shift]&m == m
}

// begin records the beginnings of an entry's key in the filter and returns the key's hash. A
// beginning of one letter is recorded only for a short name, which may be spelled out, and
// for a name whose first word is one letter. Otherwise every "a" would start a run. A digit is
// often written apart from the rest of the name: "1 Password".
func (t *table) begin(e *entry) uint64 {
	var h uint64
	for i := range int(e.probe) {
		if i > 1 || i == 1 && (e.probe <= 5 || endsWord(e.name, 1) || e.key[0] <= '9') {
			t.filter[h>>t.shift] |= beginBit(h)
		}
		h = (h + uint64(e.key[i])) * prime
	}
	return h
}

func (t *table) slot(h uint64) uint64 { return (h >> 20) & uint64(len(t.slots)-1) }

// free returns the first empty slot for a hash.
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

// find appends a span for each entry that may have this hash.
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
