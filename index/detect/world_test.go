package detect

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/trustelem/zxcvbn/frequency"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// syllables build invented words and names.
var syllables = strings.Fields("ba be bi bo bu da de di do du fa fe fi fo ga go ka ke ki ko la le li lo lu ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to va ve vi wa we za ze zo")

func word(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(syllables[r.IntN(len(syllables))])
	}
	return b.String()
}

// inventBrands makes n brands, a third of them of two words.
func inventBrands(n int) []index.Brand {
	r := rand.New(rand.NewPCG(1, 2))
	brands := make([]index.Brand, n)
	for i := range brands {
		name := strings.Title(word(r, 3+r.IntN(3))) //nolint:staticcheck // ASCII only
		if i%3 == 0 {
			name += " " + strings.Title(word(r, 2+r.IntN(2))) //nolint:staticcheck // ASCII only
		}
		brands[i] = index.Brand{ID: fmt.Sprintf("b%d", i), Name: name}
	}
	return brands
}

// speech returns about size bytes of lower-case speech with a brand every few hundred words. Words
// are drawn from film dialogue by Zipf's law, with the mean length and variety of real transcripts.
// A text of a few dozen words would be learned by the processor's branch predictor, and any loop
// would run twice as fast over it.
func speech(size int, brands []index.Brand, seed uint64) string {
	r := rand.New(rand.NewPCG(3, seed))
	spoken := frequency.FrequencyLists["us_tv_and_film"]
	rank := rand.NewZipf(r, 1.3, 6, uint64(len(spoken)-1))
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		if i%400 == 399 {
			b.WriteString(brands[r.IntN(len(brands))].Name)
		} else {
			b.WriteString(spoken[rank.Uint64()])
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// cut returns cues of ten words, four seconds each.
func cut(text string) []feeds.Cue {
	var cues []feeds.Cue
	words := strings.Fields(text)
	for i := 0; i < len(words); i += 10 {
		at := float64(len(cues)) * 4
		cues = append(cues, feeds.Cue{Start: at, End: at + 4, Text: strings.Join(words[i:min(i+10, len(words))], " ")})
	}
	return cues
}
