package detect

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/indextest/archive"
)

// dense makes hours of talk, each of which names up to a dozen of forty brands, so that every text
// is searched for a dozen sound-alikes.
func dense(hours int) ([]*feeds.Document, []index.Brand) {
	names := make([]index.Brand, 40)
	for i := range names {
		name := fmt.Sprintf("Quorvex%02d", i)
		names[i] = index.Brand{ID: strings.ToLower(name), Name: name}
	}
	r := rand.New(rand.NewPCG(7, 11))
	draw := archive.Talk(r)
	docs := make([]*feeds.Document, hours)
	for i := range docs {
		mine := make([]string, 14)
		for n := range mine {
			mine[n] = names[r.IntN(len(names))].Name
		}
		d := &feeds.Document{Title: fmt.Sprint("Episode ", i), Language: "en", Origin: feeds.Captions}
		line := make([]string, 11)
		for size, at := 0, 0.0; size < 57_000; at += 4 {
			for n := range line {
				line[n] = draw()
			}
			line[0] = strings.ToUpper(line[0][:1]) + line[0][1:]
			if r.IntN(60) == 0 {
				line[5] = mine[r.IntN(len(mine))]
			}
			text := strings.Join(line, " ") + "."
			d.Cues = append(d.Cues, feeds.Cue{Start: at, End: at + 3.9, Text: text})
			size += len(text) + 1
		}
		docs[i] = d
	}
	return docs, names
}

// BenchmarkDense is the work of a detector on texts that are all searched for sound-alikes: from
// cues to hits, and from hits to types of mention.
func BenchmarkDense(b *testing.B) {
	docs, brands := dense(50)
	byID := make(map[string]index.Brand, len(brands))
	for _, brand := range brands {
		byID[brand.ID] = brand
	}
	d, err := New(brands, Options{})
	if err != nil {
		b.Fatal(err)
	}
	_, size := bodies(docs)
	found := make([]map[string][]index.Hit, len(docs))
	b.Run("detect", func(b *testing.B) {
		defer cpuRate(b, size)()
		b.ReportAllocs()
		for b.Loop() {
			for i, doc := range docs {
				found[i] = ByBrand(d.Detect(doc))
			}
		}
	})
	b.Run("classify", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for i, doc := range docs {
				for id, hits := range found[i] {
					Classify(doc, byID[id], hits)
				}
			}
		}
	})
}
