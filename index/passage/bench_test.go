package passage_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
)

// hour is an hour of talk in cues of four seconds, made of those words.
func hour(language, vocabulary string) *feeds.Document {
	words := strings.Fields(vocabulary)
	r := rand.New(rand.NewPCG(5, 8))
	d := &feeds.Document{ID: "0123456789abcdef0123456789abcdef", Title: "An hour of talk", Language: language, URL: "https://show.example/1"}
	for i := range 900 {
		var line []string
		for range 11 {
			line = append(line, words[r.IntN(len(words))])
		}
		at := float64(4 * i)
		d.Cues = append(d.Cues, feeds.Cue{Start: at, End: at + 3.9, Speaker: []string{"Ann", "Bo"}[i/20%2], Text: strings.Join(line, " ") + "."})
	}
	return d
}

// BenchmarkEntry makes the passages of an hour, in plain ASCII and with accents, and of
// the same as a text without times.
func BenchmarkEntry(b *testing.B) {
	english := hour("en", `The and of to that we you customer pricing platform, subscriptions don't really Acme understanding growth
		about what (sometimes) quarterly revenue it's was for market team people product a in so`)
	french := hour("fr", `Les des une est que pour dans société l'équipe très élevée marché être déjà à données produit clientèle
		numérique première année le la et en au café croissance`)
	written := &feeds.Document{ID: english.ID, Title: english.Title, Language: "en", Text: english.Body()}
	for _, c := range []struct {
		name string
		d    *feeds.Document
	}{{"english", english}, {"french", french}, {"written", written}} {
		n := len(c.d.Body())
		var mentions []index.Mention
		for _, brand := range []string{"acme", "bolt", "cog"} {
			m := index.Mention{Brand: brand, Type: index.Passing}
			for i := range 4 {
				m.Hits = append(m.Hits, index.Hit{Field: index.InText, Start: n / 5 * (i + 1), Confidence: .9})
			}
			mentions = append(mentions, m)
		}
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(n))
			b.ReportAllocs()
			for b.Loop() {
				passage.Entry(c.d, "A show", "2026-11", 1, mentions)
			}
		})
	}
}
