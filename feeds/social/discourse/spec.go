// Package discourse reads the newest posts of forums that run on Discourse.
package discourse

import (
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// Network is the network of all documents of this package.
const Network = "discourse"

// Type is the type of its sources.
const Type feeds.SourceType = "discourse"

const name = "Discourse"

// Spec returns the spec of Discourse sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    name,
		Summary: "New posts on a forum that runs on Discourse.",
		Limits:  "Only posts that name one of your brands are stored. The newest 1,000 posts are read back. Forums that show their posts only after a login can't be read.",
		Kinds:   []feeds.Kind{feeds.Post},
		Fields: []feeds.Field{{
			Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Forum",
			Help: "Address of the forum, or of any topic or category on it.", Example: "https://forum.example",
		}},
		Check: func(s feeds.Source) error {
			if base(s.URL) == "" {
				return timeline.BadAddress(name, "https://forum.example")
			}
			return nil
		},
		Recognize:   Recognize,
		Opens:       Opens,
		NamedOnly:   true,
		JoinAuthors: true,
	}
}

// page matches the paths of topics and categories, which have a name and a number, and those of the forum's lists.
var page = regexp.MustCompile(`^/(?:t/[^/]+/\d+(?:/\d+)?|c/[^/]+(?:/[^/]+)?/\d+(?:/l/\w+)?|latest|top|new|categories|posts)(?:\.json|\.rss)?$`)

// base returns the address of the forum that an address belongs to; empty where it can't be one. A forum may be in a folder
// of its host.
func base(address string) string {
	u, ok := timeline.Site(address)
	if !ok {
		return ""
	}
	path := strings.TrimRight(u.Path, "/")
	for at := range len(path) {
		if path[at] == '/' && page.MatchString(path[at:]) {
			path = path[:at]
			break
		}
	}
	if len(path) > 100 || strings.ContainsAny(path, "?#%") || strings.Contains(path, "..") {
		return ""
	}
	return u.Scheme + "://" + u.Host + path
}

// named matches the paths of topics and categories only: other web sites have a page called latest too.
var named = regexp.MustCompile(`/(?:t/[^/]+/\d+|c/[^/]+(?:/[^/]+)?/\d+)`)

// Recognize returns the forum that the address of a topic or category stands for, or of a host that is called discourse.
func Recognize(pasted string) (feeds.Source, bool) {
	u, ok := timeline.Site(pasted)
	forum := base(pasted)
	if !ok || forum == "" || !strings.Contains(u.Hostname(), "discourse") && (!named.MatchString(u.Path) || strings.HasSuffix(forum, strings.TrimRight(u.Path, "/"))) {
		return feeds.Source{}, false
	}
	return feeds.Source{Type: Type, URL: forum, Name: timeline.Host(forum)}, true
}
