package demo

import (
	"encoding/json"
	"fmt"
	"strings"
)

func mediaType(format string) string {
	switch format {
	case "vtt":
		return "text/vtt"
	case "srt":
		return "application/x-subrip"
	case "json":
		return "application/json"
	case "html":
		return "text/html"
	default:
		return "text/plain"
	}
}

// transcript returns the episode's transcript in one of the five formats that publishers use.
func (e *episode) transcript(format string) []byte {
	switch format {
	case "vtt":
		return e.webVTT()
	case "srt":
		return e.subRip()
	case "json":
		return e.podcastJSON()
	case "html":
		return e.html()
	default:
		return e.plain()
	}
}

// webVTT leaves the voice spans open, as most publishers do.
func (e *episode) webVTT() []byte {
	var b strings.Builder
	b.WriteString("WEBVTT\n\nNOTE " + e.show.name + "\n")
	for _, c := range e.cues {
		fmt.Fprintf(&b, "\n%s --> %s\n<v %s>%s\n", clock(c.Start, "."), clock(c.End, "."), c.Speaker, escapeMarkup(c.Text))
	}
	return []byte(b.String())
}

// subRip names the speaker where the speaker changes.
func (e *episode) subRip() []byte {
	var b strings.Builder
	speaker := ""
	for i, c := range e.cues {
		text := c.Text
		if c.Speaker != speaker {
			text, speaker = c.Speaker+": "+text, c.Speaker
		}
		fmt.Fprintf(&b, "%d\n%s --> %s\n%s\n\n", i+1, clock(c.Start, ","), clock(c.End, ","), text)
	}
	return []byte(b.String())
}

func (e *episode) podcastJSON() []byte {
	type segment struct {
		Speaker string  `json:"speaker"`
		Start   float64 `json:"startTime"`
		End     float64 `json:"endTime"`
		Body    string  `json:"body"`
	}
	segments := make([]segment, 0, len(e.cues))
	for _, c := range e.cues {
		segments = append(segments, segment{c.Speaker, c.Start, c.End, c.Text})
	}
	b, err := json.MarshalIndent(map[string]any{"version": "1.0.0", "segments": segments}, "", " ")
	if err != nil {
		panic(err) // numbers made here are finite
	}
	return b
}

func (e *episode) html() []byte {
	var b strings.Builder
	for _, t := range e.turns {
		fmt.Fprintf(&b, "<cite>%s:</cite>\n<time>%d:%02d</time>\n<p>%s</p>\n",
			escapeMarkup(t.Speaker), int(t.Start)/60, int(t.Start)%60, escapeMarkup(t.Text))
	}
	return []byte(b.String())
}

func (e *episode) plain() []byte {
	var b strings.Builder
	for _, t := range e.turns {
		fmt.Fprintf(&b, "%s: %s\n\n", t.Speaker, t.Text)
	}
	return []byte(b.String())
}

// chaptersJSON is the chapters file of the podcast namespace.
func (e *episode) chaptersJSON() []byte {
	type chapter struct {
		Start float64 `json:"startTime"`
		Title string  `json:"title"`
	}
	var chapters []chapter
	for _, c := range e.chapters {
		chapters = append(chapters, chapter{c.Start, c.Title})
	}
	b, err := json.MarshalIndent(map[string]any{"version": "1.2.0", "chapters": chapters}, "", " ")
	if err != nil {
		panic(err)
	}
	return b
}

func clock(seconds float64, point string) string {
	ms := int(seconds*1000 + 0.5)
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3600000, ms/60000%60, ms/1000%60, point, ms%1000)
}

var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escapeMarkup(s string) string { return markup.Replace(s) }
