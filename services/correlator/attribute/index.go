package attribute

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index/search/text"
)

// Matcher holds the mentions that answers are matched to. It is safe for concurrent use.
type Matcher struct {
	mentions []indexed // by time
	shows    []show
	people   []human
	names    *vocabulary        // of the words of shows and people
	byShow   [][]int32          // shows, by word
	byPerson [][]int32          // people, by word
	compact  *vocabulary        // the names of shows without spaces
	byName   [][]int32          // shows, by compact
	topics   *vocabulary        // of stems
	byTopic  [][]int32          // mentions, by stem
	subjects map[string]bool    // stems that a title has without a capital: no names
	urls     map[string]int     // mentions
	brands   map[string]bool    // words of brands
	aliases  map[string][]alias // by their first word
}

type indexed struct {
	Mention
	show   int // -1: none
	number int
	people []int32
	topics []int32
}

type show struct {
	name     string
	compact  string
	words    []string // without small ones
	mentions []int
	ordinary bool // one everyday word: it means the show only beside a word for one
}

type human struct {
	name        string
	first, last string
	mentions    []int
}

// New indexes mentions, and the aliases of their shows and people. Their order doesn't matter.
func New(mentions []Mention, aliases ...Alias) *Matcher {
	m := &Matcher{names: newVocabulary(), compact: newVocabulary(), topics: newVocabulary(), subjects: map[string]bool{}, urls: map[string]int{}, brands: map[string]bool{}}
	sorted := slices.Clone(mentions)
	slices.SortStableFunc(sorted, func(a, b Mention) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	for _, x := range sorted {
		for _, t := range tokens(x.Brand) {
			m.brands[t.word] = true
		}
	}
	shows, people := map[string]int{}, map[string]int{}
	for i, x := range sorted {
		in := indexed{Mention: x, show: -1}
		if key := compactOf(x.Show); key != "" {
			at, known := shows[key]
			if !known {
				at = len(m.shows)
				shows[key] = at
				m.addShow(x.Show)
			}
			in.show = at
			m.shows[at].mentions = append(m.shows[at].mentions, i)
		}
		if x.Network != "reddit" {
			for _, p := range x.People {
				in.people = m.addPerson(in.people, people, p, i)
			}
		}
		title := tokens(x.Title)
		in.number = titleNumber(title)
		in.topics = m.addTopics(&in, title, i)
		if key := address(x.URL); key != "" {
			m.urls[key] = i
		}
		m.mentions = append(m.mentions, in)
	}
	m.addAliases(aliases)
	return m
}

func (m *Matcher) addShow(name string) {
	at := int32(len(m.shows))
	s := show{name: name, compact: showKey(name)}
	for _, t := range tokens(name) {
		if !articles[t.word] {
			s.words = append(s.words, t.word)
			id := m.names.add(t.word)
			m.byShow = put(m.byShow, id, at)
		}
	}
	s.ordinary = len(s.words) == 1 && ordinary(s.words[0])
	m.shows = append(m.shows, s)
	for _, key := range []string{s.compact, compactOf(name)} {
		m.byName = put(m.byName, m.compact.add(key), at)
	}
}

func (m *Matcher) addPerson(of []int32, known map[string]int, name string, mention int) []int32 {
	ts := tokens(name)
	if len(ts) == 0 || strings.HasPrefix(strings.TrimSpace(name), "u/") {
		return of
	}
	key := compactOf(name)
	at, ok := known[key]
	if !ok {
		at = len(m.people)
		known[key] = at
		p := human{name: name, first: ts[0].word, last: ts[len(ts)-1].word}
		m.people = append(m.people, p)
		m.byPerson = put(m.byPerson, m.names.add(p.first), int32(at))
		if p.last != p.first {
			m.byPerson = put(m.byPerson, m.names.add(p.last), int32(at))
		}
	}
	if slices.Contains(of, int32(at)) {
		return of
	}
	m.people[at].mentions = append(m.people[at].mentions, mention)
	return append(of, int32(at))
}

// addTopics indexes the words of a title that say what it is about: not the names of shows, people and
// brands, which are matched as such.
func (m *Matcher) addTopics(in *indexed, title []token, mention int) (out []int32) {
	skip := map[string]bool{}
	for _, p := range in.people {
		skip[m.people[p].first], skip[m.people[p].last] = true, true
	}
	for _, t := range title {
		if small[t.word] || m.brands[t.word] || skip[t.word] || len(t.word) < 3 && number(t.word) == 0 || number(t.word) == in.number && in.number > 0 {
			continue
		}
		id := m.topics.add(stem(t.word))
		if !t.upper {
			m.subjects[stem(t.word)] = true
		}
		if slices.Contains(out, id) {
			continue
		}
		out = append(out, id)
		m.byTopic = put(m.byTopic, id, int32(mention))
	}
	return out
}

// put adds a value to the list of an id.
func put(lists [][]int32, id, value int32) [][]int32 {
	for int(id) >= len(lists) {
		lists = append(lists, nil)
	}
	if list := lists[id]; len(list) == 0 || list[len(list)-1] != value {
		lists[id] = append(lists[id], value)
	}
	return lists
}

// weight is how much a stem tells mentions apart: the rarer, the more.
func (m *Matcher) weight(stem int32) float64 {
	return math.Log(1 + float64(len(m.mentions)+1)/float64(len(m.byTopic[stem])+1))
}

var articles = set("the a an de het een r")

// compactOf is a name without spaces, marks and capitals.
func compactOf(name string) string {
	var b strings.Builder
	for _, t := range tokens(name) {
		b.WriteString(t.word)
		if t.possessive {
			b.WriteByte('s')
		}
	}
	return b.String()
}

// showKey is the compact name of a show without its article, its @ and the host of its account.
func showKey(name string) string {
	if rest, ok := strings.CutPrefix(name, "@"); ok {
		name, _, _ = strings.Cut(rest, "@")
	}
	name = strings.TrimPrefix(name, "r/")
	ts := tokens(name)
	var b strings.Builder
	for i, t := range ts {
		if i == 0 && len(ts) > 1 && articles[t.word] {
			continue
		}
		b.WriteString(t.word)
		if t.possessive {
			b.WriteByte('s')
		}
	}
	return b.String()
}

// address is the part of a URL that says which page it is.
func address(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), ".,;:!?)>\"'")
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || !strings.Contains(u.Host, ".") {
		return ""
	}
	key := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.Path, "/")
	if v := u.Query().Get("v"); v != "" {
		key += "?v=" + v
	}
	return text.Fold(key)
}
