// Package indextest holds the project's own labelled documents and scores detection on them.
//
// A corpus is a text file that a person can read and correct. A line by itself is a document. A
// line that begins with # opens a spoken document: the lines up to the next empty one are its
// cues. An occurrence of a brand is written {brand/class:surface}; the class is optional. All
// companies are invented.
package indextest

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// Gold is one occurrence of a brand as labelled by a person. Offsets are code points.
type Gold struct {
	Brand, Class string
	Start, End   int
}

// Labelled is a document with the hits that should be found in it.
type Labelled struct {
	Document *feeds.Document
	Type     index.MentionType // expected, when the corpus is about types
	Gold     []Gold
	Line     int
}

// Read reads a corpus in one language.
func Read(r io.Reader, language string) ([]Labelled, error) {
	var list []Labelled
	var open *Labelled // spoken document being read
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "":
			open = nil
		case strings.HasPrefix(line, "//"):
		case strings.HasPrefix(line, "#"):
			list = append(list, Labelled{Document: &feeds.Document{Language: language, Kind: feeds.Podcast, Origin: feeds.Captions}, Line: n})
			open = &list[len(list)-1]
			if err := parseHeader(open, strings.TrimSpace(line[1:])); err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
		default:
			if open == nil {
				list = append(list, Labelled{Document: &feeds.Document{Language: language, Kind: feeds.Post}, Line: n})
			}
			d := &list[len(list)-1]
			offset := 0
			if open != nil && len(d.Document.Cues) > 0 {
				offset = utf8.RuneCountInString(feeds.JoinCues(d.Document.Cues)) + 1
			}
			text, gold, err := parseLabels(line, offset)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			d.Gold = append(d.Gold, gold...)
			if open == nil {
				d.Document.Text = text
				continue
			}
			at := 4 * float64(len(d.Document.Cues))
			d.Document.Cues = append(d.Document.Cues, feeds.Cue{Start: at, End: at + 4, Text: text})
		}
	}
	return list, lines.Err()
}

// parseHeader reads "title: … | notes: … | person: … | language: … | type: …".
func parseHeader(d *Labelled, s string) error {
	for part := range strings.SplitSeq(s, "|") {
		name, value, ok := strings.Cut(part, ":")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(name) {
		case "title":
			d.Document.Title = value
		case "notes":
			d.Document.Notes = value
		case "person":
			d.Document.People = append(d.Document.People, feeds.Person{Name: value, Role: "guest"})
		case "language":
			d.Document.Language = value
		case "type":
			d.Type = index.MentionType(value)
		case "":
			if ok {
				return fmt.Errorf("%q has no name before its colon", part)
			}
		default:
			return fmt.Errorf("unknown head %q", name)
		}
	}
	return nil
}

// parseLabels removes the labels from a line and returns them.
func parseLabels(line string, offset int) (text string, gold []Gold, err error) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(line, "{")
		b.WriteString(before)
		if !found {
			return b.String(), gold, nil
		}
		label, after, closed := strings.Cut(rest, "}")
		name, surface, ok := strings.Cut(label, ":")
		if !closed || !ok {
			return "", nil, fmt.Errorf("unclosed or empty label {%s", rest)
		}
		brand, class, _ := strings.Cut(name, "/")
		if class == "" {
			class = "exact"
		}
		g := Gold{Brand: brand, Class: class, Start: offset + utf8.RuneCountInString(b.String())}
		b.WriteString(surface)
		g.End = offset + utf8.RuneCountInString(b.String())
		gold = append(gold, g)
		line = after
	}
}
