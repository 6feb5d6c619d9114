package twins

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// title is a title as it is compared.
type title struct {
	words   []string // without the names of show and channel, each once, sorted
	number  int      // of the episode; zero if there is none
	figures []int    // all other numbers: years, parts, days; sorted
	marks   []string // words that say what kind of recording it is: clip, trailer, compilation
	live    bool
}

var (
	episodeNumber = regexp.MustCompile(`(?i)(?:\b(?:episode|episodio|épisode|ep|eps|afl|aflevering|folge|nr|no)\b\s*[.:]?\s*#?\s*|\bs\d{1,2}\s*[·:.,-]?\s*e(?:p\.?\s*)?|\be|#)(\d{1,4})\b`)
	leadingNumber = regexp.MustCompile(`^\s*[\[(]?(\d{1,4})[\])]?\s*(?:[:.|–—-]|$)`)
	partNumber    = regexp.MustCompile(`(?i)\b(?:part|pt|deel|teil|partie)\.?\s+(\d{1,2}|i{1,3}|iv|v|one|two|three|een|twee|drie)\b`)
	aside         = regexp.MustCompile(`[\[({][^\[\](){}]{1,60}[\])}]|#[\pL\pN_]+|(?:^|[|•])[^|•:]{1,40}(?:$|[|•:])`)
	separator     = regexp.MustCompile(`\s+[|•·/–—-]+\s+|\s*[|•]\s*|\s+//\s+`)
)

// markers are words of titles of recordings that are made from an episode and are not the episode.
var markers = map[string]string{
	"shorts": "short", "clips": "clip", "highlights": "highlights", "hoogtepunten": "highlights",
	"trailer": "trailer", "teaser": "trailer", "voorproefje": "trailer",
	"compilation": "compilation", "compilatie": "compilation", "supercut": "compilation", "mashup": "compilation",
	"outtakes": "outtakes", "bloopers": "outtakes", "aftershow": "aftershow", "samenvatting": "recap", "rerun": "rerun", "rebroadcast": "rerun", "herhaling": "rerun",
}

// placed are words that mean the same only where such a word is put: in brackets, as a tag, at the beginning
// or the end. "A short history" is no short.
var placed = map[string]string{
	"short": "short", "clip": "clip", "fragment": "clip", "highlight": "highlights", "preview": "trailer", "sneak": "trailer", "bestof": "compilation", "marathon": "compilation",
	"reaction": "reaction", "reacts": "reaction", "reacting": "reaction", "behindthescenes": "outtakes", "recap": "recap", "summary": "recap",
	"encore": "rerun", "replay": "rerun", "throwback": "rerun", "live": live, "livestream": live, "stream": live, "streamed": live,
}

// live says that a recording was made in front of an audience, or is a stream.
const live = "live"

// liveAt matches where a live recording was made.
var liveAt = regexp.MustCompile(`(?i)\blive (?:in|at|from|on|op|uit|vanuit|bij|@) `)

// idle are words that say nothing about which recording it is.
var idle = set(`a an the and or of to in on at for from with without by is are was be it its this that these those how what why when who we you your our i my me as
	de het een en of van in op aan voor met is zijn wat hoe waarom wie je jouw onze wij dat dit deze die te om naar uit over bij
	der die das und oder mit für von im ein eine wie was warum le la les un une et ou des du dans pour avec comment el los las y con para por como
	podcast podcasts episode episodes ep eps aflevering afl folge full official video audio interview show ft feat featuring guest gast hd uhd 4k new nieuw no nr season seizoen
	part pt deel teil s e`)

func set(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// maxTitle is how much of a title is read.
const maxTitle = 500

// parseTitle reads a title. names are those of the show and the channel, which are left out of it.
func parseTitle(text string, names ...string) title {
	text = strings.ToValidUTF8(text[:min(len(text), maxTitle)], "")
	var t title
	if m := episodeNumber.FindStringSubmatch(text); m != nil {
		t.number, _ = strconv.Atoi(m[1])
		text = strings.Replace(text, m[0], " ", 1)
	} else if m := leadingNumber.FindStringSubmatch(text); m != nil && !isYear(m[1]) {
		t.number, _ = strconv.Atoi(m[1])
		text = text[len(m[0]):]
	}
	if m := partNumber.FindStringSubmatch(text); m != nil {
		text = strings.Replace(text, m[0], " part "+ordinal(m[1])+" ", 1)
	}
	t.marks = marksOf(text)
	t.live = slices.Contains(t.marks, live)
	t.marks = slices.DeleteFunc(t.marks, func(m string) bool { return m == live })
	var known [][]string
	for _, n := range names {
		if words := split(n); len(words) > 0 {
			known = append(known, words)
		}
	}
	seen := map[string]bool{}
	for _, segment := range separator.Split(text, -1) {
		words := split(segment)
		for _, n := range known {
			words = without(words, n)
		}
		for _, w := range words {
			if idle[w] || markers[w] != "" || t.live && placed[w] == live {
				continue
			}
			if n, err := strconv.Atoi(w); err == nil && len(w) < 9 {
				t.figures = append(t.figures, n)
			}
			if w = stem(w); !seen[w] {
				seen[w] = true
				t.words = append(t.words, w)
			}
		}
	}
	slices.Sort(t.words)
	slices.Sort(t.figures)
	return t
}

// marksOf returns what kinds of recording a title says that it is.
func marksOf(text string) []string {
	var out []string
	add := func(mark string) {
		if mark != "" && !slices.Contains(out, mark) {
			out = append(out, mark)
		}
	}
	all := split(text)
	for _, w := range all {
		add(markers[w])
	}
	put := func(words []string) {
		for n := 1; n <= 3 && n <= len(words); n++ {
			add(placed[strings.Join(words[:n], "")])
			add(placed[strings.Join(words[len(words)-n:], "")])
		}
	}
	for _, segment := range separator.Split(text, -1) {
		for _, piece := range strings.Split(segment, ":") {
			put(split(piece))
		}
	}
	for _, piece := range aside.FindAllString(text, 20) {
		put(split(piece))
	}
	if liveAt.MatchString(text) {
		add(live)
	}
	slices.Sort(out)
	return out
}

func isYear(s string) bool {
	return len(s) == 4 && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20"))
}

// ordinal returns a part's number as digits.
func ordinal(s string) string {
	if n, ok := map[string]string{"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "one": "1", "two": "2", "three": "3", "een": "1", "twee": "2", "drie": "3"}[strings.ToLower(s)]; ok {
		return n
	}
	return s
}

// split returns the words of a text in lower case, without accents.
func split(text string) []string {
	// A transformer keeps state, so each call has its own.
	plain, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), strings.ToLower(text))
	if err != nil {
		plain = strings.ToLower(text)
	}
	plain = strings.NewReplacer("'", "", "’", "", "&", " and ").Replace(plain)
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// without removes a name from words: wherever all of it is, in order.
func without(words, name []string) []string {
	for i := 0; i+len(name) <= len(words); i++ {
		if slices.Equal(words[i:i+len(name)], name) {
			return slices.Concat(words[:i], words[i+len(name):])
		}
	}
	return words
}

// stem drops the ending of a plural.
func stem(w string) string {
	if len(w) > 4 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
		return w[:len(w)-1]
	}
	return w
}

// contradict reports whether two titles say that they are different recordings, and how.
func contradict(a, b title) string {
	switch {
	case a.number > 0 && b.number > 0 && a.number != b.number:
		return "the numbers of the episodes differ"
	case !slices.Equal(a.marks, b.marks):
		return "one of the two is a " + first(a.marks, b.marks)
	case len(a.figures) > 0 && len(b.figures) > 0 && !within(a.figures, b.figures) && !within(b.figures, a.figures):
		return "the numbers in the titles differ"
	}
	return ""
}

func first(a, b []string) string {
	for _, m := range a {
		if !slices.Contains(b, m) {
			return m
		}
	}
	for _, m := range b {
		if !slices.Contains(a, m) {
			return m
		}
	}
	return ""
}

// within reports whether all numbers of a are in b.
func within(a, b []int) bool {
	for _, n := range a {
		if !slices.Contains(b, n) {
			return false
		}
	}
	return true
}
