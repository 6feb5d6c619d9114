package search

import (
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/index"
)

// The signature and keys of a text are stored in every index: they must never change.
func TestSignatureStays(t *testing.T) {
	long := strings.Repeat("Écoute, the QUICK brown\u00a0fox @fox jumped at https://x.example/1 over \u212aelvin's 3 łódź (two: ٣) dogs\xff\v-- and İzmir; ", 9)
	for text, want := range map[string]string{
		"too short for it": "c45e318e",
		"Eight words — @none of these, then http://x.example/y at the least": "913d0095",
		long: "705a5488",
	} {
		sk, keys := signatureOf(&index.Entry{Passages: []index.Passage{{Text: "Title"}, {Number: 1, Text: text}}}, new([]uint64))
		if got := fmt.Sprintf("%08x", crc32.ChecksumIEEE(fmt.Append(nil, sk, keys))); got != want {
			t.Errorf("%.20q: %s, want %s", text, got, want)
		}
	}
}

// BenchmarkSignature signs an hour of talk in eighty passages, in plain ASCII and with
// accents.
func BenchmarkSignature(b *testing.B) {
	for _, c := range []struct{ name, vocabulary string }{
		{"english", `The and of to that we you customer pricing platform, subscriptions don't really Acme understanding growth
			about what (sometimes) quarterly revenue it's was for market team people product a in so`},
		{"french", `Les des une est que pour dans société l'équipe très élevée marché être déjà à données produit clientèle
			numérique première année le la et en au café croissance`},
	} {
		r := rand.New(rand.NewPCG(5, 8))
		words := strings.Fields(c.vocabulary)
		e := index.Entry{Passages: []index.Passage{{Text: "An hour of talk"}}}
		size := 0
		for i := range 80 {
			var text []string
			for range 124 {
				text = append(text, words[r.IntN(len(words))])
			}
			e.Passages = append(e.Passages, index.Passage{Number: i + 1, Text: strings.Join(text, " ")})
			size += len(e.Passages[i+1].Text)
		}
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			var room []uint64
			for b.Loop() {
				signatureOf(&e, &room)
			}
		})
	}
}
