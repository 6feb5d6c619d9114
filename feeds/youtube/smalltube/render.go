package smalltube

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// Render writes cues as YouTube does, in one of its formats. WebVTT rolls: each cue shows the line before
// it again.
func Render(cues []feeds.Cue, format string) string {
	var b strings.Builder
	switch format {
	case "json3":
		events := []object{{"tStartMs": 0, "dDurationMs": 1000000, "id": 1, "wpWinPosId": 1}}
		for _, c := range cues {
			words := strings.Fields(c.Text)
			var segs []object
			for i, word := range words {
				if i > 0 {
					word = " " + word
				}
				segs = append(segs, object{"utf8": word, "tOffsetMs": int((c.End - c.Start) * 1000 * float64(i) / float64(len(words)))})
			}
			// A line stays on the screen while the next one is spoken.
			events = append(events, object{"tStartMs": millis(c.Start), "dDurationMs": millis(c.End-c.Start) + 2000, "wWinId": 1, "segs": segs},
				object{"tStartMs": millis(c.End) - 10, "wWinId": 1, "aAppend": 1, "segs": []object{{"utf8": "\n"}}})
		}
		out, _ := json.Marshal(object{"wireMagic": "pb3", "events": events}) // strings and numbers always marshal
		return string(out)
	case "srv1":
		b.WriteString(`<?xml version="1.0" encoding="utf-8" ?><transcript>`)
		for _, c := range cues {
			fmt.Fprintf(&b, `<text start="%.3f" dur="%.3f">%s</text>`, c.Start, c.End-c.Start+2, html.EscapeString(html.EscapeString(c.Text)))
		}
		b.WriteString(`</transcript>`)
	case "srv3":
		b.WriteString(`<?xml version="1.0" encoding="utf-8" ?><timedtext format="3"><body>`)
		for _, c := range cues {
			fmt.Fprintf(&b, `<p t="%d" d="%d" w="1"><s ac="255">%s</s></p><p t="%d" d="10" w="1" a="1">`+"\n</p>", millis(c.Start), millis(c.End-c.Start)+2000, html.EscapeString(c.Text), millis(c.End)-10)
		}
		b.WriteString(`</body></timedtext>`)
	default:
		b.WriteString("WEBVTT\nKind: captions\nLanguage: en\n\n")
		before := " "
		for _, c := range cues {
			fmt.Fprintf(&b, "%s --> %s align:start position:0%%\n%s\n%s\n\n%s --> %s align:start position:0%%\n%s\n \n\n",
				stamp(c.Start), stamp(c.End-0.01), before, c.Text, stamp(c.End-0.01), stamp(c.End), c.Text)
			before = c.Text
		}
	}
	return b.String()
}

func millis(s float64) int { return int(s*1000 + 0.5) }

func stamp(s float64) string {
	ms := millis(s)
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
}

// Talk makes cues of a text, five words each, at three words a second from the given second.
func Talk(at float64, text string) []feeds.Cue {
	var out []feeds.Cue
	words := strings.Fields(text)
	for len(words) > 0 {
		n := min(5, len(words))
		end := at + float64(n)/3
		out = append(out, feeds.Cue{Start: float64(millis(at)) / 1000, End: float64(millis(end)) / 1000, Text: strings.Join(words[:n], " ")})
		words, at = words[n:], end
	}
	return out
}
