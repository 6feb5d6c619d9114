package detect

// intervals holds stretches of a text by where they begin, in buckets of 64 bytes, so
// that a text full of names costs no more a name than a short one, and neither does a name
// that many brands share.
type intervals struct {
	buckets map[bucket][]occupied
	longest int // bytes
	list    []candidate
}

type bucket struct {
	field int32
	place int
}

// taken is a stretch of text with the brands that have it.
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

// overlapping calls f with each stretch of that field that shares a byte, until f
// reports true; and reports whether it did.
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

// blocks reports whether a stretch is taken by another name, or by the same brand. The
// very same stretch is shared by brands that are spelt alike.
func (v *intervals) blocks(c *candidate) bool {
	return v.overlapping(c.field, c.start, c.end, func(t *occupied) bool {
		return t.start != c.start || t.end != c.end || t.exact != c.traits&exactSpelling || t.has(c.brand)
	})
}
