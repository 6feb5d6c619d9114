package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/cli/screen"
	"github.com/namedrop/namedrop/services/demo"
)

// demoOutput is what the demo prints in the terminal.
type demoOutput struct{ w io.Writer }

func (d demoOutput) start(desk, world, bus string, every time.Duration) {
	fmt.Fprintf(d.w, `
  Namedrop demo: a small invented world, read over HTTP like the real one.

    Open the desk     %s
    Webhooks arrive   here, and at %s/received
    The world         %s/
`, desk, world, world)
	if bus != "" {
		fmt.Fprintf(d.w, "    Events            nats sub 'mention.>' -s nats://%s\n", bus)
	}
	fmt.Fprintf(d.w, `
  Try: j and k walk through the inbox, p plays, c confirms, z undoes, ? lists all keys.
       Search for  "word of mouth"  or  brand:larkmeter NEAR/5 "went from"
       Alerts, Send a test message: it appears here at once.

  A new episode is published %s: watch it arrive. Ctrl-C ends the demo.

`, everyWords(every))
}

func everyWords(every time.Duration) string {
	if every == time.Minute {
		return "every minute"
	}
	return "every " + every.String()
}

// arrived prints a webhook as it arrives: the brand, the source and the quote.
func (d demoOutput) arrived(m demo.Message) {
	at := m.At.Local().Format(time.TimeOnly)
	if m.Error != "" {
		fmt.Fprintf(d.w, "  %s  webhook refused: %s\n", at, m.Error)
		return
	}
	for _, e := range m.Events {
		fmt.Fprintf(d.w, "  %s  %s in %s%s\n", at, screen.Line(e.Data.Brand.Name), screen.Line(e.Data.Document.Source.Name), quote(e))
	}
}

// quote returns the position of the best hit and the words around it.
func quote(e alerts.Event) string {
	h := e.Data.BestHit()
	if h == nil {
		return ""
	}
	where := ""
	if h.Second != nil {
		where = fmt.Sprintf(", %d:%02d", int(*h.Second)/60, int(*h.Second)%60)
	}
	return where + "\n            “" + near(h.Quote, h.Surface, 72) + "”"
}

// near shortens a quote to one line, between words, so that the name stays in it.
func near(quote, name string, width int) string {
	words := strings.Fields(quote)
	first := 0
	for i, w := range words {
		if name != "" && strings.Contains(w, strings.Fields(name)[0]) {
			first = max(0, i-5)
			break
		}
	}
	line := ""
	if first > 0 {
		line = "…"
	}
	for _, w := range words[first:] {
		if line != "" && utf8.RuneCountInString(line)+utf8.RuneCountInString(w) > width {
			return line + " …"
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return line
}

func (d demoOutput) end(data string, own bool) {
	fmt.Fprintf(d.w, "\n  The demo has ended.")
	if own {
		fmt.Fprintf(d.w, " `namedrop demo --keep` continues it; its data is in %s.", data)
	}
	fmt.Fprintln(d.w)
}
