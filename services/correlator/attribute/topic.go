package attribute

import "github.com/namedrop/namedrop/index/detect/words"

// topicMatch is how much of a mention's title an answer repeats.
type topicMatch struct {
	words  int     // of the title
	strong int     // those that don't agree by accident
	weight float64 // of all of them
	share  float64 // of the title's weight
	only   bool    // one of the words is in no other title, is no everyday one, and is introduced as a subject: "podcast about parcels"
}

// maxCommon is in how many titles a word may be to still say something.
const maxCommon = 400

// findTopics compares the words that aren't taken by names and cues with the titles.
func (m *Matcher) findTopics(ts []token, taken func(int) bool) map[int]topicMatch {
	found := map[int]topicMatch{}
	seen := map[int32]bool{}
	for i, t := range ts {
		if small[t.word] || taken(i) || len(t.word) < 3 && number(t.word) == 0 {
			continue
		}
		exact := false
		take := func(id int32) {
			if seen[id] || len(m.byTopic[id]) > maxCommon {
				return
			}
			seen[id] = true
			w := m.weight(id)
			for _, x := range m.byTopic[id] {
				f := found[int(x)]
				f.words++
				if f.weight += w; !plain[t.word] {
					f.strong++
				}
				f.only = f.only || len(m.byTopic[id]) == 1 && subject(ts, i)
				found[int(x)] = f
			}
		}
		s := stem(t.word)
		if id, ok := m.topics.ids[s]; ok {
			exact = true
			take(id)
		}
		if !exact && !ordinary(t.word) && len(s) >= 4 {
			m.topics.find(s, true, func(id int32, _ int) { take(id) })
		}
	}
	for x, f := range found {
		whole := 0.0
		for _, id := range m.mentions[x].topics {
			whole += m.weight(id)
		}
		if whole > 0 {
			f.share = f.weight / whole
		}
		found[x] = f
	}
	return found
}

var abouts = set("about over on rond")

// subject reports whether a word is introduced as what a mention is about, and is no everyday word.
func subject(ts []token, i int) bool {
	if plain[ts[i].word] || level(ts[i].word) == words.Common {
		return false
	}
	for j := i - 1; j >= max(0, i-3) && ts[j].clause == ts[i].clause; j-- {
		if abouts[ts[j].word] {
			return true
		}
		if !articles[ts[j].word] && !small[ts[j].word] {
			break
		}
	}
	return i+1 < len(ts) && ts[i+1].clause == ts[i].clause && (isKind(ts[i+1].word) || ts[i+1].word == "one") && i > 0 && articles[ts[i-1].word]
}

// alone reports whether the title alone tells the mention, without a show or a person. kind: the answer says that
// it is about a mention of this kind.
func (f topicMatch) alone(kind bool, said int) bool {
	if kind && f.only {
		return true
	}
	if kind {
		return f.strong >= 2 && f.share >= 0.3 || f.strong >= 1 && f.words >= 2 && f.share >= 0.5
	}
	// Without a kind, most of what is said has to be the title: "Black Friday deal" is not an episode about Black Friday.
	return f.strong >= 2 && f.share >= 0.45 && (f.words >= 3 || f.words*10 > said*7)
}
