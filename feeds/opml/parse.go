package opml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// ErrNotOPML is returned for a file that is neither OPML nor a list of addresses.
var ErrNotOPML = errors.New("this is neither OPML nor a list of addresses")

// Outline is one subscription.
type Outline struct {
	URL     string // as written, with feed: and similar schemes replaced by http or https
	Title   string
	Site    string
	Type    string   // as written, lower case; may be empty
	Folders []string // outermost first
	Line    int
}

// Line is a line that was left out.
type Line struct {
	Number int
	Text   string // the title in the line, or its beginning
	Why    string // a sentence without its full stop
	Code   string // the same for the desk to phrase in the user's language: see [Codes]
}

// Result is the content of a file.
type Result struct {
	Title    string
	Outlines []Outline
	Refused  []Line
	Repeated int // feeds listed again
	Warnings []feeds.Warning
}

// Limits on the feeds in one file and on the depth of their folders.
const (
	maxOutlines = 100_000
	deepest     = 20
)

// Parse reads OPML, or a plain list of addresses.
func Parse(body []byte) (Result, error) {
	text, repairs := plain.Decode(body, "")
	text = bytes.Map(legal, text)
	p := parser{seen: map[string]bool{}}
	p.Warnings = repairs
	if !bytes.ContainsRune(text, '<') {
		p.list(string(text))
	} else {
		p.read(text)
	}
	if len(p.Outlines) == 0 && !p.opml {
		return Result{}, ErrNotOPML
	}
	return p.Result, nil
}

// legal drops the control characters at which an XML parser stops.
func legal(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff' {
		return -1
	}
	return r
}

type parser struct {
	Result
	opml  bool
	seen  map[string]bool
	stack []open
}

// open is an outline that isn't closed yet.
type open struct {
	name     string // for a folder
	feed     bool
	children int
	line     Line
}

var outlineTag = regexp.MustCompile(`(?i)<outline[\s/>]`)

// read reads the tokens without checking that elements match. After a syntax error it continues at the
// next outline, so that one broken line costs only itself.
func (p *parser) read(text []byte) {
	base := 0
	for len(p.Outlines) < maxOutlines {
		d := xml.NewDecoder(bytes.NewReader(text)) //nolint:gosec // only raw tokens are taken; nothing is expanded
		d.Strict = false
		d.Entity = xml.HTMLEntity
		d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
		err := p.tokens(d, base)
		if errors.Is(err, io.EOF) {
			break
		}
		at := min(int(d.InputOffset()), len(text))
		begin := max(bytes.LastIndexByte(text[:at], '<'), 0)
		if tags := outlineTag.FindAllIndex(text[:at], -1); len(tags) > 0 {
			begin = tags[len(tags)-1][0]
		}
		at = max(at, begin+1)
		p.salvage(text[begin:], base+1+bytes.Count(text[:begin], []byte("\n")))
		next := outlineTag.FindIndex(text[at:])
		if next == nil {
			break
		}
		base += bytes.Count(text[:at+next[0]], []byte("\n"))
		text = text[at+next[0]:]
	}
	for len(p.stack) > 0 {
		p.end()
	}
}

var (
	feedAddress = regexp.MustCompile(`(?i)\sxmlurl\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)'|([^\s"'<>]+))`)
	feedTitle   = regexp.MustCompile(`(?i)\s(?:text|title)\s*=\s*"([^"<>]+)"`)
)

// salvage finds the address in an outline that can't be read as XML, or records that the line was left
// out.
func (p *parser) salvage(tag []byte, line int) {
	if next := outlineTag.FindAllIndex(tag, 2); len(next) > 1 {
		tag = tag[:next[1][0]]
	}
	if end := bytes.IndexByte(tag, '\n'); end > 0 && !feedAddress.Match(tag) {
		tag = tag[:end]
	}
	m := feedAddress.FindSubmatch(tag)
	if m == nil || p.seen[Normalise(string(bytes.Join(m[1:], nil)))] { // the unreadable part may come after it
		p.refuse(line, plain.Line(string(tag[:min(len(tag), 200)])), "line_unreadable")
		return
	}
	o := Outline{URL: plain.Line(html.UnescapeString(string(bytes.Join(m[1:], nil)))), Line: line}
	if m := feedTitle.FindSubmatch(tag); m != nil {
		o.Title = plain.Line(html.UnescapeString(string(m[1])))
	}
	p.add(o)
}

func (p *parser) tokens(d *xml.Decoder, base int) error {
	inTitle := false
	for len(p.Outlines) < maxOutlines {
		line, _ := d.InputPos()
		t, err := d.RawToken()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch name := strings.ToLower(t.Name.Local); name {
			case "opml":
				p.opml = true
			case "title":
				inTitle = true
			case "outline":
				p.start(t, base+line)
			}
		case xml.CharData:
			if inTitle && p.Title == "" {
				p.Title = plain.Line(string(t))
			}
		case xml.EndElement:
			inTitle = false
			if strings.EqualFold(t.Name.Local, "outline") {
				p.end()
			}
		}
	}
	return io.EOF
}

func (p *parser) start(t xml.StartElement, line int) {
	attrs := map[string]string{}
	for _, a := range t.Attr {
		if k := strings.ToLower(a.Name.Local); attrs[k] == "" {
			attrs[k] = plain.Line(a.Value)
		}
	}
	title := attrs["text"]
	if title == "" {
		title = attrs["title"]
	}
	if len(p.stack) > 0 {
		p.stack[len(p.stack)-1].children++
	}
	o := open{name: title, line: Line{Number: line, Text: title}}
	kind := strings.ToLower(attrs["type"])
	address := attrs["xmlurl"]
	if address == "" && (kind == "rss" || kind == "atom" || kind == "feed") {
		address = attrs["url"]
	}
	switch {
	case address != "":
		o.feed = true
		p.add(Outline{URL: address, Title: title, Site: attrs["htmlurl"], Type: kind, Line: line})
	case kind == "include", kind == "link" && attrs["url"] != "":
		o.line.Code = "line_other_list"
	case attrs["htmlurl"] != "", attrs["url"] != "":
		o.line.Code = "line_page_only"
	case kind == "rss", kind == "atom", kind == "feed":
		o.line.Code = "line_no_address"
	default:
		o.line.Code = "line_heading_only"
	}
	p.stack = append(p.stack, o)
}

// end closes the innermost outline. One that is neither feed nor folder is recorded as left out.
func (p *parser) end() {
	if len(p.stack) == 0 {
		return
	}
	o := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	if !o.feed && o.children == 0 {
		p.refuse(o.line.Number, o.line.Text, o.line.Code)
	}
}

func (p *parser) add(o Outline) {
	address := webAddress(o.URL)
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		text := o.Title
		if text == "" {
			text = "(no title)"
		}
		p.refuse(o.Line, text, "line_not_web")
		return
	}
	o.URL = address
	if site, err := url.Parse(o.Site); err != nil || (site.Scheme != "http" && site.Scheme != "https") {
		o.Site = ""
	}
	key := Normalise(address)
	if p.seen[key] {
		p.Repeated++
		return
	}
	p.seen[key] = true
	for _, f := range p.stack[:min(len(p.stack), deepest)] {
		if f.name != "" && !f.feed {
			o.Folders = append(o.Folders, f.name)
		}
	}
	p.Outlines = append(p.Outlines, o)
}

// whys are the reasons for which lines are left out, by their codes.
var whys = map[string]string{
	"line_unreadable":   "can't be read",
	"line_other_list":   "points at another list, which is not fetched",
	"line_page_only":    "names a page but no feed",
	"line_no_address":   "has no feed address",
	"line_heading_only": "is a heading with nothing under it",
	"line_not_web":      "has an address that is not a web address",
	"line_not_address":  "is not an address",
}

// Codes returns the codes of the reasons for which lines are left out.
func Codes() []string { return slices.Sorted(maps.Keys(whys)) }

func (p *parser) refuse(line int, text, code string) {
	if r := []rune(text); len(r) > 120 {
		text = string(r[:120]) + "…"
	}
	p.Refused = append(p.Refused, Line{Number: line, Text: text, Why: whys[code], Code: code})
}

// list reads one address per line, followed by its title. Lines that begin with # are comments.
func (p *parser) list(text string) {
	number := 0
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "\n")) {
		number++
		line = plain.Line(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		address, title, _ := strings.Cut(line, " ")
		if !strings.Contains(address, "://") && !strings.Contains(address, ".") {
			p.refuse(number, line, "line_not_address")
			continue
		}
		p.add(Outline{URL: address, Title: strings.TrimSpace(title), Line: number})
	}
}

// String returns the sentence for the user.
func (l Line) String() string {
	if l.Text == "" {
		return fmt.Sprintf("Line %d %s.", l.Number, l.Why)
	}
	return fmt.Sprintf("Line %d (%s) %s.", l.Number, l.Text, l.Why)
}
