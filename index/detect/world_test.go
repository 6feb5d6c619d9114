package detect

import (
	"fmt"
	"math/rand/v2"
	"strings"

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

// speech makes about size bytes of lower-case speech out of English words, with a brand
// every few hundred words.
func speech(size int, brands []index.Brand) string {
	r := rand.New(rand.NewPCG(3, 4))
	common := strings.Fields("the of and to in a is that it for you we on they with this have are be not what so but as at if can or from one would there about know think going really people because just like something when where work right time make things well other more people company product customers team market growth episode show today question")
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		if i%400 == 399 {
			b.WriteString(brands[r.IntN(len(brands))].Name)
		} else {
			b.WriteString(common[r.IntN(len(common))])
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// cut makes cues of ten words, four seconds each.
func cut(text string) []feeds.Cue {
	var cues []feeds.Cue
	words := strings.Fields(text)
	for i := 0; i < len(words); i += 10 {
		at := float64(len(cues)) * 4
		cues = append(cues, feeds.Cue{Start: at, End: at + 4, Text: strings.Join(words[i:min(i+10, len(words))], " ")})
	}
	return cues
}
