package opml

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

type document struct {
	XMLName xml.Name `xml:"opml"`
	Version string   `xml:"version,attr"`
	Title   string   `xml:"head>title"`
	Body    []*node  `xml:"body>outline"`
}

type node struct {
	Text     string  `xml:"text,attr"`
	Title    string  `xml:"title,attr,omitempty"`
	Type     string  `xml:"type,attr,omitempty"`
	XMLURL   string  `xml:"xmlUrl,attr,omitempty"`
	HTMLURL  string  `xml:"htmlUrl,attr,omitempty"`
	Children []*node `xml:"outline"`
}

// Write writes OPML 2.0, folders as nested outlines in the order they first come.
func Write(w io.Writer, title string, outlines []Outline) error {
	doc := document{Version: "2.0", Title: title}
	for _, o := range outlines {
		name := o.Title
		if name == "" {
			name = o.URL
		}
		into := folder(&doc.Body, o.Folders)
		*into = append(*into, &node{Text: name, Title: name, Type: "rss", XMLURL: o.URL, HTMLURL: o.Site})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("writing OPML: %w", err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("writing OPML: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("writing OPML: %w", err)
	}
	return nil
}

// folder finds the list that a path of folders leads to, and makes what is missing.
func folder(at *[]*node, path []string) *[]*node {
	for _, name := range path {
		i := slices.IndexFunc(*at, func(n *node) bool { return n.XMLURL == "" && strings.EqualFold(n.Text, name) })
		if i < 0 {
			*at = append(*at, &node{Text: name, Title: name})
			i = len(*at) - 1
		}
		at = &(*at)[i].Children
	}
	return at
}
