// Package hackernews reads stories and comments on Hacker News that a search finds.
//
// New and old posts come from the search of hn.algolia.com, newest first. It shows no more than a thousand
// hits of a query, so each page asks for those before the oldest one so far, and the history is complete.
// Whether a post that is missing was deleted is asked of Hacker News itself.
package hackernews

import (
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// Network is the network of all documents of this package.
const Network = "hackernews"

// Type is the type of its sources.
const Type feeds.SourceType = "hackernews"

// Where the search and Hacker News itself are.
const (
	DefaultSearch = "https://hn.algolia.com"
	DefaultItems  = "https://hacker-news.firebaseio.com"
)

// Spec returns the spec of Hacker News sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    "Hacker News",
		Summary: "Stories and comments on Hacker News that have your words, new ones and those of the past.",
		Limits: "Only posts that name one of your brands are stored. A new post is found some minutes after it was written, once it is in the search. " +
			"Of the past, the newest 20,000 hits are read.",
		Kinds: []feeds.Kind{feeds.Post},
		Fields: []feeds.Field{{
			Name: feeds.QueryField, Kind: feeds.FieldText, Required: true, Label: "Words",
			Help: "What to search for: the name or the domain of a brand. Quotes keep words together.", Example: "larkmeter",
		}},
		Endpoints: []feeds.Endpoint{
			{Name: "hackernews", Default: DefaultSearch, Help: "The search of Hacker News."},
			{Name: "hackernews_items", Default: DefaultItems, Help: "Hacker News itself, which is asked whether a post was deleted."},
		},
		Recognize:   Recognize,
		Searches:    searches,
		Opens:       Opens,
		NamedOnly:   true,
		JoinAuthors: true,
	}
}

// Recognize returns the search that a pasted address stands for: one on hn.algolia.com, the stories of a site, or hn: before
// words.
func Recognize(pasted string) (feeds.Source, bool) {
	pasted = strings.TrimSpace(pasted)
	if words, ok := strings.CutPrefix(pasted, "hn:"); ok {
		return search(words)
	}
	u, ok := timeline.Site(pasted)
	if !ok {
		return feeds.Source{}, false
	}
	switch {
	case u.Hostname() == "hn.algolia.com":
		q := u.Query()
		if q.Get("q") == "" {
			return search(q.Get("query"))
		}
		return search(q.Get("q"))
	case u.Hostname() == "news.ycombinator.com" && u.Path == "/from":
		return search(u.Query().Get("site"))
	}
	return feeds.Source{}, false
}

func search(words string) (feeds.Source, bool) {
	words = strings.TrimSpace(words)
	return feeds.Source{Type: Type, Query: words, Name: words}, words != ""
}

// address returns the address of a post for people.
func address(id string) string { return "https://news.ycombinator.com/item?id=" + url.QueryEscape(id) }

// searches returns a search for each name: the network's search has no "or".
func searches(s feeds.Searched) []feeds.Source {
	var out []feeds.Source
	for _, term := range s.Terms() {
		out = append(out, feeds.Source{Type: Type, Query: feeds.Quoted(term)})
	}
	return out
}
