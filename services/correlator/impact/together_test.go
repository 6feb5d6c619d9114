package impact

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// podcasts are k mentions on days from a first one on.
func podcasts(first, apart, k int) (mentions []PoolMention, all []int) {
	for i := range k {
		mentions = append(mentions, PoolMention{Mention: Mention{Span: Span{first + apart*i, 7}, Kind: "podcast", Name: "ep"}, Low: 5000})
		all = append(all, i)
	}
	return mentions, all
}

func answer(t *testing.T, s Series, mentions []PoolMention, all []int) Pooled {
	t.Helper()
	p, err := NewPooling(s, mentions, PoolOptions{})
	if err != nil {
		t.Fatal(err)
	}
	out := p.Answer("x", all)
	if (out.P < 0.05) != (out.Each.Low > 0 || out.Each.High < 0) {
		t.Errorf("p %v and interval %v contradict each other", out.P, out.Each)
	}
	again := p.Answer("x", all)
	if again.Each != out.Each && out.P == out.P {
		t.Errorf("the same pool gives %v and %v", out.Each, again.Each)
	}
	return out
}

// plant adds effects of a size, day by day as the course has it.
func plant(s Series, mentions []PoolMention, size float64) {
	for _, m := range mentions {
		for j, part := range falling(0.65)[:14] {
			if i := m.Span.From + j; i < len(s.Values) {
				s.Values[i] += math.Round(size * part)
			}
		}
	}
}

func TestSmallMentionsShowTogether(t *testing.T) {
	s := visits(rand.New(rand.NewPCG(1, 1)), Day, 400, 100)
	mentions, all := podcasts(60, 30, 10)
	if a := answer(t, s, mentions, all); a.P < 0.05 || a.Verdict == Likely {
		t.Errorf("without an effect: p %v, %s", a.P, a.Verdict)
	}
	plant(s, mentions, 60)
	a := answer(t, s, mentions, all)
	if a.Verdict != Likely || a.Each.Low > 60 || a.Each.High < 50 || a.Mentions != 10 {
		t.Errorf("60 visits each: %s %v of %d", a.Verdict, a.Each, a.Mentions)
	}
	if want := a.Each.Effect / 5; math.Abs(a.Per1000.Effect-want) > 1e-9 || a.AudienceOf != 10 {
		t.Errorf("per 1,000 of 5,000 listeners: %v, want %v", a.Per1000, want)
	}
}

func TestPoolsOfBadInput(t *testing.T) {
	s := visits(rand.New(rand.NewPCG(2, 1)), Day, 400, 100)
	cannot := func(name string, a Pooled, reason Reason) {
		t.Helper()
		if a.Verdict != CannotTell || !slices.Contains(a.Reasons, reason) {
			t.Errorf("%s: %s %v, want cannot tell for %q; notes %q", name, a.Verdict, a.Reasons, reason, a.Notes)
		}
		if a.Mentions == 0 && (a.P == a.P || a.Each.Effect == a.Each.Effect) {
			t.Errorf("%s: nothing is judged, but p is %v and the effect %v", name, a.P, a.Each)
		}
	}
	one, all := podcasts(200, 1, 1)
	cannot("a pool of one", answer(t, s, one, all), Single)

	mentions, all := podcasts(100, 30, 8)
	for i := range mentions {
		mentions[i].Low = 0
	}
	if a := answer(t, s, mentions, all); a.Per1000.Effect == a.Per1000.Effect || a.AudienceOf != 0 {
		t.Errorf("an audience of zero: %v per 1,000", a.Per1000)
	}
	for i := range mentions {
		mentions[i].Low = 1e9
	}
	if a := answer(t, s, mentions, all); math.IsInf(a.Per1000.Effect, 0) || math.IsNaN(a.Per1000.Effect) || math.Abs(a.Per1000.Effect) > 0.001 {
		t.Errorf("an audience of a billion: %v per 1,000", a.Per1000)
	}

	crowded, all := podcasts(60, 0, 10_000)
	for i := range crowded {
		crowded[i].Span.From = 40 + i%330
	}
	begun := time.Now()
	cannot("10,000 in one pool", answer(t, s, crowded, all), Dense)
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("10,000 in one pool took %s", took)
	}

	sameDay, all := podcasts(200, 0, 50)
	if a := answer(t, s, sameDay, all); a.Mentions != 50 || !(math.Abs(a.Each.Effect) < 50) {
		t.Errorf("all on one day: %d judged, %v each", a.Mentions, a.Each)
	}

	short := s
	short.Values = s.Values[:6]
	few, all := podcasts(2, 1, 3)
	cannot("shorter than its windows", answer(t, short, few, all), History)
	short.Values = s.Values[:60]
	few, all = podcasts(40, 3, 3)
	cannot("two months", answer(t, short, few, all), History)

	outside, all := podcasts(500, 10, 3)
	if a := answer(t, s, outside, all); a.Waiting != 3 || a.Mentions != 0 {
		t.Errorf("after the last row: %d wait, %d judged", a.Waiting, a.Mentions)
	}
	empty := s
	empty.Values = nil
	if _, err := NewPooling(empty, nil, PoolOptions{}); err == nil {
		t.Error("an empty series was taken")
	}
}

func TestHoursPoolAsTheirDays(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Skip(err)
	}
	s := visits(rand.New(rand.NewPCG(3, 1)), Hour, 24*200, 20)
	s.Start = time.Date(2026, time.March, 1, 5, 0, 0, 0, zone) // over the day the clocks change
	daily, day := s.Daily()
	if got := daily.Label(0); got != "2026-03-02" {
		t.Errorf("first whole day %s", got)
	}
	if got := daily.Label(day(s.Row(time.Date(2026, time.March, 29, 12, 0, 0, 0, zone)))); got != "2026-03-29" {
		t.Errorf("an hour of the 29th is on %s", got)
	}
	sum := 0.0
	for i := range s.Values {
		if s.Time(i).Format("2006-01-02") == "2026-03-29" {
			sum += s.Values[i]
		}
	}
	if got := daily.Values[27]; got != sum {
		t.Errorf("a day of 23 hours: %v, want %v", got, sum)
	}
}

func TestABrokenControlIsLeftOut(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	s := visits(r, Day, 200, 300)
	for k := range 3 {
		c := visits(r, Day, 200, 300)
		for i := range c.Values {
			c.Values[i] = math.Round(0.5*c.Values[i] + 0.5*s.Values[i] + 20*r.NormFloat64())
		}
		s.Controls = append(s.Controls, Control{Name: string(rune('a' + k)), Values: c.Values})
	}
	ask := func() Answer {
		a, err := Estimate(s, Span{190, 7}, Known{})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	before := ask()
	s.Controls[1].Values[192] *= 0.03
	s.Controls[1].Values[193] *= 0.03
	after := ask()
	if len(before.LeftOut) != 0 || !slices.Equal(after.LeftOut, []string{"b"}) {
		t.Fatalf("left out %v, then %v", before.LeftOut, after.LeftOut)
	}
	if moved := math.Abs(after.Relative.Effect - before.Relative.Effect); moved > 0.01 {
		t.Errorf("a broken control moves the answer by %.1f points", 100*moved)
	}
	for k := range s.Controls { // a storm that all share
		s.Controls[k].Values[192] = math.Round(0.03 * before.Expected / 7)
		s.Controls[k].Values[193] = math.Round(0.03 * before.Expected / 7)
	}
	if a := ask(); len(a.LeftOut) != 0 {
		t.Errorf("in a storm that all controls share, %v are left out", a.LeftOut)
	}
}

func TestACountryIsTakenWhereItHelps(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	s := visits(r, Day, 300, 100)
	helpful, useless := visits(r, Day, 300, 1000), visits(r, Day, 300, 1000)
	log := 0.0
	for i := range s.Values {
		log += 0.03 * r.NormFloat64()
		f := math.Exp(log + 0.1*r.NormFloat64())
		s.Values[i], helpful.Values[i] = math.Round(s.Values[i]*f), math.Round(helpful.Values[i]*f)
	}
	window := Span{290, 7}
	_, with, err := WithCountry(s, Control{"be", helpful.Values}, window, "", Known{})
	if err != nil || !with.Taken || with.Spill {
		t.Errorf("a country that moves along: %+v %v", with, err)
	}
	if _, choice, _ := WithCountry(s, Control{"xx", useless.Values}, window, "", Known{}); choice.Taken {
		t.Errorf("a useless one is taken: %+v", choice)
	}
	for i := window.From; i < window.End(); i++ {
		s.Values[i], helpful.Values[i] = s.Values[i]*2.5, helpful.Values[i]*2.5
	}
	if _, choice, _ := WithCountry(s, Control{"be", helpful.Values}, window, "", Known{}); choice.Taken || !choice.Spill {
		t.Errorf("one that the mention reached: %+v", choice)
	}
}

func TestForeseeing(t *testing.T) {
	s := visits(rand.New(rand.NewPCG(9, 1)), Day, 200, 100)
	ask := func(low, high float64) Foreseen {
		f, err := Foresee(s, Coming{Kind: "podcast", Low: low, High: high}, Known{})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	small, large := ask(500, 500), ask(100_000, 200_000)
	if !(small.Chance < 0.05 && large.Chance > 0.95) || small.VisibleFrom != large.VisibleFrom {
		t.Errorf("500 listeners %+v, 100,000 %+v", small, large)
	}
	if got := small.LookOn.Format("2006-01-02"); got != s.Time(207).Format("2006-01-02") {
		t.Errorf("look on %s", got)
	}
	if f := ask(0, 0); f.Chance == f.Chance || f.Low == f.Low {
		t.Errorf("an audience of zero: %+v", f)
	}
	if f := ask(1e9, 1e9); !(f.Chance > 0.99 && f.Chance <= 1) {
		t.Errorf("an audience of a billion: %+v", f)
	}
	s.Values = s.Values[:50]
	if f := ask(5000, 5000); f.Chance == f.Chance || f.VisibleFrom == f.VisibleFrom || f.Low != f.Low {
		t.Errorf("fifty days: %+v", f)
	}
}
