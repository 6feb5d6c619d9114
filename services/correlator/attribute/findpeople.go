package attribute

import (
	"slices"
	"strings"
)

// foundPerson is a name in an answer. Who lists all who may be meant: a first name can be several people's.
type foundPerson struct {
	who  []int32
	span span
	full bool // with the surname
}

// findPeople finds names of people: with the surname, the surname alone, the first name alone.
func (m *Matcher) findPeople(ts []token) []foundPerson {
	var out []foundPerson
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		var full, last, first []int32
		to := i + 1
		m.names.find(t.word, !ordinary(t.word), func(id int32, d int) {
			if int(id) >= len(m.byPerson) {
				return
			}
			for _, p := range m.byPerson[id] {
				who := m.people[p]
				switch word := m.names.words[id]; {
				case who.first == word && who.last != word:
					if end := surname(ts, i, who.last); end > 0 {
						full, to = append(full, p), end
					} else if d == 0 || d == 1 && len(word) >= 5 && !ordinary(t.word) {
						first = append(first, p)
					}
				case len(word) >= 4 && (!everyday(t.word) || t.upper && i > 0):
					last = append(last, p)
				}
			}
		})
		switch {
		case len(full) > 0:
			out = append(out, foundPerson{who: full, span: span{i, to}, full: true})
			i = to - 1
		case len(last) > 0 && len(first) == 0 && m.otherFirstName(ts, i, last):
		case len(last) > 0 && len(first) == 0:
			out = append(out, foundPerson{who: last, span: span{i, i + 1}, full: len(last) == 1})
		case len(first) > 0 && !m.otherSurname(ts, i) && (!everyday(t.word) || t.upper):
			out = append(out, foundPerson{who: first, span: span{i, i + 1}})
		}
	}
	return out
}

// surname returns where a surname ends that follows word i, over small words such as "van der", or 0.
func surname(ts []token, i int, last string) int {
	for j := i + 1; j < len(ts) && j <= i+3; j++ {
		if ts[j].clause != ts[i].clause {
			break
		}
		w, last := strings.ReplaceAll(ts[j].word, "ij", "y"), strings.ReplaceAll(last, "ij", "y")
		if distance(w, last, allowed(min(len(w), len(last)))) <= allowed(min(len(w), len(last))) || w == last+"s" {
			return j + 1
		}
	}
	return 0
}

// otherSurname reports whether a first name is followed by a surname that is nobody's here: "Claire Booth" is another Claire.
func (m *Matcher) otherSurname(ts []token, i int) bool {
	if i+1 >= len(ts) || ts[i].possessive || ts[i+1].clause != ts[i].clause {
		return false
	}
	next := ts[i+1]
	if i+2 < len(ts) && ts[i+2].upper && (next.word == "from" || next.word == "van" || next.word == "at" || next.word == "bij") {
		of := ts[i+2].word // "Sander from Plotwise" is another Sander
		if (!ordinary(of) || ts[i+2].caps && len(of) < 4) && !m.known(of) && !m.brands[of] && !isCue(of) {
			return true
		}
	}
	if m.brands[next.word] || number(next.word) > 0 || len(next.word) < 3 || isKind(next.word) || isCue(next.word) && !next.upper || strings.HasSuffix(next.word, "ing") {
		return false
	}
	if next.upper && !small[next.word] && (isCue(next.word) || !everyday(next.word)) {
		return true
	}
	return !ordinary(next.word) && !small[next.word] && m.showsWith(next.word) == 0 && !m.isPerson(next.word)
}

// otherFirstName reports whether a surname follows another first name, or is part of a company's.
func (m *Matcher) otherFirstName(ts []token, i int, last []int32) bool {
	if i == 0 || !ts[i-1].upper || ts[i-1].clause != ts[i].clause {
		return false
	}
	before := ts[i-1].word
	return !small[before] && !everyday(before) && !isCue(before) && m.showsWith(before) == 0 && !m.brands[before] &&
		!slices.ContainsFunc(last, func(p int32) bool { return m.people[p].first[0] == before[0] })
}

// isKind reports whether a word is one for a kind or a network.
func isKind(w string) bool {
	one := []token{{word: w}}
	return slices.ContainsFunc(channelCues, func(c channelCue) bool { return c.words.any(one) })
}

// isCue reports whether a word is one of those for a kind, a network or another source.
func isCue(w string) bool {
	one := []token{{word: w}}
	return isKind(w) || slices.ContainsFunc(elsewhereCues[:], func(c elsewhereCue) bool { return c.words.any(one) })
}
