package impactcmd

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

const chartRows = 12

// chart draws eight weeks and the window with characters: the 95 % band as dots, observed values
// as o, those of the window as #.
func chart(w io.Writer, s impact.Series, a impact.Answer) {
	bands := a.Band
	if len(bands) > 100 {
		bands = bands[len(bands)-100:]
	}
	bottom, top := extent(bands)
	line := func(v float64) int {
		v = math.Max(bottom, math.Min(top, v))
		return int(math.Round((v - bottom) / (top - bottom) * (chartRows - 1)))
	}
	grid := make([][]rune, chartRows)
	for i := range grid {
		grid[i] = []rune(strings.Repeat(" ", len(bands)))
	}
	for x, b := range bands {
		if !math.IsNaN(b.Low95) {
			for y := line(b.Low95); y <= line(b.High95); y++ {
				grid[y][x] = '.'
			}
		}
		if !math.IsNaN(b.Observed) {
			mark := 'o'
			if b.Row >= a.Window.From {
				mark = '#'
			}
			grid[line(b.Observed)][x] = mark
		}
	}
	by := step(bottom, top)
	for y := chartRows - 1; y >= 0; y-- {
		axis := ""
		if y == chartRows-1 || y == 0 || y == chartRows/2 {
			axis = rounded(bottom+(top-bottom)*float64(y)/(chartRows-1), by, false)
		}
		fmt.Fprintf(w, "%10s | %s\n", axis, strings.TrimRight(string(grid[y]), " "))
	}
	first, last := s.Label(bands[0].Row), s.Label(bands[len(bands)-1].Row)
	pad := max(len(bands)-len(first)-len(last), 1)
	fmt.Fprintf(w, "%10s   %s%s%s\n", "", first, strings.Repeat(" ", pad), last)
	fmt.Fprintf(w, "%10s   . expected (95 %%)   o counted   # counted in the window\n", "")
}

// extent is the axis of a chart: from 0 (or the lowest value, where that is below) to
// the highest value or band, the band not stretching it to more than double.
func extent(bands []impact.Band) (bottom, top float64) {
	band := 0.0
	for _, b := range bands {
		if b.Observed > top {
			top = b.Observed
		}
		if b.Observed < bottom {
			bottom = b.Observed
		}
		if b.High95 > band {
			band = b.High95
		}
	}
	if top = math.Max(top, math.Min(band, 2*top)); top <= bottom {
		top = bottom + 1
	}
	return bottom, top
}

// strip draws the scores of the past windows, and this window's among them.
func strip(w io.Writer, a impact.Answer) {
	if math.IsNaN(a.Score) { // no answer: nothing to set among the past
		return
	}
	const width = 61
	counts := make([]int, width)
	at := func(z float64) int {
		return int(math.Round((math.Max(-6, math.Min(6, z)) + 6) / 12 * (width - 1)))
	}
	as := 0
	for _, p := range a.Past {
		counts[at(p.Score)]++
		if math.Abs(p.Score) >= math.Abs(a.Score) {
			as++
		}
	}
	highest := 1
	for _, c := range counts {
		highest = max(highest, c)
	}
	levels := []rune(" .:|")
	var out strings.Builder
	for _, c := range counts {
		level := 0
		if c > 0 {
			level = 1 + (len(levels)-2)*(c-1)/max(highest-1, 1)
		}
		out.WriteRune(levels[level])
	}
	fmt.Fprintf(w, "%10s   %s\n", "past", strings.TrimRight(out.String(), " "))
	fmt.Fprintf(w, "%10s   %s^\n", "this one", strings.Repeat(" ", at(a.Score)))
	fmt.Fprintf(w, "%10s   %d of %d ordinary periods came out as far from expected.\n", "", as, len(a.Past))
}
