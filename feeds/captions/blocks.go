package captions

import (
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// block is one cue as it stands in a WebVTT or SRT file.
type block struct {
	start, end float64
	lines      []string
}

// parseVTT reads WebVTT. A timing line begins a cue wherever it stands; an empty line
// ends it. NOTE, STYLE, REGION, headers and ids lie outside cues and so are left out.
func parseVTT(s string) []feeds.Cue {
	var blocks []block
	open, fresh := false, true // in a cue; at the beginning of a block
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		start, end, ok := timing(line)
		switch {
		case ok:
			blocks = append(blocks, block{start: start, end: end})
			open, fresh = true, false
		case strings.TrimSpace(line) == "":
			// An empty line after the timing is forgiven while text follows before the
			// next timing or note.
			if open && len(blocks[len(blocks)-1].lines) == 0 && !fresh && speaks(lines, i+1) {
				fresh = true
				continue
			}
			open, fresh = false, true
		case open:
			b := &blocks[len(blocks)-1]
			b.lines = append(b.lines, line)
			fresh = false
		}
	}
	return voices(blocks)
}

// speaks reports whether the line is text rather than the beginning of another block.
func speaks(lines []string, i int) bool {
	if i >= len(lines) {
		return false
	}
	l := strings.TrimSpace(lines[i])
	if l == "" || strings.HasPrefix(l, "NOTE") || l == "STYLE" || l == "REGION" || isNumber(l) {
		return false
	}
	if _, _, ok := timing(l); ok {
		return false
	}
	if i+1 < len(lines) {
		if _, _, ok := timing(lines[i+1]); ok {
			return false // an id
		}
	}
	return true
}

// parseSRT reads SubRip: text goes on until the next timing line, over empty lines too,
// and a number right above a timing line is that cue's.
func parseSRT(s string) []feeds.Cue {
	var blocks []block
	for line := range strings.SplitSeq(s, "\n") {
		start, end, ok := timing(line)
		if ok {
			if n := len(blocks); n > 0 {
				b := &blocks[n-1]
				if k := len(b.lines); k > 0 && isNumber(strings.TrimSpace(b.lines[k-1])) {
					b.lines = b.lines[:k-1]
				}
			}
			blocks = append(blocks, block{start: start, end: end})
			continue
		}
		if n := len(blocks); n > 0 {
			blocks[n-1].lines = append(blocks[n-1].lines, line)
		}
	}
	return voices(blocks)
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
