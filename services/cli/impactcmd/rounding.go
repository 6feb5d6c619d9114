package impactcmd

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// step is the rounding step of a range: 1, 2 or 5 x 10^k, near a twentieth of its width.
func step(low, high float64) float64 {
	width := math.Abs(high-low) / 20
	if width == 0 || math.IsNaN(width) || math.IsInf(width, 0) {
		return 0
	}
	k := math.Pow(10, math.Floor(math.Log10(width)))
	for _, m := range []float64{1, 2, 5} {
		if width <= m*k*(1+1e-9) {
			return m * k
		}
	}
	return 10 * k
}

// rounded returns v rounded to a step, with thousands separated. A step under 1 is used only if
// the metric has fractions.
func rounded(v, by float64, whole bool) string {
	if math.IsNaN(v) {
		return "–"
	}
	if whole {
		by = math.Max(by, 1)
	}
	if by > 0 {
		v = math.Round(v/by) * by
	}
	decimals := 0
	if by > 0 && by < 1 {
		decimals = int(math.Min(12, math.Ceil(-math.Log10(by)-1e-9)))
	} else if by == 0 && v != math.Trunc(v) {
		return strconv.FormatFloat(v, 'g', 6, 64)
	}
	if v == 0 {
		v = 0 // never -0
	}
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	return parted(text)
}

// parted separates thousands by commas.
func parted(text string) string {
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	head, tail, found := strings.Cut(text, ".")
	var out strings.Builder
	for i, r := range head {
		if i > 0 && (len(head)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(r)
	}
	if found {
		out.WriteString("." + tail)
	}
	return sign + out.String()
}

func percent(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%+.0f %%", 100*v)
}

// chance returns a p-value as text.
func chance(p float64) string {
	switch {
	case math.IsNaN(p):
		return "–"
	case p < 0.0001:
		return "< 0.0001"
	}
	return strconv.FormatFloat(p, 'f', 4, 64)
}
