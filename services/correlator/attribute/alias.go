package attribute

import (
	"slices"
	"strings"
)

// Alias is another wording for a show, or for a person: one that a lead used and somebody confirmed. One of Show
// and Person is set.
type Alias struct {
	Wording, Show, Person string
}

// maxAliasWords is how many words an alias has at most: a longer one would never be written again.
const maxAliasWords = 8

type alias struct {
	words  []string
	show   int // -1: a person's
	person int
}

// Telling reports whether a wording can be an alias: it has a word that is not just any word, and is short
// enough to be written again.
func Telling(wording string) bool {
	ts := tokens(wording)
	if len(ts) == 0 || len(ts) > maxAliasWords {
		return false
	}
	taken := make([]bool, len(ts)) // words that say where in general: "podcast", "google"
	for _, cue := range channelCues {
		for _, s := range cue.words.all(ts) {
			mark(taken, s)
		}
	}
	for _, cue := range elsewhereCues {
		for _, s := range cue.words.all(ts) {
			mark(taken, s)
		}
	}
	for i, t := range ts {
		if !taken[i] && !small[t.word] && !plain[t.word] && !glue[t.word] && !relations[t.word] && len([]rune(t.word)) > 1 {
			return true
		}
	}
	return false
}

func mark(taken []bool, s span) {
	for i := s.from; i < s.to; i++ {
		taken[i] = true
	}
}

// addAliases indexes the aliases whose show or person has a mention. Those that aren't telling are left out.
func (m *Matcher) addAliases(list []Alias) {
	m.aliases = map[string][]alias{}
	for _, a := range list {
		if !Telling(a.Wording) {
			continue
		}
		in := alias{show: -1, person: -1}
		for _, t := range tokens(a.Wording) {
			in.words = append(in.words, t.word)
		}
		if a.Person != "" {
			key := compactOf(a.Person)
			in.person = slices.IndexFunc(m.people, func(p human) bool { return compactOf(p.name) == key })
		} else if key := compactOf(a.Show); key != "" {
			in.show = slices.IndexFunc(m.shows, func(s show) bool { return compactOf(s.name) == key })
		}
		if in.show >= 0 || in.person >= 0 {
			m.aliases[in.words[0]] = append(m.aliases[in.words[0]], in)
		}
	}
}

// findAliases finds the aliases in an answer, word for word.
func (m *Matcher) findAliases(ts []token) (shows []foundShow, people []foundPerson) {
	if len(m.aliases) == 0 {
		return nil, nil
	}
	for i := range ts {
		for _, a := range m.aliases[ts[i].word] {
			if i+len(a.words) > len(ts) || !slices.EqualFunc(ts[i:i+len(a.words)], a.words, func(t token, w string) bool { return t.word == w }) {
				continue
			}
			at := span{i, i + len(a.words)}
			if a.show >= 0 {
				shows = append(shows, foundShow{show: a.show, span: at})
			} else {
				people = append(people, foundPerson{who: []int32{int32(a.person)}, span: at, full: true})
			}
		}
	}
	return shows, people
}

// SameShow reports whether two names are those of one show, as the matcher compares them.
func SameShow(a, b string) bool { return ShowKey(a) == ShowKey(b) }

// ShowKey returns what is equal for two spellings of a show's name.
func ShowKey(name string) string {
	if key := compactOf(name); key != "" {
		return key
	}
	return strings.TrimSpace(name)
}
