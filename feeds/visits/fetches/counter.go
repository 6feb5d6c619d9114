package fetches

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/agent"
)

const (
	// MostRows is how many different minutes, names and pages are told apart of previews and assistants.
	MostRows = 100_000
	// MostCrawled is the same of crawlers, which fetch whole sites, by hour.
	MostCrawled = 20_000

	longestPath  = 300 // bytes
	longestAgent = 512 // bytes that count
	everywhere   = 24  // of the 256 blocks of the internet; no service has addresses in so many
)

// Seen is a request for a page, as a server's log or a handler has it.
type Seen struct {
	At        time.Time
	Page      string // its path, with or without a query
	UserAgent string
	Address   netip.Addr // of the client; may be invalid where it isn't known
}

type key struct {
	start int64 // of its minute, or of its hour for crawlers; seconds since 1970
	kind  feeds.FetchKind
	name  string
	page  string
	proof feeds.FetchProof
}

// Counter counts fetches. Its methods may be called at the same time.
type Counter struct {
	addresses *Addresses

	mu      sync.Mutex
	counts  map[key]int64
	crawled int             // rows of crawlers
	beyond  int             // fetches whose page was not told apart
	blocks  map[string]*set // where the fetches of a name came from
}

// NewCounter returns a counter that checks names against addresses, which may be nil.
func NewCounter(a *Addresses) *Counter {
	return &Counter{addresses: a, counts: map[key]int64{}, blocks: map[string]*set{}}
}

// Add counts a request if it is the fetch of a program that has a kind, and returns what it is. The zero
// Client is a visitor, or a program that is none of them.
func (c *Counter) Add(s Seen) (client agent.Client, proof feeds.FetchProof) {
	ua := s.UserAgent[:min(len(s.UserAgent), longestAgent)]
	client = agent.Of(ua)
	if client.Kind == agent.Program {
		client.Name = agent.Crawler(ua)
	}
	return client, c.AddClient(s, client)
}

// AddClient counts a request whose user agent was read already.
func (c *Counter) AddClient(s Seen, client agent.Client) feeds.FetchProof {
	k := key{start: s.At.Unix(), name: client.Name, proof: feeds.Claimed}
	switch {
	case client.Kind == agent.Preview:
		k.kind = feeds.PreviewFetch
	case client.Kind == agent.Assistant:
		k.kind = feeds.AssistantFetch
	case client.Kind == agent.Program && client.Name != "":
		k.kind = feeds.CrawlerFetch
	default:
		return ""
	}
	length := int64(60)
	if k.kind == feeds.CrawlerFetch {
		length = 3600
	}
	k.start -= k.start % length
	k.page = Page(s.Page)
	if listed, known := c.addresses.holds(client.Name, s.Address); known {
		if k.proof = feeds.Unlisted; listed {
			k.proof = feeds.Listed
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if k.proof == feeds.Claimed && agent.FromServers(client.Name) {
		c.place(client.Name, s.Address)
	}
	if _, there := c.counts[k]; !there {
		full := len(c.counts)-c.crawled >= MostRows
		if k.kind == feeds.CrawlerFetch {
			full = c.crawled >= MostCrawled
		}
		if full {
			// Hours and names are few: what is left of the key can't grow without end.
			k.page, k.start = "", k.start-k.start%3600
			c.beyond++
		}
		if _, there := c.counts[k]; !there && k.kind == feeds.CrawlerFetch {
			c.crawled++
		}
	}
	c.counts[k]++
	return k.proof
}

// Beyond returns how many fetches had a page that was not told apart from others.
func (c *Counter) Beyond() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.beyond
}

// Take returns what was counted since the last call, ordered by time.
func (c *Counter) Take() []feeds.Fetches {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := make([]feeds.Fetches, 0, len(c.counts))
	for k, n := range c.counts {
		f := feeds.Fetches{Start: time.Unix(k.start, 0).UTC(), Span: feeds.MinuteSpan, Kind: k.kind, Name: k.name, Page: k.page, Proof: k.proof, Count: n, Minutes: 1}
		if k.kind == feeds.CrawlerFetch || k.page == "" {
			f.Span = feeds.HourSpan
		}
		if b := c.blocks[k.name]; b != nil && k.proof == feeds.Claimed && b.n > everywhere {
			f.Proof = feeds.Scattered
		}
		out = append(out, f)
	}
	clear(c.counts)
	c.crawled = 0
	slices.SortFunc(out, func(a, b feeds.Fetches) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Page, b.Page), cmp.Compare(a.Proof, b.Proof), cmp.Compare(a.Span, b.Span))
	})
	return out
}

// set is a set of blocks of the internet: the first byte of an IPv4 address, or the second one of an IPv6
// address, whose first one is nearly always 2.
type set struct {
	has [2][256]bool
	n   int
}

func (c *Counter) place(name string, a netip.Addr) {
	if !a.IsValid() {
		return
	}
	a = a.Unmap()
	if a.IsPrivate() || a.IsLoopback() {
		return
	}
	b := c.blocks[name]
	if b == nil {
		b = &set{}
		c.blocks[name] = b
	}
	at := &b.has[0][a.AsSlice()[0]]
	if a.Is6() {
		at = &b.has[1][a.AsSlice()[1]]
	}
	if !*at {
		*at = true
		b.n++
	}
}

// Page returns a path as it is counted: without its query, in valid text, and cut. A segment with an
// address of a person is left out.
func Page(path string) string {
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	if len(path) > longestPath {
		path = path[:longestPath]
		for len(path) > 0 && !utf8.RuneStart(path[len(path)-1]) {
			path = path[:len(path)-1]
		}
	}
	path = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(path, "_"))
	if lower := strings.ToLower(path); strings.Contains(lower, "@") || strings.Contains(lower, "%40") {
		parts := strings.Split(path, "/")
		for i, p := range parts {
			if strings.Contains(p, "@") || strings.Contains(strings.ToLower(p), "%40") {
				parts[i] = "_"
			}
		}
		path = strings.Join(parts, "/")
	}
	if path = strings.TrimRight(path, "/"); path == "" {
		return "/"
	}
	return strings.Clone(path) // of a line that may be long
}
