package impact

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestSpikesAreFoundAndExplained(t *testing.T) {
	s := visits(rand.New(rand.NewPCG(4, 2)), Day, 500, 100)
	s.Values[400] += 150
	s.Values[450] += 150
	opt := SpikeOptions{Candidates: []PoolMention{{Mention: Mention{Span: Span{400, 7}, Name: "Harbour Talk"}, Low: 20_000}}}
	found, err := FindSpikes(s, opt)
	if err != nil {
		t.Fatal(err)
	}
	// Of the days that are listed one in twenty may be chance.
	at := map[int]Spike{}
	for _, f := range found {
		at[f.Row] = f
	}
	if len(found) > 3 || at[400].Row != 400 || at[450].Row != 450 {
		t.Fatalf("found %+v", found)
	}
	if c := at[400].Causes; len(c) != 1 || c[0].Name != "Harbour Talk" || c[0].Share < 0.5 {
		t.Errorf("causes %+v", c)
	}
	if len(at[450].Causes) != 0 || at[450].Unexplained != 1 {
		t.Errorf("a spike with nothing near: %+v", at[450])
	}
}

func TestSpikesOfBadInput(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Skip(err)
	}
	s := visits(rand.New(rand.NewPCG(5, 1)), Hour, 24*120, 60)
	s.Start = time.Date(2026, time.January, 1, 0, 0, 0, 0, zone)
	changed := s.Row(time.Date(2026, time.March, 29, 3, 0, 0, 0, zone))
	last := len(s.Values) - 1
	gap := s.Row(time.Date(2026, time.April, 10, 12, 0, 0, 0, zone))
	s.Values[changed] += 400
	s.Values[last] += 400
	s.Values[gap], s.Values[gap-1] = math.NaN(), math.NaN()
	s.Values[gap+1] += 400
	opt := SpikeOptions{}
	for i := range 500 {
		opt.Candidates = append(opt.Candidates, PoolMention{Mention: Mention{Span: Span{last - i%40, 1}, Name: "x"}, Low: float64(i)})
	}
	found, err := FindSpikes(s, opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []int{changed, last, gap + 1} {
		k := slices.IndexFunc(found, func(f Spike) bool { return f.Row == row })
		if k < 0 {
			t.Errorf("%s isn't found", s.Label(row))
			continue
		}
		sum := found[k].Unexplained
		for _, c := range found[k].Causes {
			sum += c.Share
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: shares add up to %v", s.Label(row), sum)
		}
		if row == last && len(found[k].Causes) != listedCauses+1 {
			t.Errorf("500 candidates: %d causes listed", len(found[k].Causes))
		}
	}
	if slices.ContainsFunc(found, func(f Spike) bool { return f.Row == gap || f.Row == gap-1 }) {
		t.Error("a gap was found as a spike")
	}
	short := s
	short.Values = s.Values[:10]
	if found, err := FindSpikes(short, SpikeOptions{}); err != nil || len(found) != 0 {
		t.Errorf("ten hours: %v %v", found, err)
	}
	for _, v := range []float64{0, 7} {
		flat := s
		flat.Values = slices.Repeat([]float64{v}, 2000)
		if found, err := FindSpikes(flat, SpikeOptions{}); err != nil || len(found) != 0 {
			t.Errorf("always %v: %v %v", v, found, err)
		}
	}
}

func TestExplainedSpikesAreNotUsual(t *testing.T) {
	s := visits(rand.New(rand.NewPCG(6, 1)), Day, 500, 100)
	var season []Event
	for i := range 30 {
		s.Values[90+4*i] *= 2.2
		season = append(season, Event{Span: Span{90 + 4*i, 1}, Name: "match", Over: true})
	}
	s.Values[480] = 230
	now := func(e []Event) bool {
		found, err := FindSpikes(s, SpikeOptions{Events: e})
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(found, func(f Spike) bool { return f.Row == 480 })
	}
	if now(nil) {
		t.Skip("the spike stands out even among last year's")
	}
	if !now(season) {
		t.Error("with last year's matches listed, this year's isn't found")
	}
}
