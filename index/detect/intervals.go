package detect

// intervals holds stretches of a text by where they begin, in buckets of 64 bytes, so
// that a text full of names costs no more a name than a short one.
type intervals struct {
	buckets map[bucket][]int32
	longest int // bytes
	list    []candidate
}

type bucket struct {
	field int32
	place int
}

func newIntervals(list []candidate) *intervals {
	return &intervals{buckets: make(map[bucket][]int32), list: list}
}

func (v *intervals) add(i int32) {
	c := &v.list[i]
	b := bucket{c.field, c.start >> 6}
	v.buckets[b] = append(v.buckets[b], i)
	v.longest = max(v.longest, c.end-c.start)
}

// overlapping calls f with each stretch of that field that shares a byte, until f
// reports true; and reports whether it did.
func (v *intervals) overlapping(field int32, start, end int, f func(o *candidate) bool) bool {
	for place := max(0, start-v.longest) >> 6; place <= (end-1)>>6; place++ {
		for _, i := range v.buckets[bucket{field, place}] {
			if o := &v.list[i]; o.start < end && start < o.end && f(o) {
				return true
			}
		}
	}
	return false
}

// blocks reports whether a stretch is taken by another name, or by the same brand. The
// very same stretch is shared by brands that are spelt alike.
func (v *intervals) blocks(c *candidate) bool {
	return v.overlapping(c.field, c.start, c.end, func(o *candidate) bool {
		return o.start != c.start || o.end != c.end || o.brand == c.brand || o.traits&spelt != c.traits&spelt
	})
}
