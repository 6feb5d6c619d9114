package impactcmd

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// pool judges the mentions of a file together, by show or kind or all of them.
func (c *Cmd) pool(ctx context.Context, s Streams) error {
	switch {
	case c.Mentions == "":
		return errors.New("--pool needs --mentions FILE: which mentions are to be judged together?")
	case c.At != "" || c.Until != "":
		return errors.New("--pool judges all mentions of the file: leave --at and --until out")
	case c.ReferencePrior:
		return errors.New("--reference-prior answers for one window only: leave it or --pool out")
	}
	q, err := c.read(s.In)
	if err != nil {
		return err
	}
	stop := watch(ctx, s.Err)
	pools, err := q.pools(ctx, c.Pool, stop.progress)
	stop.end()
	if err != nil {
		return err
	}
	if c.SVG != "" {
		if err := writePicture(c.SVG, poolPicture(q.series.Metric, pools)); err != nil {
			return err
		}
	}
	if s.JSON {
		enc := json.NewEncoder(s.Out)
		enc.SetEscapeHTML(false)
		for _, p := range pools {
			if err := enc.Encode(p); err != nil {
				return err
			}
		}
		return nil
	}
	return q.writePools(s.Out, pools)
}

// pools answers for each pool, in order of name.
func (q *question) pools(ctx context.Context, by string, progress func(done, total int)) ([]impact.Pooled, error) {
	members := map[string][]int{}
	var mentions []impact.PoolMention
	for i, m := range q.mentions {
		name := "all"
		switch by {
		case "show":
			name = m.show
		case "kind":
			if name = m.Kind; name == "" {
				name = "post"
			}
		}
		members[name] = append(members[name], i)
		mentions = append(mentions, impact.PoolMention{Mention: m.Mention, Low: m.low, High: m.high})
	}
	p, err := impact.NewPooling(q.series, mentions, impact.PoolOptions{Events: q.events})
	if err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(members))
	var out []impact.Pooled
	for i, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		progress(i, len(names))
		out = append(out, p.Answer(name, members[name]))
	}
	impact.AdjustPools(out)
	return out, nil
}

// mostAudience is more people than there are: above it is a slip of the keyboard.
const mostAudience = 1e11

// parseAudience reads a number of people, or a range of it; empty is unknown.
func parseAudience(text string) (low, high float64, err error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, 0, nil
	}
	a, b, ranged := strings.Cut(text, "-")
	if !ranged {
		b = a
	}
	for _, part := range []struct {
		text string
		into *float64
	}{{a, &low}, {b, &high}} {
		v, err := strconv.ParseFloat(strings.TrimSpace(part.text), 64)
		if err != nil || math.Signbit(v) || v > mostAudience || math.IsNaN(v) {
			return 0, 0, fmt.Errorf("an audience is a number of people or a range, like 5000 or 2000-8000")
		}
		*part.into = v
	}
	if high < low {
		return 0, 0, fmt.Errorf("an audience's range goes from low to high, like 2000-8000")
	}
	return low, high, nil
}

func (q *question) writePools(out io.Writer, pools []impact.Pooled) error {
	w := bufio.NewWriter(out)
	for _, n := range q.notes {
		fmt.Fprintln(w, n)
	}
	tested, lifts := 0, 0
	for _, p := range pools {
		if !math.IsNaN(p.P) {
			tested++
		}
		if p.Verdict == impact.Likely || p.Verdict == impact.Possible {
			lifts++
		}
		name := p.Pool
		if name == "" {
			name = "(no show named)"
		}
		fmt.Fprintf(w, "%s  %s\n", name, poolSentence(q, p))
		for _, n := range p.Notes {
			fmt.Fprintf(w, "    %s\n", n)
		}
		q.poolNumbers(w, p)
	}
	if tested > 0 {
		fmt.Fprintln(w)
		poolBars(w, pools)
		fmt.Fprintf(w, "\n%d of %d %s a lift; about %.1f would by chance alone.\n", lifts, tested, plural(tested, "pool shows", "pools show"), impact.ByChance(tested))
	}
	fmt.Fprintln(w, "Timing alone does not prove cause.")
	return w.Flush()
}

func poolSentence(q *question, p impact.Pooled) string {
	unit := unitOf(q.series.Metric)
	if unit == "" {
		unit = " of the metric"
	}
	by := step(p.Each.Low, p.Each.High)
	r := func(v float64) string { return rounded(v, by, false) }
	n := fmt.Sprintf("%d %s", p.Mentions, plural(p.Mentions, "mention", "mentions"))
	switch {
	case p.Mentions == 0:
		return "cannot tell: no mention could be judged."
	case math.IsNaN(p.P):
		return fmt.Sprintf("cannot tell what %s did.", n)
	case p.Verdict == impact.Likely:
		return fmt.Sprintf("likely: these %s brought between %s and %s%s each.", n, r(p.Each.Low), r(p.Each.High), unit)
	case p.Verdict == impact.Possible:
		return fmt.Sprintf("possible: these %s brought between %s and %s%s each, but with so many pools this may be chance.", n, r(p.Each.Low), r(p.Each.High), unit)
	case p.Verdict == impact.NoSign:
		return fmt.Sprintf("no sign that these %s changed%s: %s to %s each; %s or more would have been visible 8 times in 10.", n, unitOf(q.series.Metric), r(p.Each.Low), r(p.Each.High), r(p.Visible))
	}
	return fmt.Sprintf("cannot tell: these %s brought between %s and %s%s each; only %s or more would be visible.", n, r(p.Each.Low), r(p.Each.High), unit, r(p.Visible))
}

func (q *question) poolNumbers(w io.Writer, p impact.Pooled) {
	if math.IsNaN(p.P) {
		return
	}
	line := func(name string, r impact.Range, more string) {
		if !math.IsNaN(r.Effect) {
			by := step(r.Low, r.High)
			fmt.Fprintf(w, "    %-22s %s  (%s to %s)%s\n", name, rounded(r.Effect, by, false), rounded(r.Low, by, false), rounded(r.High, by, false), more)
		}
	}
	line("Each", p.Each, "")
	known := ""
	if p.AudienceOf < p.Mentions {
		known = fmt.Sprintf(", over the %d with an audience", p.AudienceOf)
	}
	line("Per 1,000 listeners", p.Per1000, known)
	line("Mentions like these", p.Like, ", without a verdict")
	line("The next one", p.Next, ", without a verdict")
	fmt.Fprintf(w, "    p %s, q %s; %d past windows\n", chance(p.P), chance(p.Q), p.Placebos)
	if p.More > 0 {
		fmt.Fprintf(w, "    If the effect is what it seems now, wait for %d more %s until it shows.\n", p.More, plural(p.More, "mention", "mentions"))
	}
}

// poolBars draws each pool's interval on one axis, with 0 as a bar.
func poolBars(w io.Writer, pools []impact.Pooled) {
	low, high := 0.0, 0.0
	for _, p := range pools {
		if !math.IsNaN(p.P) {
			low, high = math.Min(low, p.Each.Low), math.Max(high, p.Each.High)
		}
	}
	const width = 60
	at := func(v float64) int {
		return int(math.Round((v - low) / math.Max(high-low, 1e-9) * (width - 1)))
	}
	for _, p := range pools {
		if math.IsNaN(p.P) {
			continue
		}
		line := []rune(strings.Repeat(" ", width))
		for x := at(p.Each.Low); x <= at(p.Each.High); x++ {
			line[x] = '-'
		}
		line[at(0)] = '|'
		line[at(p.Each.Effect)] = 'o'
		fmt.Fprintf(w, "%20s %s\n", clip(p.Pool, 20), strings.TrimRight(string(line), " "))
	}
	by := step(low, high)
	left, right := rounded(low, by, false), rounded(high, by, false)
	fmt.Fprintf(w, "%20s %s%s%s\n", "", left, strings.Repeat(" ", max(width-len(left)-len(right), 1)), right)
}

func clip(text string, n int) string {
	r := []rune(text)
	if len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return text
}
