package searchbench

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/index/search/text"
)

// Bare writes entries straight into bleve below dir: the words and fields of the search
// index, one partition for each month, two writers, batches of about a thousand passages,
// safe batches. It has no near-duplicates and no offset, and nothing is searched. Bleve gets
// its terms ready and analyzes nothing. It is the lower bound that pipelines are measured
// against; [Stock] is what bleve does by itself.
func Bare(ctx context.Context, dir string, entries []index.Entry) (err error) {
	static := bleve.NewIndexMapping()
	static.DefaultMapping = bleve.NewDocumentDisabledMapping()
	static.StoreDynamic, static.IndexDynamic, static.DocValuesDynamic = false, false, false
	months := map[string]bleve.Index{}
	defer func() {
		for _, b := range months {
			err = errors.Join(err, b.Close())
		}
	}()
	for _, e := range entries {
		if months[e.Month] != nil {
			continue
		}
		b, err := bleve.NewUsing(filepath.Join(dir, e.Month), static, scorch.Name, bleve.Config.DefaultKVStore, nil)
		if err != nil {
			return err
		}
		months[e.Month] = b
	}
	return byTwo(ctx, entries, func(list []index.Entry) error {
		b := months[list[0].Month]
		batch := b.NewBatch()
		for i := range list {
			for _, d := range bareDocuments(&list[i]) {
				if err := batch.IndexAdvanced(d); err != nil {
					return err
				}
			}
		}
		return b.Batch(batch)
	})
}

func bareDocuments(e *index.Entry) []*document.Document {
	shared := []document.Field{
		keywords("kind", string(e.Kind)), keywords("source", e.Sources...), keywords("show", e.Show), keywords("site", e.Site),
		keywords("person", e.People...), keywords("time", e.Published.Format("20060102150405")),
	}
	out := make([]*document.Document, 0, len(e.Passages))
	for i := range e.Passages {
		p := &e.Passages[i]
		d := document.NewDocument(p.ID)
		stored, _ := json.Marshal(p) // a passage always encodes
		d.Fields = append(append(d.Fields, shared...), keywords("title", e.Title), keywords("lang", p.Language), keywords("speaker", p.Speakers...),
			&bareField{name: "passage", options: bleveindex.StoreField, value: stored})
		d.Fields = append(d.Fields, bareWords(p.Text, text.LanguageOf(p.Language))...)
		out = append(out, d)
	}
	return out
}

// bareWords cuts a text into the three fields of words: each word with its positions, the
// looser forms, and pairs of frequent neighbours.
func bareWords(s string, l text.Language) []document.Field {
	tokens := text.Tokenize(s, nil)
	exact, loose, pairs := bleveindex.TokenFrequencies{}, map[string]bool{}, map[string]bool{}
	for i, t := range tokens {
		f := exact[t.Term]
		if f == nil {
			f = &bleveindex.TokenFreq{Term: []byte(t.Term)}
			exact[t.Term] = f
		}
		f.Locations = append(f.Locations, &bleveindex.TokenLocation{Position: t.Pos + 1})
		f.SetFrequency(len(f.Locations))
		for _, form := range query.Loose(l, t.Term) {
			loose[form] = true
		}
		if i > 0 && text.Frequent(t.Term) && text.Frequent(tokens[i-1].Term) {
			pairs[tokens[i-1].Term+" "+t.Term] = true
		}
	}
	return []document.Field{
		&bareField{name: "word", options: bleveindex.IndexField | bleveindex.IncludeTermVectors, freqs: exact},
		keywords("loose", keys(loose)...), keywords("pair", keys(pairs)...),
	}
}

func keys(set map[string]bool) (out []string) {
	for k := range set {
		out = append(out, k)
	}
	return out
}

func keywords(name string, values ...string) *bareField {
	f := &bareField{name: name, options: bleveindex.IndexField | bleveindex.SkipFreqNorm, freqs: bleveindex.TokenFrequencies{}}
	for _, v := range values {
		if v != "" {
			f.freqs[v] = &bleveindex.TokenFreq{Term: []byte(v)}
		}
	}
	return f
}

// bareField is a field that comes with its terms.
type bareField struct {
	name    string
	options bleveindex.FieldIndexingOptions
	value   []byte
	freqs   bleveindex.TokenFrequencies
}

func (f *bareField) Name() string                                          { return f.name }
func (f *bareField) Value() []byte                                         { return f.value }
func (f *bareField) ArrayPositions() []uint64                              { return nil }
func (f *bareField) EncodedFieldType() byte                                { return 't' }
func (f *bareField) Analyze()                                              {}
func (f *bareField) Options() bleveindex.FieldIndexingOptions              { return f.options }
func (f *bareField) AnalyzedLength() int                                   { return 1 }
func (f *bareField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.freqs }
func (f *bareField) NumPlainTextBytes() uint64                             { return uint64(len(f.value)) }
func (f *bareField) Size() int                                             { return len(f.value) + 64*len(f.freqs) }
