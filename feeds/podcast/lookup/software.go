package lookup

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// forum returns the source of a forum whose page says that it runs on Discourse: it has all new posts,
// where the page's feed has a few topics.
func forum(body []byte, contentType string, at *url.URL) (Candidate, bool) {
	text, _ := plain.Decode(body, contentType)
	z := html.NewTokenizer(bytes.NewReader(text))
	title, runs, inTitle := "", false, false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return Candidate{}, false
		case html.TextToken:
			if inTitle && title == "" {
				title = plain.Line(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			inTitle = t.DataAtom == atom.Title
			name, content := "", ""
			for _, a := range t.Attr {
				switch a.Key {
				case "name":
					name = a.Val
				case "content":
					content = a.Val
				}
			}
			runs = runs || t.DataAtom == atom.Meta && strings.EqualFold(name, "generator") && strings.HasPrefix(content, "Discourse ")
			if t.DataAtom == atom.Body && !runs {
				return Candidate{}, false
			}
			if t.DataAtom == atom.Body {
				if title == "" || len(title) > 200 {
					title = at.Host
				}
				return Candidate{URL: at.Scheme + "://" + at.Host, Type: discourse, Name: title, Understood: AsForum}, true
			}
		default:
			inTitle = false
		}
	}
}

// discourse is the type of sources that are forums on Discourse.
const discourse feeds.SourceType = "discourse"
