package web

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// Network is the network of all documents of this package.
const Network = "web"

// Type is the type of its sources.
const Type feeds.SourceType = "web"

const (
	defaultDepth = 1
	maxDepth     = 3
)

// Spec returns the spec of web pages as sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    "Web pages",
		Summary: "Pages of a blog, newsletter, forum or show that has no feed.",
		Limits: "Reads what robots.txt allows, at most 20 pages at a time and 1,000 pages in all. Pages that need a login or a program in the browser can't be read. " +
			"A feed is faster and has dates: use it where there is one.",
		Kinds: []feeds.Kind{feeds.Page},
		Fields: []feeds.Field{
			{Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Page", Help: "The page that lists the others, or the one page to watch.", Example: "https://larkmeter.example/blog"},
			{Name: "depth", Kind: feeds.FieldNumber, Label: "Links to follow", Default: strconv.Itoa(defaultDepth),
				Help: "0 reads this page only, 1 the pages that it links to, 2 those that these link to. At most 3.", Example: "1"},
			{Name: "under", Kind: feeds.FieldText, Label: "Only pages under", Help: "The beginning of their path. By default that of the page; / means the whole site.", Example: "/blog/"},
			{Name: "noindex", Kind: feeds.FieldSwitch, Label: "Read pages that ask not to be indexed", Help: "By default pages marked noindex or noai are left out."},
		},
		Check: check,
		Opens: Opens,
	}
}

// settings are the fields of a source beside its address.
type settings struct {
	Depth   *float64 `json:"depth"`
	Under   string   `json:"under"`
	NoIndex bool     `json:"noindex"`
}

func (s settings) depth() int {
	if s.Depth == nil {
		return defaultDepth
	}
	return int(min(max(*s.Depth, 0), maxDepth))
}

func settingsOf(src feeds.Source) (s settings) {
	_ = json.Unmarshal(src.Settings, &s) // checked when it was saved
	return s
}

func check(src feeds.Source) error {
	var s settings
	if err := json.Unmarshal(src.Settings, &s); len(src.Settings) > 0 && err != nil {
		return &feeds.FieldError{Field: "depth", Code: "web_depth", Reason: "The number of links to follow must be 0, 1, 2 or 3."}
	}
	switch {
	case s.Depth != nil && *s.Depth != 0 && *s.Depth != 1 && *s.Depth != 2 && *s.Depth != 3:
		return &feeds.FieldError{Field: "depth", Code: "web_depth", Reason: "The number of links to follow must be 0, 1, 2 or 3."}
	case s.Under != "" && !strings.HasPrefix(s.Under, "/"):
		return &feeds.FieldError{Field: "under", Code: "web_under", Reason: "The beginning of the paths must begin with a slash, for example /blog/."}
	}
	return nil
}

// FieldCodes returns the codes of what is wrong with a source.
func FieldCodes() []string { return []string{"web_depth", "web_under"} }

// scope is which pages belong to a source.
type scope struct{ host, under string }

// scopeOf returns the pages below the start page: those of /blog are under /blog/, those of /news/all.html
// under /news/.
func scopeOf(start *url.URL, s settings) scope {
	under := s.Under
	if under == "" {
		under = start.Path
		if at := strings.LastIndexByte(under, '/'); at >= 0 && strings.Contains(under[at:], ".") {
			under = under[:at+1]
		}
	}
	return scope{host: siteOf(start), under: "/" + strings.TrimPrefix(under, "/")}
}

func (s scope) holds(u *url.URL) bool {
	if siteOf(u) != s.host {
		return false
	}
	p := "/" + strings.TrimPrefix(u.Path, "/")
	rest, ok := strings.CutPrefix(p, s.under)
	return ok && (rest == "" || strings.HasSuffix(s.under, "/") || rest[0] == '/')
}

// siteOf returns host and port; www is the same site.
func siteOf(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Host), "www.") }

// Opens returns what the address of a page says by itself.
func Opens(raw string) (feeds.Document, bool) {
	u, ok := timeline.Site(raw)
	if !ok {
		return feeds.Document{}, false
	}
	if u, ok = tidy(u); !ok {
		return feeds.Document{}, false
	}
	return feeds.Document{Kind: feeds.Page, Network: Network, Key: keyOf(u), URL: u.String()}, true
}
