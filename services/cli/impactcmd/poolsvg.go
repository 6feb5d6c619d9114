package impactcmd

import (
	"fmt"
	"html"
	"math"
	"os"
	"strings"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

func writePicture(path, picture string) error {
	if err := os.WriteFile(path, []byte(picture), 0o644); err != nil {
		return fmt.Errorf("writing the picture: %w", err)
	}
	return nil
}

// svgOpen begins a picture with its title in words.
func svgOpen(b *strings.Builder, high int, title, text string) {
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="t d">`, svgWidth, high, svgWidth, high)
	fmt.Fprintf(b, "\n<title id=\"t\">%s</title>\n<desc id=\"d\">%s Timing alone does not prove cause.</desc>\n%s\n", html.EscapeString(title), html.EscapeString(text), svgStyle)
	fmt.Fprintf(b, `<rect class="page" width="%d" height="%d"/><text class="head" x="16" y="22">%s</text>`+"\n", svgWidth, high, html.EscapeString(clip(title, 100)))
}

// poolPicture draws each pool's interval on one axis.
func poolPicture(metric string, pools []impact.Pooled) string {
	const left, top, line = 220, 48, 24
	var b strings.Builder
	high := top + line*len(pools) + 40
	svgOpen(&b, high, "What each mention brought, by pool:"+orMetric(metric), fmt.Sprintf("%d pools with the 95 %% interval of the effect of each mention.", len(pools)))
	low, most := 0.0, 0.0
	for _, p := range pools {
		if !math.IsNaN(p.P) {
			low, most = math.Min(low, p.Each.Low), math.Max(most, p.Each.High)
		}
	}
	x := func(v float64) float64 {
		return left + (v-low)/math.Max(most-low, 1e-9)*(svgWidth-left-svgRight-8)
	}
	fmt.Fprintf(&b, `<line class="edge" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/>`+"\n", x(0), x(0), top-8, high-36)
	for i, p := range pools {
		y := float64(top + line*i)
		fmt.Fprintf(&b, `<text x="16" y="%.1f">%s</text>`, y+4, html.EscapeString(clip(p.Pool, 26)))
		if math.IsNaN(p.P) {
			fmt.Fprintf(&b, `<text class="dim" x="%d" y="%.1f">cannot tell</text>`+"\n", left, y+4)
			continue
		}
		fmt.Fprintf(&b, `<rect class="b50" x="%.1f" y="%.1f" width="%.1f" height="10"/><circle class="this" cx="%.1f" cy="%.1f" r="4"/>`+"\n",
			x(p.Each.Low), y-5, math.Max(x(p.Each.High)-x(p.Each.Low), 1), x(p.Each.Effect), y)
	}
	by := step(low, most)
	if at := x(0); at > left+40 && at < svgWidth-svgRight-60 {
		fmt.Fprintf(&b, `<text class="dim" x="%.1f" y="%d" text-anchor="middle">0</text>`+"\n", at, high-16)
	}
	fmt.Fprintf(&b, `<text class="dim" x="%d" y="%d">%s</text><text class="dim" x="%d" y="%d" text-anchor="end">%s</text>`+"\n",
		left, high-16, rounded(low, by, false), svgWidth-svgRight, high-16, rounded(most, by, false))
	b.WriteString("</svg>\n")
	return b.String()
}

func orMetric(metric string) string {
	if u := unitOf(metric); u != "" {
		return u
	}
	return " counts"
}
