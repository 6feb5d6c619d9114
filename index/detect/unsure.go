package detect

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// HeardGroup is one way in which recognizers write a name, to be confirmed or refused at once.
type HeardGroup struct {
	Brand     string   `json:"brand"`
	Name      string   `json:"name"` // that it sounds like
	Text      string   `json:"text"` // as it was written, in lower case
	Count     int      `json:"count"`
	Documents int      `json:"documents"`
	Best      float64  `json:"best"` // the greatest confidence
	Quotes    []Quoted `json:"quotes"`
}

// Quoted is one place of a group.
type Quoted struct {
	Document string   `json:"document"`
	Quote    string   `json:"quote"`
	Second   *float64 `json:"second,omitempty"`
}

// Limits of groups: how many quotes each has, and how many are counted and returned.
const (
	maxQuotes     = 3
	maxGroups     = 20_000
	maxHeardGroup = 200
)

// GroupHeard groups the sound-alikes in an archive that aren't certain by brand, name and words,
// best first: what is frequent and likely. The quotes of a group are of different documents where
// there are enough, the most confident first. What a brand has as a name already is left out, and
// so is what [CheckHeardAs] refuses.
func GroupHeard(brands []index.Brand, archive iter.Seq2[*feeds.Document, []index.Hit]) []HeardGroup {
	groups := heardGroups{brands: map[string]*index.Brand{}, known: map[heardKey]*heardGroup{}}
	for i := range brands {
		groups.brands[brands[i].ID] = &brands[i]
	}
	for doc, hits := range archive {
		for i := range hits {
			groups.add(doc, &hits[i])
		}
	}
	return groups.best()
}

type heardKey struct{ brand, name, text string }

type heardGroup struct {
	HeardGroup
	last   string // document
	quoted []quotedHit
}

type quotedHit struct {
	Quoted
	confidence float64
}

type heardGroups struct {
	brands map[string]*index.Brand
	known  map[heardKey]*heardGroup
}

func (g *heardGroups) add(doc *feeds.Document, h *index.Hit) {
	brand := g.brands[h.Brand]
	if brand == nil || h.Confidence >= index.Sure || !h.IsSoundAlike() {
		return
	}
	key := heardKey{h.Brand, h.SoundsLike(), strings.ToLower(strings.Join(strings.Fields(h.Surface), " "))}
	of := g.known[key]
	if of == nil {
		if len(g.known) >= maxGroups || hasFold(brand.HeardAs, key.text) || CheckHeardAs(*brand, key.text) != nil {
			return
		}
		of = &heardGroup{HeardGroup: HeardGroup{Brand: key.brand, Name: key.name, Text: key.text}}
		g.known[key] = of
	}
	of.Count++
	of.Best = max(of.Best, h.Confidence)
	if of.last != doc.ID || of.Documents == 0 {
		of.Documents++
		of.last = doc.ID
	}
	of.quote(quotedHit{Quoted{doc.ID, h.Quote, h.Second}, h.Confidence})
}

// quote keeps the most confident place of each document, and of those the best.
func (g *heardGroup) quote(q quotedHit) {
	if at := slices.IndexFunc(g.quoted, func(o quotedHit) bool { return o.Document == q.Document }); at >= 0 {
		if q.confidence > g.quoted[at].confidence {
			g.quoted[at] = q
		}
	} else {
		g.quoted = append(g.quoted, q)
	}
	slices.SortStableFunc(g.quoted, func(a, b quotedHit) int { return cmp.Compare(b.confidence, a.confidence) })
	g.quoted = g.quoted[:min(len(g.quoted), maxQuotes)]
}

// best returns the groups by how many right ones they probably hold.
func (g *heardGroups) best() []HeardGroup {
	out := make([]HeardGroup, 0, len(g.known))
	for _, of := range g.known {
		for _, q := range of.quoted {
			of.Quotes = append(of.Quotes, q.Quoted)
		}
		out = append(out, of.HeardGroup)
	}
	slices.SortFunc(out, func(a, b HeardGroup) int {
		return cmp.Or(cmp.Compare(b.Best*float64(b.Count), a.Best*float64(a.Count)), cmp.Compare(b.Documents, a.Documents),
			strings.Compare(a.Text, b.Text), strings.Compare(a.Brand, b.Brand), strings.Compare(a.Name, b.Name))
	})
	return out[:min(len(out), maxHeardGroup)]
}
