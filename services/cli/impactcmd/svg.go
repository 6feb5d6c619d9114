package impactcmd

import (
	"fmt"
	"html"
	"math"
	"strings"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// Sizes of the picture, in pixels.
const (
	svgWidth  = 760
	svgLeft   = 64
	svgRight  = 16
	svgTop    = 64
	plotHigh  = 240
	stripTop  = svgTop + plotHigh + 56
	stripHigh = 84
)

const svgStyle = `<style>
svg{font:12px system-ui,sans-serif;--page:#ffffff;--text:#1b2027;--dim:#525c69;--base:#74777d;--effect:#8f2388;--own:#3a7cf0}
@media(prefers-color-scheme:dark){svg{--page:#1b1f26;--text:#e8ebef;--dim:#a5aeba;--base:#9b9b9d;--effect:#a05bac;--own:#76b4fc}}
.page{fill:var(--page)}text{fill:var(--text)}.dim{fill:var(--dim)}.head{font-size:14px;font-weight:600}
.b95{fill:var(--base);opacity:.16}.b80{fill:var(--base);opacity:.20}.b50{fill:var(--base);opacity:.26}
.seen{fill:none;stroke:var(--text);stroke-width:2;stroke-linejoin:round}.axis{stroke:var(--dim);stroke-width:1;opacity:.35}
.edge{stroke:var(--dim);stroke-width:1;stroke-dasharray:2 3}.hatch{stroke:var(--effect);stroke-width:2}
.past{fill:var(--dim);opacity:.55}.this{fill:var(--effect)}.one{fill:var(--text)}
</style>`

// picture draws one answer: the counterfactual's band without outline or middle line, the
// observed values on top, a hatch between the two in the window, and the past windows in a
// strip below.
func picture(q *question, i int, a impact.Answer) string {
	var b strings.Builder
	high := stripTop + stripHigh
	scored := len(a.Past) >= impact.LeastPlacebos && !math.IsNaN(a.Score)
	if !scored {
		high = stripTop
	}
	title := q.headline(i, a)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="t d">`, svgWidth, high, svgWidth, high)
	fmt.Fprintf(&b, "\n<title id=\"t\">%s</title>\n<desc id=\"d\">%s Timing alone does not prove cause.</desc>\n%s\n", html.EscapeString(title), html.EscapeString(describe(q, a)), svgStyle)
	b.WriteString(`<defs><pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>` + "\n")
	fmt.Fprintf(&b, `<rect class="page" width="%d" height="%d"/>`+"\n", svgWidth, high)
	for k, line := range wrap(strings.ToUpper(word(a.Verdict))+"  "+title, 104) {
		if k < 3 {
			fmt.Fprintf(&b, `<text class="head" x="%d" y="%d">%s</text>`+"\n", 16, 18+16*k, html.EscapeString(line))
		}
	}
	if len(a.Band) > 0 {
		drawPlot(&b, q.series, a)
	}
	if scored {
		drawStrip(&b, a)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// describe returns a description of the picture in words.
func describe(q *question, a impact.Answer) string {
	if math.IsNaN(a.P) {
		return "Nothing could be computed."
	}
	if hopeless(a) {
		return "The expected range is too wide to be of use."
	}
	whole, by := wholeValues(q.series), step(a.Cumulative.Low, a.Cumulative.High)
	return fmt.Sprintf("Counted %s, expected %s to %s.", rounded(a.Observed, 0, whole),
		rounded(a.Observed-a.Cumulative.High, by, whole), rounded(a.Observed-a.Cumulative.Low, by, whole))
}

// wrap splits a text into lines of about that many letters.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(text) {
		if line != "" && len(line)+1+len(w) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}

// drawPlot draws band, line and hatch.
func drawPlot(b *strings.Builder, s impact.Series, a impact.Answer) {
	bands := a.Band
	bottom, top := extent(bands)
	tick := step(bottom, bottom+(top-bottom)*6)
	top = math.Ceil(top/tick) * tick
	bottom = math.Floor(bottom/tick) * tick
	x := func(k int) float64 {
		return svgLeft + (float64(k)+0.5)/float64(len(bands))*(svgWidth-svgLeft-svgRight)
	}
	y := func(v float64) float64 {
		v = math.Max(bottom, math.Min(top, v))
		return svgTop + plotHigh - (v-bottom)/(top-bottom)*plotHigh
	}
	for v := bottom; v <= top+tick/2; v += tick {
		fmt.Fprintf(b, `<line class="axis" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text class="dim" x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
			svgLeft, svgWidth-svgRight, y(v), y(v), svgLeft-8, y(v)+4, rounded(v, tick, false))
	}
	for _, level := range []struct {
		class     string
		low, high func(impact.Band) float64
	}{
		{"b95", func(r impact.Band) float64 { return r.Low95 }, func(r impact.Band) float64 { return r.High95 }},
		{"b80", func(r impact.Band) float64 { return r.Low80 }, func(r impact.Band) float64 { return r.High80 }},
		{"b50", func(r impact.Band) float64 { return r.Low50 }, func(r impact.Band) float64 { return r.High50 }},
	} {
		drawBand(b, level.class, bands, x, func(r impact.Band) float64 { return y(level.low(r)) }, func(r impact.Band) float64 { return y(level.high(r)) })
	}
	drawHatch(b, a, bands, x, y)
	pen := "M"
	var path strings.Builder
	for k, r := range bands {
		if math.IsNaN(r.Observed) {
			pen = "M"
			continue
		}
		fmt.Fprintf(&path, "%s%.1f %.1f", pen, x(k), y(r.Observed))
		pen = "L"
	}
	fmt.Fprintf(b, `<path class="seen" d="%s"/>`+"\n", path.String())
	edge := 0
	for k, r := range bands {
		if r.Row == a.Window.From {
			edge = k
		}
	}
	at := (x(max(edge-1, 0)) + x(edge)) / 2
	fmt.Fprintf(b, `<line class="edge" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/>`+"\n", at, at, svgTop, svgTop+plotHigh)
	base := svgTop + plotHigh + 18
	fmt.Fprintf(b, `<text class="dim" x="%d" y="%d">%s</text><text class="dim" x="%d" y="%d" text-anchor="end">%s</text>`+"\n",
		svgLeft, base, s.Label(bands[0].Row), svgWidth-svgRight, base, s.Label(bands[len(bands)-1].Row))
	fmt.Fprintf(b, `<text class="dim" x="%d" y="%d">line: counted · bands: expected without the mention (95, 80, 50 %%) · hatch: the difference</text>`+"\n", svgLeft, base+16)
}

// drawBand fills between two edges, run by run where there are gaps.
func drawBand(b *strings.Builder, class string, bands []impact.Band, x func(int) float64, low, high func(impact.Band) float64) {
	for k := 0; k < len(bands); {
		if math.IsNaN(low(bands[k])) {
			k++
			continue
		}
		from := k
		var path strings.Builder
		for ; k < len(bands) && !math.IsNaN(low(bands[k])); k++ {
			fmt.Fprintf(&path, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[k == from], x(k), high(bands[k]))
		}
		if k-from == 1 { // one row alone: give it a width
			half := (x(1) - x(0)) / 2
			path.Reset()
			fmt.Fprintf(&path, "M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1f", x(from)-half, high(bands[from]), x(from)+half, high(bands[from]),
				x(from)+half, low(bands[from]), x(from)-half, low(bands[from]))
		} else {
			for j := k - 1; j >= from; j-- {
				fmt.Fprintf(&path, "L%.1f %.1f", x(j), low(bands[j]))
			}
		}
		fmt.Fprintf(b, `<path class="%s" d="%sZ"/>`+"\n", class, path.String())
	}
}

// drawHatch fills between the band's middle and the observed values, in the window only.
func drawHatch(b *strings.Builder, a impact.Answer, bands []impact.Band, x func(int) float64, y func(float64) float64) {
	half := 0.3 * (svgWidth - svgLeft - svgRight) / float64(len(bands))
	for k, r := range bands {
		if r.Row < a.Window.From || math.IsNaN(r.Middle) || math.IsNaN(r.Observed) {
			continue
		}
		top, low := y(math.Max(r.Middle, r.Observed)), y(math.Min(r.Middle, r.Observed))
		fmt.Fprintf(b, `<rect fill="url(#h)" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`+"\n", x(k)-half, top, 2*half, low-top)
	}
}

// drawStrip draws a dot for each past window by how unusual it was, and this one as a diamond.
func drawStrip(b *strings.Builder, a impact.Answer) {
	const reach = 6.0
	x := func(z float64) float64 {
		z = math.Max(-reach, math.Min(reach, z))
		return svgLeft + (z+reach)/(2*reach)*(svgWidth-svgLeft-svgRight)
	}
	most := 1
	stacks := map[int]int{}
	cell := func(z float64) int { return int(math.Round(x(z) / 6)) }
	for _, p := range a.Past {
		stacks[cell(p.Score)]++
		most = max(most, stacks[cell(p.Score)])
	}
	high := math.Min(5, float64(stripHigh-40)/float64(most))
	floor := float64(stripTop + stripHigh - 34)
	clear(stacks)
	as := 0
	for _, p := range a.Past {
		c := cell(p.Score)
		fmt.Fprintf(b, `<circle class="past" cx="%d" cy="%.1f" r="2.2"/>`, c*6, floor-float64(stacks[c])*high)
		stacks[c]++
		if math.Abs(p.Score) >= math.Abs(a.Score) {
			as++
		}
	}
	fmt.Fprintf(b, "\n"+`<line class="axis" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/>`, svgLeft, svgWidth-svgRight, floor+5, floor+5)
	at := x(a.Score)
	fmt.Fprintf(b, `<path class="this" d="M%.1f %.1fl6 6l-6 6l-6 -6Z"/>`+"\n", at, floor-1)
	fmt.Fprintf(b, `<text class="dim" x="%d" y="%d">%d of %d ordinary periods came out as far from expected (dots: past periods; diamond: this one).</text>`+"\n",
		svgLeft, stripTop+stripHigh-10, as, len(a.Past))
}
