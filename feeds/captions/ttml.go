package captions

import (
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// ttml reads the paragraphs of a timed text file. Times may be at a paragraph, at the div around it or
// at the spans in it; a time counts from the begin of the element around it.
type ttml struct {
	frameRate, tickRate float64
	agents              map[string]string // names by id
	agent               string            // id of the agent whose name is read
	open                []element
	p                   *paragraph
	naming              bool
	cues                []feeds.Cue
}

// element is an open element with its times, as seconds of the recording.
type element struct {
	name       string
	begin, end float64 // unknown where there is none
	speaker    string
}

// paragraph is a <p> that is being read.
type paragraph struct {
	element
	runs  []run
	words bool // its spans are single words
}

// run is a piece of text with the times of the innermost element that has any.
type run struct {
	text       string
	begin, end float64
	span       bool // the times are those of a span
	speaker    string
}

func parseTTML(s string) []feeds.Cue {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	t := ttml{frameRate: 30, agents: map[string]string{}}
	for {
		token, err := d.Token()
		if err != nil {
			t.endParagraph()
			return prefixes(t.cues)
		}
		switch token := token.(type) {
		case xml.StartElement:
			t.start(token)
		case xml.CharData:
			t.text(string(token))
		case xml.EndElement:
			t.end(token.Name.Local)
		}
	}
}

// deepest is how deep elements count: a file that nests them without end must not fill the memory.
const deepest = 1000

func (t *ttml) start(e xml.StartElement) {
	attribute := func(name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	name := strings.ToLower(e.Name.Local)
	switch name {
	case "tt":
		t.rates(attribute)
	case "agent":
		t.agent = attribute("id")
	case "name":
		t.naming = t.agent != ""
	case "br":
		t.text(" ")
	}
	around := element{begin: unknown, end: unknown}
	if n := len(t.open); n > 0 {
		around = t.open[n-1]
	}
	own := element{name: name, begin: around.begin, end: around.end, speaker: around.speaker}
	begin, hasBegin := t.time(attribute("begin"))
	end, hasEnd := t.time(attribute("end"))
	length, hasLength := t.time(attribute("dur"))
	if name == "body" && !hasBegin { // the length of the recording
		hasEnd, hasLength = false, false
	}
	if hasBegin || hasEnd || hasLength {
		shift := t.shift(around, begin, hasBegin)
		if hasBegin {
			own.begin, own.end = begin+shift, unknown
		}
		switch {
		case hasEnd && end+shift >= own.begin:
			own.end = end + shift
		case hasLength && own.begin != unknown:
			own.end = own.begin + length
		}
	}
	if who := attribute("agent"); who != "" {
		own.speaker = who
	}
	if len(t.open) < deepest {
		t.open = append(t.open, own)
	}
	if name == "p" {
		t.endParagraph()
		t.p = &paragraph{element: own}
	}
	if name == "span" && t.p != nil && attribute("unit") == "word" {
		t.p.words = true
	}
}

// shift returns what is added to the times of an element: the begin of the element around it. Some
// programs count all times from the beginning of the recording; then the time lies within the element
// around it, and would lie outside if it were added.
func (t *ttml) shift(around element, begin float64, has bool) float64 {
	if around.begin == unknown || !has {
		return 0
	}
	if begin >= around.begin && (around.end != unknown && around.begin+begin > around.end || around.name == "p" || around.name == "span") {
		return 0
	}
	return around.begin
}

func (t *ttml) text(s string) {
	switch {
	case t.naming:
		t.agents[t.agent] = strings.TrimSpace(t.agents[t.agent] + " " + strings.TrimSpace(s))
	case t.p != nil && len(t.open) > 0:
		in := t.open[len(t.open)-1]
		t.p.runs = append(t.p.runs, run{s, in.begin, in.end, in.name == "span" && in.begin != t.p.begin, in.speaker})
	}
}

func (t *ttml) end(name string) {
	name = strings.ToLower(name)
	switch name {
	case "p":
		t.endParagraph()
	case "name":
		t.naming = false
	case "agent":
		t.agent = ""
	}
	for i := len(t.open) - 1; i >= 0; i-- {
		if t.open[i].name == name {
			t.open = t.open[:i]
			break
		}
	}
}

// A paragraph whose spans have times is divided where it lasts longer than longParagraph, at pauses and
// after enough words. Others are one cue.
const (
	longParagraph = 15.0
	longPause     = 1.5
	manyWords     = 20
)

func (t *ttml) endParagraph() {
	p := t.p
	if t.p = nil; p == nil {
		return
	}
	p.separate()
	divided := false
	for _, r := range p.runs {
		divided = divided || r.span && (p.begin == unknown || p.end == unknown || p.end-p.begin > longParagraph)
	}
	var c *feeds.Cue
	var b strings.Builder
	words := 0
	flush := func() {
		if c != nil {
			if c.Text = plain.Line(b.String()); c.Text != "" {
				t.cues = append(t.cues, *c)
			}
		}
		c, words = nil, 0
		b.Reset()
	}
	for _, r := range p.runs {
		if strings.TrimSpace(r.text) == "" {
			b.WriteString(r.text)
			continue
		}
		begin, end := p.begin, p.end
		if divided {
			begin, end = r.begin, r.end
		}
		speaker := r.speaker
		if name := t.agents[speaker]; name != "" {
			speaker = name
		}
		speaker = speakerName(speaker)
		if c != nil && (c.Speaker != speaker || divided && (begin == unknown) != c.Untimed || divided && begin != unknown && begin-c.End > longPause || divided && words >= manyWords) {
			flush()
		}
		if c == nil {
			c = &feeds.Cue{Start: max(begin, 0), End: max(end, begin, 0), Speaker: speaker, Untimed: begin == unknown || begin > longest}
		}
		c.End = min(max(c.End, end), longest)
		words += countWords(r.text)
		b.WriteString(r.text)
	}
	flush()
}

// separate puts spaces between the spans of a paragraph that hold a word each. Files that divide words
// at their syllables have spaces between the words.
func (p *paragraph) separate() {
	spans := 0
	for _, r := range p.runs {
		if strings.ContainsAny(strings.TrimSpace(r.text), " \t\n\u00a0") || r.text != "" && strings.TrimSpace(r.text) == "" {
			if !p.words {
				return
			}
		}
		if strings.TrimSpace(r.text) != "" {
			spans++
		}
	}
	if !p.words && spans < 3 {
		return
	}
	for i := range p.runs {
		p.runs[i].text += " "
	}
}

// rates reads how long frames and ticks last.
func (t *ttml) rates(attribute func(string) string) {
	number := func(name string) float64 {
		v, err := strconv.ParseFloat(strings.TrimSpace(attribute(name)), 64)
		if err != nil || v <= 0 {
			return 0
		}
		return v
	}
	if v := number("frameRate"); v > 0 {
		t.frameRate = v
		t.tickRate = v
	}
	if a, b, ok := strings.Cut(strings.Join(strings.FieldsFunc(attribute("frameRateMultiplier"), func(r rune) bool { return r == ' ' || r == ':' }), " "), " "); ok {
		x, err1 := strconv.ParseFloat(a, 64)
		y, err2 := strconv.ParseFloat(b, 64)
		if err1 == nil && err2 == nil && x > 0 && y > 0 {
			t.frameRate *= x / y
		}
	}
	if v := number("tickRate"); v > 0 {
		t.tickRate = v
	}
	if t.tickRate == 0 {
		t.tickRate = 10_000_000 // the standard's 1 is what no file means
	}
}

// time reads a clock time, with frames where it has four parts, or an offset: 12.5s, 75h, 1875f,
// 750000000t.
func (t *ttml) time(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, false
	}
	if strings.Count(s, ":") == 3 {
		at := strings.LastIndexByte(s, ':')
		frames, err := strconv.ParseFloat(s[at+1:], 64)
		v, ok := clock(s[:at])
		if err != nil {
			return v, ok
		}
		return v + min(frames/t.frameRate, 1), ok
	}
	unit := strings.TrimLeft(s, "0123456789.")
	scale := map[string]float64{"h": 3600, "m": 60, "s": 1, "ms": 0.001, "f": 1 / t.frameRate, "t": 1 / max(t.tickRate, 1)}[unit]
	if scale == 0 {
		return Clock(s)
	}
	v, err := strconv.ParseFloat(s[:len(s)-len(unit)], 64)
	return v * scale, err == nil
}
