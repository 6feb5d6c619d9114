package page

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxLinks is how many linked files or pages are fetched.
const maxLinks = 2

// link is a file or page that a page calls its transcript.
type link struct {
	url  *url.URL
	file bool // it has the name of a transcript file
	only bool // the page links to no other one
}

// promise orders links: files with times, pages, text.
func (l link) promise() int {
	switch strings.ToLower(path.Ext(l.url.Path)) {
	case ".vtt":
		return 0
	case ".srt":
		return 1
	case ".json":
		return 2
	case ".txt":
		return 4
	}
	return 3
}

// links returns the transcripts that a page links to on its own host, the best first. Where it links to those of several
// episodes, only pages are returned: these say which episode they are about.
func (p *parsed) links(at *url.URL) []link {
	base := at
	if u, err := at.Parse(p.base); err == nil && p.base != "" {
		base = u
	}
	var out []link
	seen, stems := map[string]bool{}, map[string]bool{}
	add := func(raw string) {
		u, err := base.Parse(raw)
		if err != nil || raw == "" || u.Host != at.Host || u.Scheme != at.Scheme && u.Scheme != "https" || u.User != nil {
			return
		}
		u.Fragment, u.RawFragment = "", ""
		if seen[u.String()] || u.Path == at.Path && u.RawQuery == at.RawQuery || len(out) == maxNodes {
			return
		}
		seen[u.String()] = true
		stems[strings.TrimSuffix(u.Path, path.Ext(u.Path))+"?"+u.RawQuery] = true
		out = append(out, link{url: u, file: isFile(u)})
	}
	p.all(func(n *html.Node) bool {
		switch n.DataAtom {
		case atom.A:
			u, err := url.Parse(attr(n, "href"))
			if err == nil && (isLabel(textOf(n)) || isLabel(attr(n, "aria-label")) || isLabel(attr(n, "title")) || hasTimes(u)) {
				add(attr(n, "href"))
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "alternate") && slices.Contains([]string{"text/vtt", "application/srt", "application/x-subrip"}, strings.ToLower(attr(n, "type"))) {
				add(attr(n, "href"))
			}
		case atom.Track:
			if kind := attr(n, "kind"); kind == "" || kind == "captions" || kind == "subtitles" {
				add(attr(n, "src"))
			}
		}
		return false
	})
	if len(stems) > 1 {
		out = slices.DeleteFunc(out, func(l link) bool { return l.file })
	}
	for i := range out {
		out[i].only = len(stems) == 1
	}
	slices.SortStableFunc(out, func(a, b link) int { return a.promise() - b.promise() })
	return out[:min(len(out), maxLinks)]
}

func isFile(u *url.URL) bool {
	return slices.Contains([]string{".vtt", ".srt", ".json", ".txt"}, strings.ToLower(path.Ext(u.Path)))
}

// hasTimes reports whether an address has the name of a file that is a transcript and nothing else.
func hasTimes(u *url.URL) bool {
	return slices.Contains([]string{".vtt", ".srt"}, strings.ToLower(path.Ext(u.Path)))
}
