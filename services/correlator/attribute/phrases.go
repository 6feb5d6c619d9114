package attribute

import "strings"

// phrases finds short phrases in words. A phrase's word that ends in * stands for all that begin so.
type phrases struct {
	byFirst map[string][][]string
	open    [][]string // whose first word ends in *
}

// phraseList parses phrases, separated by commas.
func phraseList(list string) *phrases {
	p := &phrases{byFirst: map[string][][]string{}}
	for line := range strings.SplitSeq(list, ",") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if strings.HasSuffix(words[0], "*") {
			p.open = append(p.open, words)
			continue
		}
		p.byFirst[words[0]] = append(p.byFirst[words[0]], words)
	}
	return p
}

// at returns the number of words of the longest phrase that begins at word i, or 0. It stays in a clause.
func (p *phrases) at(ts []token, i int) int {
	longest := 0
	for _, list := range [2][][]string{p.byFirst[ts[i].word], p.open} {
		for _, words := range list {
			if len(words) > longest && fits(words, ts[i:]) {
				longest = len(words)
			}
		}
	}
	return longest
}

func fits(words []string, ts []token) bool {
	if len(words) > len(ts) {
		return false
	}
	for k, w := range words {
		stem, open := strings.CutSuffix(w, "*")
		if got := ts[k].word; ts[k].clause != ts[0].clause || got != w && (!open || !strings.HasPrefix(got, stem)) {
			return false
		}
	}
	return true
}

// span is a range of tokens, the end excluded.
type span struct{ from, to int }

func (s span) has(i int) bool { return i >= s.from && i < s.to }

// all returns where phrases are, without overlaps.
func (p *phrases) all(ts []token) []span {
	var out []span
	for i := 0; i < len(ts); {
		if n := p.at(ts, i); n > 0 {
			out = append(out, span{i, i + n})
			i += n
			continue
		}
		i++
	}
	return out
}

func (p *phrases) any(ts []token) bool {
	for i := range ts {
		if p.at(ts, i) > 0 {
			return true
		}
	}
	return false
}
