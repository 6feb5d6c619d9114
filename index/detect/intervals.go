package detect

// intervals is a set of text ranges, in buckets of 64 bytes by where they begin. A look-up reads
// only the buckets that a range can overlap, so its cost doesn't depend on how many names the
// text has. Brands that share a range share one item, so it doesn't depend on them either.
type intervals struct {
	buckets map[bucket][]occupied
	longest int // bytes
	list    []candidate
}

type bucket struct {
	field int32
	place int
}

// occupied is a range of text and the brands that have it.
type occupied struct {
	start, end int
	exact      trait
	brand      int32
	others     map[int32]struct{} // nil for one brand
}

func (t *occupied) has(brand int32) bool {
	_, other := t.others[brand]
	return other || t.brand == brand
}

func newIntervals(list []candidate) *intervals {
	return &intervals{buckets: make(map[bucket][]occupied), list: list}
}

func (v *intervals) add(i int32) {
	c := &v.list[i]
	b := bucket{c.field, c.start >> 6}
	v.longest = max(v.longest, c.end-c.start)
	list := v.buckets[b]
	for at := range list {
		t := &list[at]
		if t.start == c.start && t.end == c.end && t.exact == c.traits&exactSpelling {
			if t.others == nil {
				t.others = make(map[int32]struct{})
			}
			t.others[c.brand] = struct{}{}
			return
		}
	}
	v.buckets[b] = append(list, occupied{c.start, c.end, c.traits & exactSpelling, c.brand, nil})
}

// overlapping calls f with each range of the field that shares a byte with the given one, until
// f returns true. It reports whether f did.
func (v *intervals) overlapping(field int32, start, end int, f func(t *occupied) bool) bool {
	for place := max(0, start-v.longest) >> 6; place <= (end-1)>>6; place++ {
		list := v.buckets[bucket{field, place}]
		for at := range list {
			if t := &list[at]; t.start < end && start < t.end && f(t) {
				return true
			}
		}
	}
	return false
}

// blocks reports whether another name, or the same brand, already has a part of the candidate's
// text. Brands with the same name and spelling share the same range.
func (v *intervals) blocks(c *candidate) bool {
	return v.overlapping(c.field, c.start, c.end, func(t *occupied) bool {
		return t.start != c.start || t.end != c.end || t.exact != c.traits&exactSpelling || t.has(c.brand)
	})
}
