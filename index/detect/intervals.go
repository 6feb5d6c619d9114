package detect

import "sort"

// intervals are the stretches of a text that are taken, ordered and disjoint but for
// several brands of one name.
type intervals []candidate

// at is the first interval that ends behind the offset.
func (v intervals) at(offset int) int {
	return sort.Search(len(v), func(i int) bool { return v[i].end > offset })
}

// blocks reports whether a stretch is taken by another name, or by the same brand.
func (v intervals) blocks(c candidate) bool {
	for i := v.at(c.start); i < len(v) && v[i].start < c.end; i++ {
		if v[i].start != c.start || v[i].end != c.end || v[i].brand == c.brand {
			return true
		}
	}
	return false
}

func (v *intervals) add(c candidate) {
	i := v.at(c.start)
	*v = append(*v, candidate{})
	copy((*v)[i+1:], (*v)[i:])
	(*v)[i] = c
}
