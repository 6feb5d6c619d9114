package attribute_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/correlator/attribute"
)

// crowd is a world of mentions with names made from syllables and titles made from the golden ones, and answers about
// them: names and titles with mistakes, and what people write otherwise.
func crowd(b *testing.B, mentions, answers int) ([]attribute.Mention, []attribute.Answer) {
	r := rand.New(rand.NewPCG(16, 1)) //nolint:gosec // the same world each time
	golden := readMentions(b, "testdata/mentions.jsonl")
	var words []string
	for _, m := range golden {
		words = append(words, strings.Fields(m.Title)...)
	}
	others := readAnswers(b, golden)
	name := func(n int) string {
		var out []string
		for range n {
			w := ""
			for range 2 + r.IntN(2) {
				w += string("bdfghklmnprstvwz"[r.IntN(16)]) + string("aeiou"[r.IntN(5)])
			}
			out = append(out, strings.ToUpper(w[:1])+w[1:])
		}
		return strings.Join(out, " ")
	}
	var ms []attribute.Mention
	for i := range mentions {
		m := attribute.Mention{ID: fmt.Sprint("m", i), Brand: "larkmeter", Kind: "podcast", Show: name(2), People: []string{name(2), name(2)}, Published: noon.AddDate(0, 0, -r.IntN(120))}
		if i%3 > 0 && i > 10 { // a show has several mentions
			m.Show, m.People[0] = ms[i-10].Show, ms[i-10].People[0]
		}
		for range 6 {
			m.Title += words[r.IntN(len(words))] + " "
		}
		m.Title += name(1)
		ms = append(ms, m)
	}
	var as []attribute.Answer
	for i := range answers {
		m := ms[r.IntN(len(ms))]
		text := []string{m.Show, "podcast with " + m.People[1], m.Show + " about " + m.Title, "heard " + m.People[0] + " in March, I think on " + m.Show + ", my colleague sent it to me", others[r.IntN(len(others))].text}[r.IntN(5)]
		if at := r.IntN(len(text)); r.IntN(2) == 0 {
			text = text[:at] + text[at+1:]
		}
		as = append(as, attribute.Answer{ID: fmt.Sprint(i), Text: text, At: noon})
	}
	return ms, as
}

// BenchmarkCrowd matches 10,000 answers to 5,000 mentions, the index included, which must take less than 10 s.
func BenchmarkCrowd(b *testing.B) {
	ms, as := crowd(b, 5000, 10_000)
	for b.Loop() {
		start := time.Now()
		matcher := attribute.New(ms)
		tiers := map[attribute.Tier]int{}
		for _, a := range as {
			tiers[matcher.Match(a).Tier]++
		}
		took := time.Since(start)
		b.ReportMetric(took.Seconds(), "s/10000")
		if took > 10*time.Second {
			b.Errorf("took %v", took)
		}
		if tiers[attribute.Named] < 1000 || tiers[attribute.None] < 100 {
			b.Errorf("tiers: %v", tiers)
		}
	}
}
