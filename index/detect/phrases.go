package detect

import "github.com/namedrop/namedrop/index"

// phrases are the context and exclusion words of all brands, in one table.
type phrases struct {
	table *table
	list  []nearby
}

type nearby struct {
	brand   int32
	exclude bool
	key     string
	word    string
}

type phraseBuilder struct{ list []entry }

const (
	contextForm form = 100 + iota
	excludeForm
)

func (p *phraseBuilder) add(b *index.Brand, number int32) {
	for _, w := range b.Context {
		if k := string(key(nil, w)); k != "" {
			p.list = append(p.list, entry{brand: number, form: contextForm, key: k, name: w, words: wordCount(w)})
		}
	}
	for _, w := range b.Exclude {
		if k := string(key(nil, w)); k != "" {
			p.list = append(p.list, entry{brand: number, form: excludeForm, key: k, name: w, words: wordCount(w)})
		}
	}
}

func (p *phraseBuilder) build() *phrases {
	sortEntries(p.list)
	out := &phrases{table: tableOf(p.list), list: make([]nearby, len(p.list))}
	for i, e := range p.list {
		out.list[i] = nearby{e.brand, e.form == excludeForm, e.key, e.name}
	}
	return out
}
