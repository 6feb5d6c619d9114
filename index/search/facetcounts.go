package search

// facetCounts counts documents by value. Each document counts once for a value.
type facetCounts struct {
	documents, passages int
	days                map[int64]int
	values              map[Facet]map[string]int
}

func newFacetCounts() *facetCounts {
	return &facetCounts{days: map[int64]int{}, values: map[Facet]map[string]int{}}
}

// many is roaring's iterator that returns many numbers at once.
type many interface{ NextMany(buf []uint32) int }

func (t *facetCounts) count(s *segment, it many, facets []Facet) error {
	p, err := s.docMap()
	if err != nil {
		return err
	}
	type counter struct {
		name  Facet
		f     *facet
		n     []int32
		last  []int32 // by value: the document that was counted last, from 1
		alias []uint32
	}
	counters := make([]counter, 0, len(facets))
	for _, name := range facets {
		f, err := s.facet(facetFields[name])
		if err != nil {
			return err
		}
		c := counter{name: name, f: f, n: make([]int32, len(f.values)), last: make([]int32, len(f.values))}
		if name == ByBrand {
			// Terms carry type and confidence; they are counted by brand.
			first := map[string]uint32{}
			c.alias = make([]uint32, len(f.values))
			for ord, term := range f.values {
				brand, _, _ := readBrandTerm(term)
				if _, known := first[brand]; !known {
					first[brand] = uint32(ord)
				}
				c.alias[ord] = first[brand]
			}
		}
		counters = append(counters, c)
	}
	// Documents are counted one after the other with their matching passages. So "last"
	// suffices to count each document once, without a set for each value.
	hit := make([]uint64, s.n/64+1)
	met := make([]bool, len(p.docs))
	var docs []uint32
	var buf [512]uint32
	for {
		n := it.NextMany(buf[:])
		if n == 0 {
			break
		}
		t.passages += n
		for _, i := range buf[:n] {
			hit[i/64] |= 1 << (i % 64)
			if o := p.ord[i]; !met[o] {
				met[o] = true
				docs = append(docs, o)
				t.days[floorDay(p.at[i])]++
			}
		}
	}
	current := int32(0)
	for _, o := range docs {
		current++
		for _, i := range p.of(o) {
			if hit[i/64]&(1<<(i%64)) == 0 {
				continue
			}
			for k := range counters {
				c := &counters[k]
				c.f.of(i, func(ord uint32) {
					if c.alias != nil {
						ord = c.alias[ord]
					}
					if c.last[ord] != current {
						c.last[ord] = current
						c.n[ord]++
					}
				})
			}
		}
	}
	t.documents += int(current)
	for _, c := range counters {
		m := t.values[c.name]
		if m == nil {
			m = map[string]int{}
			t.values[c.name] = m
		}
		for ord, n := range c.n {
			if n == 0 {
				continue
			}
			value := c.f.values[ord]
			if c.name == ByBrand {
				value, _, _ = readBrandTerm(value)
			}
			m[value] += int(n)
		}
	}
	return nil
}

func floorDay(seconds int64) int64 {
	d := seconds / 86400
	if seconds%86400 < 0 {
		d--
	}
	return d
}

func (t *facetCounts) add(o *facetCounts) {
	t.documents += o.documents
	t.passages += o.passages
	for d, n := range o.days {
		t.days[d] += n
	}
	for f, values := range o.values {
		if t.values[f] == nil {
			t.values[f] = values
			continue
		}
		for v, n := range values {
			t.values[f][v] += n
		}
	}
}
