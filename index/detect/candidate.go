package detect

import (
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
)

// candidate is a name found in a field, before it is judged. Offsets are bytes.
type candidate struct {
	brand      int32
	entry      int32 // the name it was found by
	field      int32 // number of its text, see textsOf
	start, end int
	words      int // words of the text that it spans
	traits     trait
	score      float64
	card       *scorecard // nil until it is judged
	sound      soundMatch
}

// trait is a property of a candidate that is seen before it is scored. Traits are a bit set.
type trait uint32

const (
	splitUp       trait = 1 << iota // written as more words than the name has: "hub peak"
	plural                          // with an s that the name does not have
	possessive                      // followed by 's
	hashtag                         // after #
	handle                          // after @
	address                         // inside a URL or an e-mail address
	dotted                          // followed by .com or "dot com"
	compound                        // first part of a word written as one: "Hubpeakkoppeling"
	inflected                       // with a Dutch or German ending
	unknownTail                     // a compound whose rest is in no dictionary
	exactSpelling                   // exactly as the brand is written
	interrupted                     // with a full stop or a comma inside, as speech recognition inserts them
	soundAlike                      // sounds like the name
)

// maxGap is how many bytes there may be between two words of a name.
const maxGap = 4

// maxSurface is how many bytes of a text a hit may span. Invisible characters, such as soft
// hyphens, don't count as letters, so a name could otherwise hold any number of them.
const maxSurface = 2048

// match checks a span against an entry letter by letter and collects the candidate's traits.
// It returns false when the hashes collided, or when the characters between or around the
// words rule the name out.
func match(text string, s span, e *entry) (c candidate, ok bool) {
	s.start = skipIgnorable(text, s.start)
	end, words, gaps := walk(text, s.start, e.key, e.form, e.name)
	if end < 0 || gaps == forbiddenGap || end-s.start > maxSurface {
		return c, false
	}
	c = candidate{start: s.start, end: end, words: words}
	if gaps == interruptedGap {
		if words > int(e.words) && words < len(e.key) {
			return c, false
		}
		c.traits |= interrupted
	}
	if s.plural {
		c.end = s.end
		c.traits |= plural
		if end != s.end-1 {
			// In "HubSpot's" the s is a word by itself: the name without it is another span.
			return c, false
		}
	} else if int(e.probe) == len(e.key) && skipIgnorable(text, end) != s.end {
		return c, false
	} else if !endsWord(text, end) {
		return c, false
	}
	if words > int(e.words) {
		c.traits |= splitUp
	}
	if text[c.start:c.end] == e.name {
		c.traits |= exactSpelling
	}
	c.inspect(text)
	switch e.form {
	case byHandle:
		if c.traits&(handle|address) == 0 {
			return c, false
		}
	case byDomain:
		// "notion so far" is not notion.so: without "dot" in the key, the text needs the dot.
		spoken := len(e.key) > len(key(nil, e.name))
		if words < 2 || !spoken && !strings.Contains(text[c.start:c.end], ".") {
			return c, false
		}
	}
	if len(e.key) == 1 {
		symbols := e.symbols()
		if symbols == "" || !strings.HasPrefix(text[c.end:], symbols) {
			return c, false
		}
		c.end += len(symbols)
	}
	return c, true
}

// skipIgnorable returns where the visible letters of a word begin, or where the word ends if none
// follow. The scan counts a byte order mark, a joiner or a combining mark on either side of a word
// as part of it.
func skipIgnorable(text string, at int) int {
	for at < len(text) && text[at] >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(text[at:])
		if foldRune(r) != ignorable {
			break
		}
		at += size
	}
	return at
}

// walk follows a key through the text from start. It returns where the key ends or -1, the
// number of words, and the worst gap between them.
func walk(text string, start int, key string, f form, name string) (end, words int, gaps gapKind) {
	k := 0
	gap := -1 // where the current gap begins, or -1
	words = 1
	i := start
	for k < len(key) {
		if i >= len(text) {
			return -1, 0, forbiddenGap
		}
		c := text[i]
		if fold := foldByte[c]; fold != wideByte {
			switch {
			case fold == breakByte:
				if gap < 0 {
					gap = i
				}
			case fold != key[k]:
				return -1, 0, forbiddenGap
			default:
				if gap >= 0 {
					words++
					gaps = max(gaps, gapOf(text[gap:i], f, name))
					gap = -1
				}
				k++
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		folded := foldRune(r)
		switch {
		case folded == ignorable:
		case folded == "":
			if gap < 0 {
				gap = i
			}
		case !strings.HasPrefix(key[k:], folded):
			return -1, 0, forbiddenGap
		default:
			if gap >= 0 {
				words++
				gaps = max(gaps, gapOf(text[gap:i], f, name))
				gap = -1
			} else if i > start && isWordByItself(r) {
				words++
			}
			k += len(folded)
		}
		i += size
	}
	return i, words, gaps
}

// gapKind is how well the characters between two words fit inside a name.
type gapKind uint8

const (
	plainGap       gapKind = iota
	interruptedGap         // a comma or the end of a sentence: allowed only in recognized speech
	forbiddenGap
)

func gapOf(gap string, f form, name string) gapKind {
	switch gap {
	case " ", "-", "'", "’", "_", "\n", "‑", "–", ".":
		return plainGap
	case ", ", ". ":
		if f == byDomain {
			return forbiddenGap
		}
		if strings.Contains(name, gap) {
			return plainGap
		}
		return interruptedGap
	}
	if len(gap) > maxGap+2 || f == byDomain {
		return forbiddenGap
	}
	for _, r := range gap {
		switch r {
		case ' ', '\n', '\r', '\t', '\u00a0', '-', '\'', '’', '‘', '&', '+', '_', '‑', '–', '·', '/', '@':
		default:
			if !strings.ContainsRune(name, r) {
				return forbiddenGap
			}
		}
	}
	return plainGap
}

// inspect collects the traits that the characters around the candidate show.
func (c *candidate) inspect(text string) {
	before, after := text[:c.start], text[c.end:]
	if n := len(before); n > 0 {
		switch before[n-1] {
		case '#':
			c.traits |= hashtag
		case '@':
			c.traits |= handle
			if n > 1 && foldByte[before[n-2]] != breakByte {
				c.traits = c.traits&^handle | address
			}
		case '-', '/', '.', '=', '_':
			if inAddress(before) {
				c.traits |= address
			}
		case ' ':
			if n > 1 && before[n-2] == '@' {
				c.traits |= handle // some networks put a space after the @
			}
		}
	}
	switch {
	case len(after) > 1 && after[0] == '\'' && after[1]|0x20 == 's', strings.HasPrefix(after, "’s"), strings.HasPrefix(after, "’S"):
		c.traits |= possessive
	case len(after) > 2 && after[0] == '.' && isTopLevel(after[1:]):
		c.traits |= dotted
	case strings.HasPrefix(after, " dot ") && isTopLevel(after[5:]):
		c.traits |= dotted
	}
}

// inAddress reports whether the end of a text is inside a web address: there is no space since
// "://" or "www.".
func inAddress(before string) bool {
	before = before[max(0, len(before)-addressReach):]
	from := strings.LastIndexAny(before, " \n\t") + 1
	word := before[from:]
	return strings.Contains(word, "://") || strings.HasPrefix(word, "www.") || strings.Contains(word, ".com/")
}

// addressReach is how many bytes back an address is looked for. Without a limit, a text without
// spaces would be searched from its beginning for each name, in quadratic time.
const addressReach = 2048

// isTopLevel reports whether a text begins with a common top-level domain.
func isTopLevel(s string) bool {
	n := 0
	for n < min(len(s), 8) && foldByte[s[n]] >= 'a' && foldByte[s[n]] != wideByte {
		n++
	}
	switch strings.ToLower(s[:n]) {
	case "com", "org", "net", "io", "ai", "co", "nl", "de", "be", "eu", "uk", "at", "ch", "fr", "dev", "app", "tv", "so", "fm":
		return true
	}
	return false
}

// endsWord reports whether a word ends there. What adds nothing to a word, such as the joiner before an
// emoji, doesn't continue it either.
func endsWord(text string, at int) bool {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r < utf8.RuneSelf {
			return foldByte[byte(r)] == breakByte
		}
		switch folded := foldRune(r); {
		case folded == ignorable:
			at += size
		default:
			return folded == "" || isWordByItself(r)
		}
	}
	return true
}

// soundMatch is how well a sound-alike matches.
type soundMatch struct {
	name       string
	similarity float64
	weight     int     // of the name's sounds
	words      int     // in the name
	rank       float64 // the greatest wins where names share words
}

// fieldText is one text of a document, with what is needed to score candidates in it.
type fieldText struct {
	field  index.Field
	text   string
	second *float64 // of a chapter
	cased  casing
	spoken bool // may come from speech recognition
}
