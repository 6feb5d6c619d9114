package detect

import "sort"

// intervals are the stretches of a text that are taken, ordered and disjoint but for
// several brands of one name.
type intervals []candidate

// at is the first interval that ends behind the offset.
func (v intervals) at(offset int) int {
	return sort.Search(len(v), func(i int) bool { return v[i].end > offset })
}

// blocks reports whether a stretch is taken by another name, or by the same brand. The
// very same stretch is shared by brands that are spelt alike.
func (v intervals) blocks(c *candidate) bool {
	for i := v.at(c.start); i < len(v) && v[i].start < c.end; i++ {
		o := &v[i]
		if o.start != c.start || o.end != c.end || o.brand == c.brand || o.traits&spelt != c.traits&spelt {
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
