package detect

import "github.com/namedrop/namedrop/index"

// phrases are the context and exclusion words of all brands, in one table.
type phrases struct {
	table   *table
	entries []entry
}

type phraseBuilder struct{ list []entry }

const (
	contextForm form = 100 + iota
	excludeForm
)

func (p *phraseBuilder) add(b *index.Brand, number int32) {
	put := func(f form, list []string) {
		for _, w := range list {
			if k := string(key(nil, w)); k != "" {
				p.list = append(p.list, entry{brand: number, form: f, key: k, name: w, words: wordCount(w), probe: uint8(min(len(k), maxLetters))})
			}
		}
	}
	put(contextForm, b.Context)
	put(excludeForm, b.Exclude)
}

func (p *phraseBuilder) build() *phrases {
	return &phrases{newTable(p.list, false), p.list}
}
