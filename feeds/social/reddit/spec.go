// Package reddit reads Reddit's feeds of subreddits and of searches.
//
// Reddit refuses programs without an account everywhere but at its feeds, and those often. The feeds have the
// newest posts only, without counts. An author on Reddit is never matched with a lead: Reddit's users
// expect not to be recognized, so JoinAuthors isn't set in its spec.
package reddit

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// Network is the network of all documents of this package.
const Network = "reddit"

// Type is the type of its sources.
const Type feeds.SourceType = "reddit"

// DefaultEndpoint is where Reddit is.
const DefaultEndpoint = "https://www.reddit.com"

const name = "Reddit"

// Spec returns the spec of Reddit sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    name,
		Summary: "New posts or comments in subreddits, or posts that a search on Reddit finds, by Reddit's feeds.",
		Limits: "Only posts that name one of your brands are stored. The newest 100 are listed, without likes. Reddit often refuses machines of cloud providers, and then nothing is asked for an hour. " +
			"Authors are never matched with leads.",
		Kinds: []feeds.Kind{feeds.Post},
		Fields: []feeds.Field{{
			Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Subreddit or search",
			Help:    "Address of a subreddit, of several joined by +, or of a search. With /comments behind it, comments are read in place of posts. r/name works too.",
			Example: "https://www.reddit.com/r/analytics+marketing",
		}},
		Endpoints: []feeds.Endpoint{{Name: "reddit", Default: DefaultEndpoint, Help: "Reddit, for its feeds."}},
		Check: func(s feeds.Source) error {
			if _, ok := parse(s.URL); !ok {
				return timeline.BadAddress(name, "https://www.reddit.com/r/analytics")
			}
			return nil
		},
		Recognize: Recognize,
		Searches:  searches,
		Opens:     Opens,
		NamedOnly: true,
	}
}

// list is a feed of Reddit: of subreddits, of a search, or of a search in subreddits.
type list struct {
	subs     string // joined by +
	query    string
	comments bool
}

var subForm = regexp.MustCompile(`^[A-Za-z0-9_]{2,30}(\+[A-Za-z0-9_]{2,30})*$`)

// parse reads an address of Reddit or r/name.
func parse(pasted string) (list, bool) {
	pasted = strings.TrimSpace(pasted)
	if rest := strings.TrimPrefix(pasted, "/"); strings.HasPrefix(rest, "r/") {
		pasted = DefaultEndpoint + "/" + rest
	}
	u, ok := timeline.Site(pasted)
	if !ok || u.Hostname() != "reddit.com" && !strings.HasSuffix(u.Hostname(), ".reddit.com") {
		return list{}, false
	}
	parts := timeline.Parts(u)
	for i := range parts {
		parts[i] = strings.TrimSuffix(parts[i], ".rss")
	}
	var l list
	if len(parts) >= 2 && parts[0] == "r" {
		l.subs, parts = parts[1], parts[2:]
		if len(l.subs) > 1000 || !subForm.MatchString(l.subs) {
			return list{}, false
		}
	}
	switch {
	case len(parts) > 0 && parts[0] == "search":
		l.query = strings.TrimSpace(u.Query().Get("q"))
		return l, l.query != "" && len(l.query) <= 500
	case len(parts) == 1 && parts[0] == "comments" && l.subs != "":
		l.comments = true
	}
	return l, l.subs != ""
}

// path returns the path of the feed.
func (l list) path() string {
	q := url.Values{"limit": {"100"}}
	sub := ""
	if l.subs != "" {
		sub = "/r/" + l.subs
	}
	switch {
	case l.query != "":
		q.Set("q", l.query)
		q.Set("sort", "new")
		if sub != "" {
			q.Set("restrict_sr", "on")
		}
		return sub + "/search.rss?" + q.Encode()
	case l.comments:
		return sub + "/comments/.rss?" + q.Encode()
	}
	return sub + "/new/.rss?" + q.Encode()
}

// Recognize returns the source that a pasted address or r/name stands for.
func Recognize(pasted string) (feeds.Source, bool) {
	l, ok := parse(pasted)
	if !ok {
		return feeds.Source{}, false
	}
	s := feeds.Source{Type: Type, Name: "r/" + l.subs, URL: DefaultEndpoint + "/r/" + l.subs}
	switch {
	case l.query != "":
		s.Name, s.URL = l.query, DefaultEndpoint
		if l.subs != "" {
			s.Name, s.URL = l.query+" in r/"+l.subs, s.URL+"/r/"+l.subs
		}
		s.URL += "/search?" + url.Values{"q": {l.query}}.Encode()
	case l.comments:
		s.Name, s.URL = s.Name+" comments", s.URL+"/comments"
	}
	return s, true
}

// searches returns one search for all names.
func searches(s feeds.Searched) []feeds.Source {
	query := ""
	for _, term := range s.Terms() {
		longer := feeds.Quoted(term)
		if query != "" {
			longer = query + " OR " + longer
		}
		if len(longer) > 400 {
			break
		}
		query = longer
	}
	if query == "" {
		return nil
	}
	return []feeds.Source{{Type: Type, URL: DefaultEndpoint + "/search?" + url.Values{"q": {query}}.Encode()}}
}
