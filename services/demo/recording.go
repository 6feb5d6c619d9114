package demo

import (
	"math"
	"math/rand/v2"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

const (
	pace      = 2.5 // words a second
	cueLength = 14  // words at most
)

// recording assigns times to the lines of a conversation.
type recording struct {
	script *script
	own    map[string]string
	r      *rand.Rand

	host, second, guest string

	at       float64
	turn     int
	cues     []feeds.Cue
	turns    []feeds.Cue
	chapters []feeds.Chapter
}

func (c *recording) chapter(title string) {
	c.chapters = append(c.chapters, feeds.Chapter{Start: math.Floor(c.at), Title: capital(title)})
}

// say adds the lines one after another, in cues as a captioner would split them.
func (c *recording) say(turns exchange) {
	for _, t := range turns {
		speaker, text := c.guest, t.Guest
		if t.Host != "" {
			speaker, text = c.host, t.Host
			// Two hosts ask alternately.
			if c.turn++; c.second != "" && c.turn%3 == 0 {
				speaker = c.second
			}
		}
		text = c.script.fill(text, c.own, c.r)
		start := c.at
		for _, words := range cut(strings.Fields(text)) {
			length := round(float64(len(words)) / pace)
			c.cues = append(c.cues, feeds.Cue{Start: c.at, End: round(c.at + length), Speaker: speaker, Text: strings.Join(words, " ")})
			c.at = round(c.at + length)
		}
		c.turns = append(c.turns, feeds.Cue{Start: start, End: c.at, Speaker: speaker, Text: text})
		c.at = round(c.at + 0.3 + 0.4*c.r.Float64())
	}
}

// cut ends a cue at the end of a sentence or when it is long enough.
func cut(words []string) [][]string {
	var cues [][]string
	for len(words) > 0 {
		n := 0
		for n < len(words) && n < cueLength {
			n++
			if n >= 4 && strings.ContainsAny(words[n-1][len(words[n-1])-1:], ".?!") {
				break
			}
		}
		// Avoid a last cue of one or two words.
		if rest := len(words) - n; rest > 0 && rest < 3 {
			n = len(words)
		}
		cues = append(cues, words[:n])
		words = words[n:]
	}
	return cues
}

func round(seconds float64) float64 { return math.Round(seconds*1000) / 1000 }
