package searchbench

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/simple"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/text"
)

// Stock writes entries into bleve as its users do: a mapping describes the fields, and
// bleve's own analyzers for each language cut and stem the words. The entries, writers and
// batches are those of [Bare], without the pairs of frequent words and the head that the
// search index also keeps.
func Stock(ctx context.Context, dir string, entries []index.Entry) (err error) {
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
		b, err := bleve.NewUsing(filepath.Join(dir, e.Month), stockMapping(), scorch.Name, bleve.Config.DefaultKVStore, nil)
		if err != nil {
			return err
		}
		months[e.Month] = b
	}
	return byTwo(ctx, entries, func(list []index.Entry) error {
		b := months[list[0].Month]
		batch := b.NewBatch()
		for i := range list {
			for _, p := range stockPassages(&list[i]) {
				if err := batch.Index(p.id, p); err != nil {
					return err
				}
			}
		}
		return b.Batch(batch)
	})
}

// stockPassage is a passage as bleve's mapping reads it.
type stockPassage struct {
	id      string
	Text    string   `json:"text"`
	Title   string   `json:"title"`
	Lang    string   `json:"lang"`
	Kind    string   `json:"kind"`
	Source  []string `json:"source"`
	Show    string   `json:"show"`
	Site    string   `json:"site"`
	Person  []string `json:"person"`
	Speaker []string `json:"speaker"`
	Time    string   `json:"time"`
}

// Type chooses the mapping.
func (p stockPassage) Type() string { return text.LanguageOf(p.Lang).String() }

func stockPassages(e *index.Entry) []stockPassage {
	out := make([]stockPassage, 0, len(e.Passages))
	for _, p := range e.Passages {
		out = append(out, stockPassage{
			id: p.ID, Text: p.Text, Title: e.Title, Lang: p.Language, Kind: string(e.Kind), Source: e.Sources, Show: e.Show,
			Site: e.Site, Person: e.People, Speaker: p.Speakers, Time: e.Published.Format(time.RFC3339),
		})
	}
	return out
}

func stockMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = stockDocument(simple.Name)
	for l, analyzer := range map[text.Language]string{
		text.English: en.AnalyzerName, text.Dutch: nl.AnalyzerName, text.German: de.AnalyzerName,
		text.French: fr.AnalyzerName, text.Spanish: es.AnalyzerName,
	} {
		m.AddDocumentMapping(l.String(), stockDocument(analyzer))
	}
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// stockDocument has words unstemmed with their places, and stemmed; the rest are
// keywords.
func stockDocument(stemmed string) *mapping.DocumentMapping {
	d := bleve.NewDocumentStaticMapping()
	field := func(name, analyzer string, store, places bool) *mapping.FieldMapping {
		f := bleve.NewTextFieldMapping()
		f.Name, f.Analyzer, f.Store, f.IncludeTermVectors = name, analyzer, store, places
		f.IncludeInAll, f.DocValues = false, false
		return f
	}
	d.AddFieldMappingsAt("text", field("t", simple.Name, true, true), field("s", stemmed, false, false))
	d.AddFieldMappingsAt("title", field("i", simple.Name, false, false), field("j", stemmed, false, false))
	for _, name := range []string{"lang", "kind", "source", "show", "site", "person", "speaker", "time"} {
		d.AddFieldMappingsAt(name, field(name, "keyword", false, false))
	}
	return d
}
