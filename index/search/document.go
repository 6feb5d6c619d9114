package search

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/index/search/text"
)

// The fields of a passage in bleve. The mapping is static. Only words have positions;
// no field has norms or bleve's doc values (see docValues). "t" holds each word as it is
// spelled (folded), "s" the stems and compound parts that differ from it.
const (
	fieldText       = "t"
	fieldLoose      = "s"
	fieldPairs      = "c" // pairs of frequent neighbours, see pairTerm
	fieldTitle      = "i" // words of the document's title, on every passage
	fieldTitleLoose = "j"
	fieldBrand      = "b" // brand, type and confidence, see brandTerm
	fieldKind       = "k"
	fieldSource     = "o"
	fieldShow       = "w"
	fieldSite       = "h"
	fieldPerson     = "p"
	fieldSpeaker    = "v"
	fieldLang       = "l"
	fieldTime       = "d" // seconds, see timeTerm
	fieldCluster    = "z" // on heads only, see clusterTerm
	fieldPassage    = "x" // stored: the passage
	fieldHead       = "m" // stored on heads: the document
)

// MappingVersion is raised when fields or terms change. An index of another version is
// rebuilt at the next start.
const MappingVersion = 3 // 3: Dutch stems end in s and f where they ended in z and v; clusters come with the entry

const (
	keyword   = bleveindex.IndexField | bleveindex.SkipFreqNorm
	stored    = bleveindex.StoreField
	positions = bleveindex.IndexField | bleveindex.IncludeTermVectors
)

// terms is a field whose terms are ready before bleve sees it, so none of bleve's analyzers
// run. A field with words set computes them in Analyze, which bleve calls in its worker
// goroutines.
type terms struct {
	name    string
	options bleveindex.FieldIndexingOptions
	value   []byte
	words   func() bleveindex.TokenFrequencies
	freqs   bleveindex.TokenFrequencies
}

func (t *terms) Name() string                                          { return t.name }
func (t *terms) Value() []byte                                         { return t.value }
func (t *terms) ArrayPositions() []uint64                              { return nil }
func (t *terms) EncodedFieldType() byte                                { return 't' }
func (t *terms) Options() bleveindex.FieldIndexingOptions              { return t.options }
func (t *terms) AnalyzedLength() int                                   { return 1 }
func (t *terms) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return t.freqs }
func (t *terms) NumPlainTextBytes() uint64                             { return uint64(len(t.value)) }

func (t *terms) Analyze() {
	if t.words != nil {
		t.freqs = t.words()
	}
}

func keywords(name string, values ...string) *terms {
	f := &terms{name: name, options: keyword, freqs: make(bleveindex.TokenFrequencies, len(values))}
	for _, v := range values {
		if v != "" {
			f.freqs[v] = &bleveindex.TokenFreq{Term: []byte(v)}
		}
	}
	return f
}

// documents returns the bleve documents of an entry: one for each passage. An entry without
// a head gets one, because the head stores the document itself.
func documents(e *index.Entry, throttle *throttle) []*document.Document {
	passages := e.Passages
	if len(passages) == 0 || passages[0].Number != 0 && passages[0].Number < batchPassages {
		passages = append([]index.Passage{{Document: e.Document, Text: e.Title}}, passages...)
	}
	shared := []document.Field{
		keywords(fieldKind, string(e.Kind)), keywords(fieldSource, e.Sources...), keywords(fieldShow, e.Show),
		keywords(fieldSite, e.Site), keywords(fieldPerson, e.People...), keywords(fieldTime, timeTerm(e.Published)),
	}
	brands := map[int][]string{}
	for _, b := range e.Brands {
		brands[b.Passage] = append(brands[b.Passage], brandTerm(b))
	}
	titles := map[text.Language][]document.Field{}
	out := make([]*document.Document, 0, len(passages))
	for i := range passages {
		p := &passages[i]
		d := document.NewDocument(passage.ID(e.Document, p.Number))
		d.Fields = append(d.Fields, shared...)
		c := &analysis{text: p.Text, language: text.LanguageOf(p.Language), throttle: throttle}
		t := titles[c.language]
		if t == nil {
			t = titleFields(e.Title, c.language)
			titles[c.language] = t
		}
		d.Fields = append(d.Fields, t...)
		d.Fields = append(d.Fields,
			&terms{name: fieldText, options: positions, words: c.exact},
			&terms{name: fieldLoose, options: keyword, words: c.loose}, // after exact: bleve keeps the order
			&terms{name: fieldPairs, options: keyword, words: c.pairs},
			keywords(fieldLang, text.Base(p.Language)),
			&terms{name: fieldPassage, options: stored, value: encodePassage(p)},
		)
		if len(p.Speakers) > 0 {
			d.Fields = append(d.Fields, keywords(fieldSpeaker, p.Speakers...))
		}
		if b := brands[p.Number]; len(b) > 0 {
			d.Fields = append(d.Fields, keywords(fieldBrand, b...))
		}
		if p.Number == 0 {
			d.Fields = append(d.Fields, &terms{name: fieldHead, options: stored, value: encodeHead(e)}, keywords(fieldCluster, clusterTerm(hash(clusterOf(e)))))
		}
		out = append(out, d)
	}
	return out
}

// titleFields returns the words of a title, and their looser forms in a language.
func titleFields(title string, l text.Language) []document.Field {
	var exact, loose []string
	for _, t := range text.Tokenize(title, nil) {
		exact = append(exact, t.Term)
		loose = append(loose, query.Loose(l, t.Term)...)
	}
	return []document.Field{keywords(fieldTitle, exact...), keywords(fieldTitleLoose, loose...)}
}

// brandTerm writes a mention as one term: brand, type and confidence in hundredths. So "a
// sponsor mention of Acme" is a property of one term, and cannot mix two mentions.
func brandTerm(b index.EntryBrand) string {
	return fmt.Sprintf("%s\x1f%s\x1f%03d", b.Brand, b.Type, query.Hundredths(b.Confidence))
}

func readBrandTerm(s string) (brand string, t index.MentionType, hundredths int) {
	brand, rest, _ := strings.Cut(s, "\x1f")
	kind, c, _ := strings.Cut(rest, "\x1f")
	for i := 0; i < len(c); i++ {
		hundredths = hundredths*10 + int(c[i]-'0')
	}
	return brand, index.MentionType(kind), hundredths
}

// timeTerm writes a time so that terms sort as times do. Flipping the sign bit puts times
// before 1970 first.
func timeTerm(t time.Time) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(t.Unix())^(1<<63))
	return string(b[:])
}

func readTimeTerm(s string) int64 {
	if len(s) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64([]byte(s)) ^ (1 << 63))
}

func (t *terms) Size() int { return len(t.value) + 64*len(t.freqs) }
