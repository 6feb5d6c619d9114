package passage

import (
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// Entry returns d in the form that the search index takes. show is the name of its first source,
// month its partition, seq the stream sequence of its event. Mentions that are dismissed or
// removed are left out.
func Entry(d *feeds.Document, show, month string, seq uint64, mentions []index.Mention) index.Entry {
	e := index.Entry{
		Document: d.ID, Revision: d.Revision, Month: month, Kind: d.Kind, Network: d.Network,
		Sources: d.Sources, Show: show, Site: site(d.URL), Title: d.Title, URL: d.URL, Audio: d.Audio,
		Published: d.Published, Passages: Split(d), Seq: seq,
	}
	for _, p := range d.People {
		e.People = append(e.People, p.Name)
	}
	if len(e.People) == 0 && d.Author != "" {
		e.People = []string{d.Author}
	}
	for _, m := range mentions {
		if m.Removed || m.State == index.Dismissed {
			continue
		}
		first := len(e.Brands)
		for _, h := range m.Hits {
			if h.Unsure && !m.Unsure {
				continue
			}
			mine := e.Brands[first:]
			n := passageOf(e.Passages, h)
			i, found := slices.BinarySearchFunc(mine, n, func(b index.EntryBrand, n int) int { return b.Passage - n })
			if found {
				mine[i].Confidence = max(mine[i].Confidence, h.Confidence)
			} else {
				e.Brands = slices.Insert(e.Brands, first+i, index.EntryBrand{Brand: m.Brand, Passage: n, Confidence: h.Confidence, Type: m.Type})
			}
		}
	}
	return e
}

// passageOf returns the number of the passage that has the hit's first letter.
func passageOf(passages []index.Passage, h index.Hit) int {
	if h.Field != index.InText {
		return 0
	}
	return sort.Search(len(passages)-1, func(i int) bool { return passages[i+1].Start > h.Start })
}

func site(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
