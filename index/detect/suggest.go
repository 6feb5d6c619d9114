package detect

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

// Suggestion is what the archive suggests for a brand. Its owner accepts or ignores it.
type Suggestion struct {
	Aliases []Proposal `json:"aliases"`  // other spellings of the name in written texts
	HeardAs []Proposal `json:"heard_as"` // what speech recognition writes for it
	Domains []Proposal `json:"domains"`  // web addresses that are made of the name
	Context []Proposal `json:"context"`  // words near mentions that are right
	Nearby  []Proposal `json:"nearby"`   // names of other brands near it, which are good context words
	Exclude []Proposal `json:"exclude"`  // words near unsure ones
}

// Proposal is a word or name, how often it occurs (for a word or an address: in how many
// documents) and an example.
type Proposal struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
	Quote string `json:"quote"`
}

// Limits of a suggestion.
const (
	maxProposals  = 12
	minSeen       = 3 // documents in which a word must be near the name before it is proposed
	minSeenAlias  = 2
	distinguishes = 1.5 // least log ratio of a word's rate near certain and near unsure hits
	maxTallied    = 50_000

	everydayDiscount = 1 // subtracted from the log ratio of words that occur everywhere
)

// Known is what else is known when an archive is searched for suggestions.
type Known struct {
	Brands map[string]string      // names of the other brands, by id
	Judged map[string]index.State // what people decided about the brand, by document
}

// Suggest compares the words near a brand's right hits with the words near the others. Right are
// those in documents that people confirmed, those that are reported, and those in documents that
// name the brand's web address or, near the hit, another brand. A name that is an ordinary word
// would have few right hits to learn from without these, and many wrong ones that are likely. The hits are those of
// [Detector.Detect] for each document. Suggest changes nothing.
func Suggest(brand index.Brand, archive iter.Seq2[*feeds.Document, []index.Hit], known Known) Suggestion {
	s := suggesting{brand: brand, known: known, parts: map[string]bool{}, aliases: seenNames{}, heard: seenNames{}, domains: seenNames{}, nearby: seenNames{}, names: map[string]bool{}, language: brand.Language, own: string(key(nil, brand.Name))}
	for _, n := range slices.Concat([]string{brand.Name}, brand.Aliases, brand.HeardAs) {
		s.names[strings.ToLower(n)] = true
	}
	for doc, hits := range archive {
		s.document(doc, hits)
	}
	exclude := []Proposal{}
	if s.right.documents > 0 { // without any, nobody knows what the doubtful ones are
		exclude = s.doubtful.against(s.right, s.own, s.parts, brand.Exclude, s.language)
	}
	return Suggestion{
		Aliases: s.aliases.best(minSeenAlias),
		HeardAs: s.heard.best(minSeenAlias),
		Domains: s.bestDomains(),
		Context: s.right.against(s.doubtful, s.own, s.parts, slices.Concat(brand.Context, s.brandNames()), s.language),
		Nearby:  s.nearby.best(minSeenAlias),
		Exclude: exclude,
	}
}

// suggesting is a suggestion in the making.
type suggesting struct {
	brand           index.Brand
	known           Known
	right, doubtful tally
	parts           map[string]bool // words of the name itself, which are not context
	names           map[string]bool // that the brand has, in lower case
	own             string          // key of the brand's name
	language        string

	aliases, heard, domains, nearby seenNames
}

func (s *suggesting) document(doc *feeds.Document, hits []index.Hit) {
	web := s.addresses(doc)
	others := s.otherBrands(hits)
	near, doubt := map[string]string{}, map[string]string{} // a document counts once for each word
	named := map[string]bool{}
	for _, h := range hits {
		if h.Brand != s.brand.ID {
			continue
		}
		for p := range wordsOf(h.Surface) {
			s.parts[p] = true
		}
		beside := false
		for _, o := range others {
			if !besides(h, o) {
				continue
			}
			beside = true
			if name := s.known.Brands[o.Brand]; !named[o.Brand] && !hasFold(s.brand.Context, name) {
				named[o.Brand] = true
				s.nearby.add(name, h.Quote)
			}
		}
		if s.isRight(doc, h, web || beside) {
			wordsNear(h, doc.Language, near)
		} else {
			wordsNear(h, doc.Language, doubt)
		}
		s.spelling(h)
		if s.language == "" {
			s.language = doc.Language
		}
	}
	s.right.add(near)
	s.doubtful.add(doubt)
}

// isRight reports whether a hit is taken to be right. Of a name that is an ordinary word, a hit
// that is only likely proves nothing.
func (s *suggesting) isRight(doc *feeds.Document, h index.Hit, proven bool) bool {
	switch judged := s.known.Judged[doc.ID]; {
	case judged != "":
		return judged == index.Confirmed
	case proven:
		return true
	case h.Unsure:
		return false
	}
	return h.Confidence >= index.Sure || level(s.own, doc.Language) < words.Rare
}

// spelling notes how a hit is written, if the brand has no such name.
func (s *suggesting) spelling(h index.Hit) {
	surface := strings.ToLower(strings.Join(strings.Fields(h.Surface), " "))
	switch {
	case s.names[surface] || utf8.RuneCountInString(surface) < 3:
	case h.IsSoundAlike():
		if CheckHeardAs(s.brand, surface) == nil {
			s.heard.add(surface, h.Quote)
		}
	case !h.Unsure && string(key(nil, surface)) == s.own:
		s.aliases.add(surface, h.Quote)
	}
}

// addresses notes the web addresses that are made of the name, and reports whether there are any.
func (s *suggesting) addresses(doc *feeds.Document) (any bool) {
	seen := map[string]bool{}
	for _, text := range []string{doc.Body(), doc.Title, doc.Notes, doc.URL} {
		webNames(text, s.own, func(host string, start, end int) {
			any = true
			if seen[host] || s.hasDomain(host) {
				return
			}
			seen[host] = true
			s.domains.add(host, quote(text, start, end))
		})
	}
	return any
}

func (s *suggesting) hasDomain(host string) bool {
	return slices.ContainsFunc(s.brand.Domains, func(d string) bool { return domainOf(d) == host })
}

// bestDomains leaves out an address that occurs once and may be two sentences without a space.
func (s *suggesting) bestDomains() []Proposal {
	for host, p := range s.domains {
		if p.Count == 1 && isWordEnding(host) {
			delete(s.domains, host)
		}
	}
	return s.domains.best(1)
}

// otherBrands returns the reported hits of the other brands.
func (s *suggesting) otherBrands(hits []index.Hit) (list []index.Hit) {
	for _, h := range hits {
		if s.known.Brands[h.Brand] != "" && h.Brand != s.brand.ID && !h.Unsure {
			list = append(list, h)
		}
	}
	return list
}

func (s *suggesting) brandNames() (list []string) {
	for _, name := range s.known.Brands {
		list = append(list, name)
	}
	return list
}

// besides reports whether two hits are as near to each other as a context word must be.
func besides(a, b index.Hit) bool {
	if a.Field != b.Field {
		return false
	}
	return b.Start-a.End < contextReach && a.Start-b.End < contextReach
}

func hasFold(list []string, word string) bool {
	return slices.ContainsFunc(list, func(have string) bool { return strings.EqualFold(have, word) })
}
