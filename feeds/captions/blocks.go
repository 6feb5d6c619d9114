package captions

import (
	"regexp"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// block is one cue of a WebVTT or SRT file, before its markup is read.
type block struct {
	start, end float64
	untimed    bool
	lines      []string
}

// parseVTT reads WebVTT. A timing line begins a cue wherever it is. Text behind an empty line still
// belongs to the cue: the standard drops it, and with it words that are spoken. NOTE, STYLE, REGION and
// headers are ignored, and so are ids: a line right above a timing that follows an empty line, or that
// follows text in a file all of whose cues have ids.
func parseVTT(s string) []feeds.Cue {
	lines := strings.Split(s, "\n")
	ids := idsOf(lines)
	var blocks []block
	skipping := true // a header, a note or a style
	fresh := true    // at the beginning of a paragraph
	var pending []string
	behind := false // pending came behind an empty line
	// keep adds the paragraph read so far to the last cue. above is set where a timing follows it.
	keep := func(above bool) {
		if n := len(pending); above && n > 0 && isID(pending, ids, behind, len(blocks) > 0 && len(blocks[len(blocks)-1].lines) > 0) {
			pending = pending[:n-1]
		}
		if n := len(blocks); n > 0 {
			blocks[n-1].lines = append(blocks[n-1].lines, pending...)
		}
		pending = nil
	}
	for _, line := range lines {
		start, end, tail, ok := timing(line)
		switch {
		case ok:
			if skipping {
				pending = nil
			}
			keep(true)
			blocks = begin(blocks, start, end, tail)
			skipping, fresh = false, false
		case strings.TrimSpace(line) == "":
			if !skipping {
				keep(false)
			} else if len(blocks) > 0 && !fresh {
				skipping = false
			}
			fresh = true
		case fresh && outside(line):
			skipping, fresh, pending = true, false, nil
		case !skipping:
			if len(pending) == 0 {
				behind = fresh
			}
			pending = append(pending, line)
			fresh = false
		default:
			fresh = false
		}
	}
	if !skipping {
		keep(false)
	}
	return voices(blocks)
}

// outside reports whether a line begins a block that holds no speech. Streaming servers repeat the
// header in the middle of a file.
func outside(line string) bool {
	l := strings.TrimSpace(line)
	return l == "NOTE" || strings.HasPrefix(l, "NOTE ") || strings.HasPrefix(l, "NOTE\t") || l == "STYLE" || l == "REGION" ||
		strings.HasPrefix(l, "WEBVTT") || strings.HasPrefix(l, "X-TIMESTAMP-MAP")
}

// The ways in which the cues of a WebVTT file are identified.
type idKind int

const (
	noIDs idKind = iota
	numericIDs
	namedIDs // every cue has a line above its timing
)

// idsOf looks at the lines above the timings.
func idsOf(lines []string) idKind {
	kind := noIDs
	for i, line := range lines {
		if _, _, _, ok := timing(line); !ok {
			continue
		}
		above := ""
		if i > 0 {
			above = strings.TrimSpace(lines[i-1])
		}
		switch {
		case isNumber(above):
			if kind == noIDs {
				kind = numericIDs
			}
		case above == "" || outside(above) || strings.Contains(above, "-->"):
			if kind == namedIDs {
				return noIDs // some cues have none: the line above another may be words
			}
			if kind == noIDs {
				return noIDs
			}
		case kind == noIDs:
			if i > 1 && strings.TrimSpace(lines[i-2]) != "" {
				return noIDs // the header ends without an empty line
			}
			kind = namedIDs
		}
	}
	return kind
}

// isID reports whether the last line of a paragraph that a timing follows is the id of the next cue.
// behind is set where the paragraph follows an empty line, spoken where the cue before has words.
func isID(paragraph []string, ids idKind, behind, spoken bool) bool {
	last := strings.TrimSpace(paragraph[len(paragraph)-1])
	switch {
	case len(paragraph) == 1 && behind && (spoken || ids == namedIDs):
		return true // alone between an empty line and a timing
	case isNumber(last):
		return ids == numericIDs
	}
	return ids == namedIDs && len(paragraph) > 1
}

// begin adds a cue. If its time can't be read it keeps its place behind the one before, without a time.
func begin(blocks []block, start, end float64, tail string) []block {
	b := block{start: start, end: end}
	if start == unknown {
		b.start, b.end, b.untimed = 0, 0, true
		if n := len(blocks); n > 0 {
			b.start, b.end = blocks[n-1].start, blocks[n-1].start
		}
	}
	if tail != "" {
		b.lines = []string{tail}
	}
	return append(blocks, b)
}

// headless reports whether a file is WebVTT without its first line: it has blocks that SubRip doesn't
// have, or an id above its first timing that isn't a number.
func headless(s string) bool {
	if vttBlock.MatchString(s) {
		return true
	}
	before := ""
	for line := range strings.SplitSeq(s, "\n") {
		if _, _, _, ok := timing(line); ok {
			return before != "" && !isNumber(before)
		}
		before = strings.TrimSpace(line)
	}
	return false
}

var vttBlock = regexp.MustCompile(`(?:^\s*|\n[ \t]*\n)(?:NOTE|STYLE|REGION)(?:[ \t][^\n]*)?\n`)

// parseSRT reads SubRip. Text lasts until the next timing line, across empty lines too. A number right
// above a timing line belongs to that cue.
func parseSRT(s string) []feeds.Cue {
	var blocks []block
	for line := range strings.SplitSeq(s, "\n") {
		start, end, tail, ok := timing(line)
		n := len(blocks)
		switch {
		case ok:
			if n > 0 {
				blocks[n-1].lines = withoutNumber(blocks[n-1].lines)
			}
			blocks = begin(blocks, start, end, tail)
		case n > 0:
			blocks[n-1].lines = append(blocks[n-1].lines, strings.TrimSpace(line))
		}
	}
	return voices(blocks)
}

// withoutNumber removes the next cue's number from the end: right above the timing, or between empty
// lines. Some programs write it twice.
func withoutNumber(lines []string) []string {
	last := lastLine(lines)
	if last < 0 || !isNumber(lines[last]) {
		return lines
	}
	if last < len(lines)-1 && (last == 0 || lines[last-1] != "") {
		return lines
	}
	number, lines := lines[last], lines[:last]
	if last = lastLine(lines); last > 0 && lines[last] == number && lines[last-1] == "" {
		lines = lines[:last]
	}
	return lines
}

// lastLine returns the index of the last line that isn't empty.
func lastLine(lines []string) int {
	last := len(lines) - 1
	for last > 0 && lines[last] == "" {
		last--
	}
	return last
}

// isNumber reports whether a line is the number of a cue.
func isNumber(s string) bool {
	s = strings.TrimRight(strings.TrimPrefix(s, "#"), ".:)")
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// timingLines returns how many lines of a text are timings.
func timingLines(s string) int {
	n := 0
	for line := range strings.SplitSeq(s, "\n") {
		if _, _, _, ok := timing(line); ok {
			n++
		}
	}
	return n
}

// untimedOnly reports whether no cue has a time.
func untimedOnly(cues []feeds.Cue) bool {
	return !slices.ContainsFunc(cues, func(c feeds.Cue) bool { return !c.Untimed })
}
