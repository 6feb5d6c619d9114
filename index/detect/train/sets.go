package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/indextest"
)

// Set is documents with the hits that people labelled, and the brands to look for.
type Set struct {
	Name   string
	Weight float64 // of its documents in training
	Brands []index.Brand
	Docs   []Doc
}

// Doc is one labelled document.
type Doc struct {
	indextest.Labelled
	Ignore []Span
	Group  string // the recording that it is one version of
	fold   int
}

// Span is a range of code points.
type Span struct{ Start, End int }

// Overlaps reports whether two ranges share a character.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Folds is into how many parts a set is split. Each part is judged by what was learned from the
// others.
const Folds = 20

// sources are the sets that are learned from: calls, podcasts, and captions without mishearings,
// which keep the precision up.
var sources = []struct {
	name, docs, brands string
	weight             float64
}{
	{"calls", "detect/earnings21-asr.jsonl", "detect/brands-earnings21.jsonl", 1},
	{"podcasts", "asr/podcasts-asr.jsonl", "asr/brands-podcasts-asr.jsonl", 1},
	{"captions", "detect/changelog-captions.jsonl", "detect/brands-changelog.jsonl", 0.5},
}

// Sets reads the sets from a folder of data.
func Sets(data string) (sets []*Set, err error) {
	for _, s := range sources {
		set := &Set{Name: s.name, Weight: s.weight}
		if set.Brands, err = readRows[index.Brand](filepath.Join(data, s.brands)); err != nil {
			return nil, err
		}
		rows, err := readRows[row](filepath.Join(data, s.docs))
		if err != nil {
			return nil, err
		}
		groups := map[string]int{}
		for i := range rows {
			doc := rows[i].doc()
			n, known := groups[doc.Group]
			if !known {
				n = len(groups)
				groups[doc.Group] = n
			}
			doc.fold = n % Folds
			set.Docs = append(set.Docs, doc)
		}
		sets = append(sets, set)
	}
	return sets, nil
}

type row struct {
	feeds.Document
	Gold, Ignore []struct {
		Brand, Class string
		Start        int `json:"start_char"`
		End          int `json:"end_char"`
	}
}

func (r *row) doc() Doc {
	d := Doc{Labelled: indextest.Labelled{Document: &r.Document}, Group: r.ID}
	// e21-4330115-amazon: the same call has been recognized by several.
	if parts := strings.Split(r.ID, "-"); len(parts) == 3 && parts[0] == "e21" {
		d.Group = parts[1]
	}
	for _, g := range r.Gold {
		d.Gold = append(d.Gold, indextest.Gold{Brand: g.Brand, Class: g.Class, Start: g.Start, End: g.End})
	}
	for _, i := range r.Ignore {
		d.Ignore = append(d.Ignore, Span{i.Start, i.End})
	}
	return d
}

func readRows[T any](path string) (list []T, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		list = append(list, v)
	}
	return list, lines.Err()
}
