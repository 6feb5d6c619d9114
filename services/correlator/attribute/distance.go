package attribute

// distance returns the number of letters that are missing, added, wrong or swapped with their neighbour
// between two words (optimal string alignment), or limit+1 where it is more than limit.
func distance(a, b string, limit int) int {
	if a == b {
		return 0
	}
	if d := len(a) - len(b); d > limit || -d > limit || limit == 0 || len(a) > maxCompact || len(b) > maxCompact {
		return limit + 1
	}
	var rows [3][maxCompact + 1]int
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			now[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, now = last, now, before
	}
	return min(last[len(b)], limit+1)
}

// maxCompact is the longest name that is compared with mistakes, in bytes.
const maxCompact = 64

// allowed is how many mistakes a word of n letters may have and still be that word.
func allowed(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// vocabulary finds words in spite of typing mistakes. Every word is listed under itself and under what remains
// of it without one letter, or two for long words: a mistyped word shares one of these with the right one.
type vocabulary struct {
	ids   map[string]int32
	words []string
	near  map[uint32][]int32
}

func newVocabulary() *vocabulary {
	return &vocabulary{ids: map[string]int32{}, near: map[uint32][]int32{}}
}

func (v *vocabulary) add(word string) int32 {
	if id, ok := v.ids[word]; ok {
		return id
	}
	id := int32(len(v.words))
	v.ids[word], v.words = id, append(v.words, word)
	if n := len(word); n <= maxCompact/2 {
		seen := map[uint32]bool{}
		deletions(word, allowed(n), func(h uint32) {
			if !seen[h] {
				seen[h] = true
				v.near[h] = append(v.near[h], id)
			}
		})
	}
	return id
}

// find calls each for every word that the given one may be, with the number of mistakes.
func (v *vocabulary) find(word string, mistakes bool, each func(id int32, d int)) {
	exact, known := v.ids[word]
	if known {
		each(exact, 0)
	}
	limit := allowed(len(word))
	if !mistakes || limit == 0 || len(word) > maxCompact/2 {
		return
	}
	var seen []int32
	deletions(word, limit, func(h uint32) {
	next:
		for _, id := range v.near[h] {
			for _, s := range seen {
				if s == id {
					continue next
				}
			}
			seen = append(seen, id)
			// The shorter of the two words sets the limit, so that it works the same way round.
			most := min(limit, allowed(len(v.words[id])))
			if d := distance(word, v.words[id], most); d > 0 && d <= most {
				each(id, d)
			}
		}
	})
}

// deletions calls each with the hash of the word and of all that remain without up to n letters.
func deletions(word string, n int, each func(uint32)) {
	each(hashWithout(word, -1, -1))
	for i := 0; n > 0 && i < len(word); i++ {
		each(hashWithout(word, i, -1))
		for j := i + 1; n > 1 && j < len(word); j++ {
			each(hashWithout(word, i, j))
		}
	}
}

// hashWithout is FNV-1a of a word without the letters at i and j.
func hashWithout(word string, i, j int) uint32 {
	h := uint32(2166136261)
	for k := range len(word) {
		if k != i && k != j {
			h = (h ^ uint32(word[k])) * 16777619
		}
	}
	return h
}
