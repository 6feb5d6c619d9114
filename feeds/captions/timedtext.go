package captions

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// youtubeRoot matches the beginning of YouTube's own files: srv1 with <transcript>, srv3 with <timedtext>.
var youtubeRoot = regexp.MustCompile(`(?is)^\s*(?:<\?xml[^>]*>\s*)?<(?:transcript|timedtext)[\s>]`)

// parseTimedText reads srv1, whose times are seconds in start and dur, and srv3, whose times are
// milliseconds in t and d. The text of srv1 is escaped twice. In srv3 paragraphs with a="1" are line
// breaks, and words may be in spans of their own.
func parseTimedText(s string) []feeds.Cue {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var cues []feeds.Cue
	var open *feeds.Cue
	var b strings.Builder
	end := func() {
		if open == nil {
			return
		}
		text := plain.Line(plain.FromHTML(b.String()))
		if open.Text = strings.TrimPrefix(text, ">> "); open.Text != "" {
			cues = append(cues, *open)
		}
		open = nil
		b.Reset()
	}
	for {
		token, err := d.Token()
		if err != nil {
			end()
			return prefixes(cues)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch name := strings.ToLower(t.Name.Local); {
			case name == "text", name == "p":
				end()
				open = &feeds.Cue{}
				open.Start, open.End, open.Untimed = times(t.Attr, name == "p")
			case name == "br" && open != nil:
				b.WriteByte(' ')
			}
		case xml.CharData:
			if open != nil {
				b.Write(t)
			}
		case xml.EndElement:
			if name := strings.ToLower(t.Name.Local); name == "text" || name == "p" {
				end()
			}
		}
	}
}

// times returns when an element begins and ends. millis is set for srv3.
func times(attrs []xml.Attr, millis bool) (start, end float64, untimed bool) {
	value := func(name string) (float64, bool) {
		for _, a := range attrs {
			if a.Name.Local == name {
				v, err := strconv.ParseFloat(strings.TrimSpace(a.Value), 64)
				if millis {
					v /= 1000
				}
				return v, err == nil && v >= 0 && v <= longest
			}
		}
		return 0, false
	}
	names := [2]string{"start", "dur"}
	if millis {
		names = [2]string{"t", "d"}
	}
	start, ok := value(names[0])
	if !ok {
		return 0, 0, true
	}
	length, _ := value(names[1])
	return start, min(start+length, longest), false
}
