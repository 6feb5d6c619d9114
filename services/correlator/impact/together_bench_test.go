package impact

import (
	"math/rand/v2"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
)

// visits are rows of a site with a day and a week in it.
func visits(r *rand.Rand, step Step, n int, mean float64) Series {
	s := Series{Metric: "visits", Step: step, Start: time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC), Values: make([]float64, n)}
	for i := range s.Values {
		m := mean
		if d := s.Time(i).Weekday(); d == time.Saturday || d == time.Sunday {
			m *= 0.5
		}
		if step == Hour {
			m *= [24]float64{.2, .1, .1, .1, .1, .2, .4, .8, 1.4, 1.8, 1.9, 1.8, 1.6, 1.8, 1.9, 1.8, 1.7, 1.5, 1.3, 1.2, 1.1, .9, .6, .3}[s.Time(i).Hour()]
		}
		s.Values[i] = distuv.Poisson{Lambda: m, Src: r}.Rand()
	}
	return s
}

func BenchmarkSpikesTwoYearsOfHours(b *testing.B) {
	s := visits(rand.New(rand.NewPCG(1, 2)), Hour, 2*365*24, 60)
	var opt SpikeOptions
	for i := range 200 {
		opt.Candidates = append(opt.Candidates, PoolMention{Mention: Mention{Span: Span{500 + 80*i, 1}}, Low: 5000})
		s.Values[503+80*i] += 400
	}
	for b.Loop() {
		if _, err := FindSpikes(s, opt); err != nil {
			b.Fatal(err)
		}
	}
}

// crowd is 1,000 mentions in 30 cells over ten years.
func crowd() (Series, []PoolMention, [][]int) {
	r := rand.New(rand.NewPCG(3, 4))
	s := visits(r, Day, 3650, 300)
	cells := make([][]int, 30)
	var mentions []PoolMention
	for i := range 1000 {
		kind := []string{"post", "post", "post", "video", "podcast"}[r.IntN(5)]
		mentions = append(mentions, PoolMention{Mention: Mention{Span: Span{60 + r.IntN(3500), Window(kind)}, Kind: kind}, Low: 1000, High: 4000})
		cells[i%30] = append(cells[i%30], i)
	}
	return s, mentions, cells
}

func BenchmarkPooledTable(b *testing.B) {
	s, mentions, cells := crowd()
	for b.Loop() {
		p, err := NewPooling(s, mentions, PoolOptions{})
		if err != nil {
			b.Fatal(err)
		}
		for _, c := range cells {
			p.Answer("", c)
		}
	}
}

// BenchmarkPooledAnswer is one pool of ten podcasts in 400 days, with the filter passes.
func BenchmarkPooledAnswer(b *testing.B) {
	s := visits(rand.New(rand.NewPCG(5, 6)), Day, 400, 100)
	var mentions []PoolMention
	var all []int
	for i := range 10 {
		mentions, all = append(mentions, PoolMention{Mention: Mention{Span: Span{60 + 30*i, 7}, Kind: "podcast"}}), append(all, i)
	}
	for b.Loop() {
		p, err := NewPooling(s, mentions, PoolOptions{})
		if err != nil {
			b.Fatal(err)
		}
		p.Answer("", all)
	}
}
