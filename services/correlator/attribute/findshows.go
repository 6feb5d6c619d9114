package attribute

import (
	"slices"
	"strings"
)

// foundShow is a show's name in an answer.
type foundShow struct {
	show   int
	span   span
	partly bool // only a part of the name that no other show has
	misses int
}

const maxShowsTried = 24

// findShows finds the names of shows: as they are, run together, split, mistyped, or with a small word too many.
func (m *Matcher) findShows(ts []token, people []foundPerson, kindSaid func(clause int) bool) []foundShow {
	hits := map[int32]float64{}
	for i, t := range ts {
		m.names.find(t.word, !everyday(t.word), func(id int32, _ int) {
			if int(id) < len(m.byShow) {
				for _, s := range m.byShow[id] {
					hits[s] += 1 / float64(len(m.byShow[id]))
				}
			}
		})
		joined := ""
		for n := 0; n < 5 && i+n < len(ts); n++ {
			if joined += ts[i+n].word; len(joined) < 5 {
				continue
			}
			m.compact.find(joined, n == 0 && !ordinary(joined), func(id int32, _ int) {
				for _, s := range m.byName[id] {
					hits[s] += 9
				}
			})
		}
	}
	tried := make([]int32, 0, len(hits))
	for s := range hits {
		tried = append(tried, s)
	}
	slices.SortFunc(tried, func(a, b int32) int {
		if hits[a] != hits[b] {
			if hits[a] > hits[b] {
				return -1
			}
			return 1
		}
		return int(a - b)
	})
	var out []foundShow
	for _, s := range tried[:min(len(tried), maxShowsTried)] {
		if found := m.wholeName(ts, int(s)); len(found) > 0 {
			sh, f := m.shows[s], found[0]
			if len(sh.words) == 1 && m.otherSense(ts, f.span.from, kindSaid) {
				continue
			}
			if sh.ordinary && !kindSaid(-1) && len(ts) > 3 && (f.span.from == 0 || !ts[f.span.from].upper) {
				continue
			}
			out = append(out, found...)
		} else if f, ok := m.partOfName(ts, int(s), people, kindSaid); ok {
			out = append(out, f)
		}
	}
	return strongest(out)
}

// otherSense reports whether a show's name of one word is only that word: "we had growing pains and needed software".
func (m *Matcher) otherSense(ts []token, i int, kindSaid func(clause int) bool) bool {
	if kindSaid(-1) || ts[i].upper || len(ts) < 3 {
		return false
	}
	return needs.any(ts) || i > 0 && having[ts[i-1].word] || i > 1 && having[ts[i-2].word]
}

var having = set("had hadden heb hebben have having has last felt feel suffered suffering")

// wholeName finds the words whose letters differ least from a show's name, in each place where they stand.
func (m *Matcher) wholeName(ts []token, s int) []foundShow {
	sh := m.shows[s]
	limit := 0
	switch n := len(sh.compact); {
	case n >= 15:
		limit = 3
	case n >= 9:
		limit = 2
	case n >= 5:
		limit = 1
	}
	if strings.HasPrefix(sh.name, "@") {
		limit = 0 // handles are short, and one letter makes another person's
	}
	var all []foundShow
	best := limit + 1
	most := len(sh.words) + 3
	for from := range ts {
		if articles[ts[from].word] {
			continue
		}
		joined, content := "", ""
		for n := 0; n < most && from+n < len(ts); n++ {
			t := ts[from+n]
			joined += t.word
			if n == 0 || !glue[t.word] || slices.Contains(sh.words, t.word) {
				content += t.word
			}
			if len(joined) > len(sh.compact)+12 {
				break
			}
			for _, w := range []string{joined, joined + "s", content} {
				if w == joined+"s" && !t.possessive {
					continue
				}
				d := distance(w, sh.compact, min(best, limit))
				if d > min(best, limit) || d == best && n > 0 && len(all) > 0 && all[len(all)-1].span.from == from {
					continue
				}
				if d > 0 && n == 0 && everyday(t.word) {
					continue // an everyday word is no mistyped name
				}
				if d > 0 && n > 0 && allOrdinaryButWrong(ts[from:from+n+1], sh.words, d) {
					continue
				}
				if d < best {
					all, best = all[:0], d
				}
				all = append(all, foundShow{show: s, span: span{from, from + n + 1}, misses: d})
			}
		}
	}
	return all
}

// allOrdinaryButWrong reports whether words that nearly have a show's letters are others, rather than its own mistyped: more than one
// of them is an everyday word that the name lacks.
func allOrdinaryButWrong(ts []token, name []string, misses int) bool {
	strange := 0
	for _, t := range ts {
		if everyday(t.word) && !glue[t.word] && !slices.Contains(name, t.word) && !slices.ContainsFunc(name, func(n string) bool { return stem(n) == stem(t.word) }) {
			strange++
		}
	}
	return strange > 1 || strange == 1 && misses > 1 && len(ts) < 3
}

var glue = set("aan the a an of de het een van in and en on op s")

// partOfName finds the head of a show's name ("the Shed"), or its one word that is in no dictionary, where the answer
// says that it is about a show.
func (m *Matcher) partOfName(ts []token, s int, people []foundPerson, kindSaid func(clause int) bool) (foundShow, bool) {
	sh := m.shows[s]
	if len(sh.words) < 2 {
		return foundShow{}, false
	}
	if f, ok := m.run(ts, s, kindSaid(-1)); ok {
		return f, true
	}
	host := slices.ContainsFunc(people, func(p foundPerson) bool {
		return slices.ContainsFunc(p.who, func(who int32) bool {
			return slices.ContainsFunc(m.people[who].mentions, func(i int) bool { return m.mentions[i].show == s })
		})
	})
	matched, first, last := 0, len(ts), -1
	for i, t := range ts {
		if slices.Contains(sh.words, t.word) && !glue[t.word] && !small[t.word] {
			matched++
			first, last = min(first, i), max(last, i)
		}
	}
	content := 0
	for _, w := range sh.words {
		if !glue[w] && !small[w] {
			content++
		}
	}
	if matched >= content && matched > 1 && last-first < len(sh.words)+3 && (host || kindSaid(-1)) {
		return foundShow{show: s, span: span{first, last + 1}, partly: true, misses: 2}, true
	}
	head := sh.words[len(sh.words)-1]
	for i, t := range ts {
		own := -1
		for k, w := range sh.words {
			if t.word == w || len(w) >= 6 && !everyday(t.word) && distance(t.word, w, 1) <= 1 {
				own = k
			}
		}
		if own < 0 || len(t.word) < 4 || m.showsWith(sh.words[own]) > 1 || m.isPerson(t.word) {
			continue
		}
		named := i > 0 && articles[ts[i-1].word] || t.upper && i > 0
		beside := kindSaid(t.clause) || kindSaid(-1) && len(ts) <= 12
		switch {
		case host && beside, !everyday(sh.words[own]) && beside, sh.words[own] == head && named && (beside || t.upper && i > 0 && !everyday(head)), sh.words[own] == head && t.upper && i > 0 && articles[ts[i-1].word]:
			return foundShow{show: s, span: span{i, i + 1}, partly: true, misses: 3}, true
		}
	}
	return foundShow{}, false
}

// run finds a show by words of its name that stand together, in its order or all of them in another, and that no other show has: "Two
// Founders" for Two Founders One Mic.
func (m *Matcher) run(ts []token, s int, kind bool) (foundShow, bool) {
	name := m.shows[s].words
	for from := range ts {
		n, telling, capitals := 0, false, true
		for from+n < len(ts) && ts[from+n].clause == ts[from].clause && slices.Contains(name, ts[from+n].word) && !slices.ContainsFunc(ts[from:from+n], func(t token) bool { return t.word == ts[from+n].word }) {
			t := ts[from+n]
			telling = telling || !small[t.word] && !glue[t.word] && m.showsWith(t.word) == 1
			capitals = capitals && (t.upper || glue[t.word])
			n++
		}
		whole := n == len(name)
		inOrder := n >= 2 && func() bool {
			at := slices.Index(name, ts[from].word)
			for k := range n {
				if at+k >= len(name) || name[at+k] != ts[from+k].word {
					return false
				}
			}
			return true
		}()
		if n >= 2 && telling && (whole || inOrder && (kind || capitals)) {
			return foundShow{show: s, span: span{from, from + n}, misses: 2}, true
		}
	}
	return foundShow{}, false
}

func (m *Matcher) showsWith(word string) int {
	id, ok := m.names.ids[word]
	if !ok || int(id) >= len(m.byShow) {
		return 0
	}
	return len(m.byShow[id])
}

func (m *Matcher) isPerson(word string) bool {
	id, ok := m.names.ids[word]
	return ok && int(id) < len(m.byPerson) && len(m.byPerson[id]) > 0
}

// strongest leaves, of names that share a word, the one with the fewest mistakes, and the longer of two.
func strongest(all []foundShow) []foundShow {
	slices.SortStableFunc(all, func(a, b foundShow) int {
		if a.misses != b.misses {
			return a.misses - b.misses
		}
		return (b.span.to - b.span.from) - (a.span.to - a.span.from)
	})
	var out []foundShow
	for _, f := range all {
		if !slices.ContainsFunc(out, func(o foundShow) bool { return f.span.from < o.span.to && o.span.from < f.span.to }) {
			out = append(out, f)
		}
	}
	return out
}
