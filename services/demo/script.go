package demo

import (
	"embed"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

//go:embed script/*.yaml
var scriptFiles embed.FS

// line is one turn of a conversation: the host's or the guest's.
type line struct {
	Host  string `yaml:"h"`
	Guest string `yaml:"g"`
}

// exchange is a few turns that belong together.
type exchange []line

// guest is a person who is interviewed.
type guest struct {
	Name    string `yaml:"name"`
	Role    string `yaml:"role"`
	Company string `yaml:"company"`
}

// topic is the subject of an episode.
type topic struct {
	Titles []string   `yaml:"titles"`
	Phrase string     `yaml:"phrase"` // fits after "we talk about"
	Notes  string     `yaml:"notes"`
	Talk   []exchange `yaml:"talk"`
}

// drop is one way to mention a brand: the conversation and the text of the show notes.
type drop struct {
	Talk  exchange `yaml:"talk"`
	Notes string   `yaml:"notes"`
	Title string   `yaml:"title"` // for shows without transcripts, where only title and notes can be read
}

// article is a blog post; its paragraphs are templates like the lines.
type article struct {
	Title string   `yaml:"title"`
	Text  []string `yaml:"text"`
}

// script has all texts of one language. Words in braces are replaced:
// {host}, {guest}, {role}, {company}, {show} and {phrase} by those of the episode, all
// others by a word from Words.
type script struct {
	Words    map[string][]string  `yaml:"words"`
	Guests   []guest              `yaml:"guests"`
	Openings []exchange           `yaml:"openings"`
	Closings []exchange           `yaml:"closings"`
	Chapters []string             `yaml:"chapters"` // opening, topic, brand, closing
	Topics   []topic              `yaml:"topics"`
	Drops    map[plot][]drop      `yaml:"drops"`
	Articles map[string][]article `yaml:"articles"` // by blog
}

func loadScript(language string) (*script, error) {
	raw, err := scriptFiles.ReadFile("script/" + language + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("reading the demo's script: %w", err)
	}
	var s script
	if err := yaml.Unmarshal(raw, &s); err != nil {
		return nil, fmt.Errorf("reading the demo's %s script: %w", language, err)
	}
	return &s, nil
}

var slot = regexp.MustCompile(`(^|[.?!] )?\{([a-z]+)\}`)

// fill replaces the words in braces, with a capital where they begin a sentence.
func (s *script) fill(text string, own map[string]string, r *rand.Rand) string {
	return slot.ReplaceAllStringFunc(text, func(found string) string {
		part := slot.FindStringSubmatch(found)
		word, ok := own[part[2]]
		if words := s.Words[part[2]]; !ok && len(words) > 0 {
			word, ok = words[r.IntN(len(words))], true
		}
		if !ok {
			return found
		}
		if part[1] != "" || strings.HasPrefix(text, found) {
			word = capital(word)
		}
		return part[1] + word
	})
}

func capital(word string) string {
	first, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[n:]
}

// deck hands out each of its cards once before it repeats one.
type deck struct {
	size, next int
	cards      []int
	r          *rand.Rand
}

func newDeck(size int, r *rand.Rand) *deck { return &deck{size: size, r: r} }

func (d *deck) draw() int {
	if d.next == len(d.cards) {
		d.cards, d.next = d.r.Perm(d.size), 0
	}
	d.next++
	return d.cards[d.next-1]
}
