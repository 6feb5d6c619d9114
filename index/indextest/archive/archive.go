// Package archive makes a seeded archive of any size, for tests and benchmarks of
// detection, search and the whole pipeline.
//
// The archive is invented: words drawn by Zipf's law around the topic of each
// document, the most frequent of them the function words of English, Dutch and German,
// so that frequent words are as frequent as in speech, and rare ones as many.
package archive

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"sort"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
)

// Archive makes entries. The same seed and size give the same archive.
type Archive struct {
	Seed     uint64
	Passages int       // at least so many
	Months   int       // over which they are spread; 36 if 0
	End      time.Time // of the last month; 2026-11 if zero
}

const (
	vocabulary   = 60_000
	passageWords = 80
	shows        = 400
	speakers     = 900
	brands       = 60
)

// Vocabulary returns the words of the archive, the most frequent first.
func Vocabulary(seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 1))
	out := strings.Fields(`the to and of a in that is it for you we on with this be are have not so they at or what as if there about was can just
		our from but your all one do more will an by how get like when out people who would which up their been has know think
		time really some them go now because make than into other these company work product team also very customer market
		pricing sales marketing data software brand platform growth podcast budget campaign switched switching vendor contract`)
	seen := map[string]bool{}
	for _, w := range out {
		seen[w] = true
	}
	onset := strings.Fields("b c d f g h j k l m n p r s t v w z br cl cr dr fl gr pl pr sl sp st tr th sh ch qu")
	nucleus := strings.Fields("a e i o u ai ea ee ie oa ou oo")
	coda := strings.Fields("n r l s t m d k p ng nt st rd ck x")
	ending := strings.Fields("s ed ing er ly tion ment ness able en heid isch ung")
	pick := func(of []string) string { return of[r.IntN(len(of))] }
	for len(out) < vocabulary {
		var b strings.Builder
		for n := 1 + r.IntN(3); n > 0; n-- {
			b.WriteString(pick(onset))
			b.WriteString(pick(nucleus))
			if r.IntN(2) == 0 {
				b.WriteString(pick(coda))
			}
		}
		if r.IntN(3) == 0 {
			b.WriteString(pick(ending))
		}
		if w := b.String(); !seen[w] && len(w) > 2 {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// Zipf draws ranks with probability about 1/(rank+2.7).
type Zipf struct{ sums []float64 }

// NewZipf returns the distribution over n ranks.
func NewZipf(n int) Zipf {
	z := Zipf{make([]float64, n)}
	sum := 0.0
	for i := range n {
		sum += 1 / math.Pow(float64(i)+2.7, 1.05)
		z.sums[i] = sum
	}
	return z
}

// Draw returns a rank from 0 to n-1.
func (z Zipf) Draw(r *rand.Rand) int {
	return sort.SearchFloat64s(z.sums, r.Float64()*z.sums[len(z.sums)-1])
}

// Brand returns the id of one of the archive's brands; its name is the same word.
func Brand(i int) string { return fmt.Sprintf("brand%02d", i) }

// Entries makes the archive month by month, oldest first.
func (a Archive) Entries() iter.Seq[index.Entry] {
	if a.Months == 0 {
		a.Months = 36
	}
	if a.End.IsZero() {
		a.End = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	}
	return func(yield func(index.Entry) bool) {
		r := rand.New(rand.NewPCG(a.Seed, 2))
		words, law := Vocabulary(a.Seed), NewZipf(vocabulary)
		first := a.End.AddDate(0, 1-a.Months, 0)
		made := 0
		for m := range a.Months {
			month := first.AddDate(0, m, 0)
			quota := a.Passages * (m + 1) / a.Months
			for n := 0; made < quota; n++ {
				at := month.Add(time.Duration(r.Int64N(int64(28 * 24 * time.Hour)))).Truncate(time.Second)
				e := document(r, words, law, fmt.Sprintf("%d-%d", m, n), at)
				e.Seq = uint64(made + 1)
				made += len(e.Passages)
				if !yield(e) {
					return
				}
			}
		}
	}
}

func document(r *rand.Rand, words []string, law Zipf, key string, at time.Time) index.Entry {
	show := r.IntN(shows)
	e := index.Entry{
		Document: feeds.ID("bench", key), Revision: "1", Month: at.Format("2006-01"), Kind: feeds.Podcast, Network: "podcast",
		Sources: []string{fmt.Sprintf("source%03d", show)}, Show: fmt.Sprintf("Show %s %d", words[200+show], show), Site: fmt.Sprintf("show%d.example", show),
		URL: "https://show.example/" + key, Audio: "https://cdn.example/" + key + ".mp3", Published: at,
	}
	n := 20 + r.IntN(60)
	switch r.IntN(10) {
	case 0, 1, 2, 3, 4:
		e.Kind, e.Network, n = feeds.Post, "bluesky", 1
	case 5:
		e.Kind, e.Network = feeds.Video, "youtube"
	case 6:
		e.Kind, e.Network, n = feeds.Page, "web", 2+r.IntN(8)
	}
	language := []string{"en", "en", "en", "en", "en", "en", "en", "nl", "nl", "de"}[show%10]
	topic := make([]string, 12)
	for i := range topic {
		topic[i] = words[100+r.IntN(8000)]
	}
	sentence := func(count int) string {
		var b strings.Builder
		for i := range count {
			w := ""
			if r.IntN(12) == 0 {
				w = topic[r.IntN(len(topic))]
			} else {
				w = words[law.Draw(r)]
			}
			if i == 0 || r.IntN(40) == 0 {
				w = strings.ToUpper(w[:1]) + w[1:]
			}
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w)
			if i%14 == 13 && i < count-1 {
				b.WriteByte('.')
			}
		}
		b.WriteByte('.')
		return b.String()
	}
	e.Title = sentence(6)
	guest := fmt.Sprintf("Speaker %s", words[300+r.IntN(speakers)])
	host := fmt.Sprintf("Host %s", words[300+show])
	start := 0
	for i := range n + 1 {
		p := index.Passage{ID: passage.ID(e.Document, i), Document: e.Document, Number: i, Language: language}
		if i == 0 {
			p.Text = e.Title + "\n" + sentence(30)
		} else {
			p.Text = sentence(passageWords - 15 + r.IntN(30))
			p.Start, p.End = start, start+len(p.Text)
			start = p.End + 1
			p.From, p.To = float64(i)*40, float64(i)*40+39
			if e.Kind == feeds.Podcast || e.Kind == feeds.Video {
				p.Speakers = []string{host}
				if r.IntN(2) == 0 {
					p.Speakers = []string{guest}
				}
			}
		}
		if r.IntN(12) == 0 {
			b := Brand(int(math.Pow(r.Float64(), 2) * brands))
			p.Text += " We use " + b + " for it."
			p.End = p.Start + len(p.Text)
			e.Brands = append(e.Brands, index.EntryBrand{Brand: b, Passage: i, Confidence: 0.5 + r.Float64()/2, Type: index.Passing})
		}
		e.Passages = append(e.Passages, p)
	}
	return e
}

// Bytes returns the length of an entry's text.
func Bytes(e index.Entry) int {
	n := 0
	for _, p := range e.Passages {
		n += len(p.Text)
	}
	return n
}
