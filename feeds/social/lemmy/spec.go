// Package lemmy reads posts and comments from one Lemmy server by version 3 of its interface.
package lemmy

import (
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// Network is the network of all documents of this package.
const Network = "lemmy"

// Type is the type of its sources.
const Type feeds.SourceType = "lemmy"

const name = "Lemmy"

// Spec returns the spec of Lemmy sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    name,
		Summary: "Public posts and comments on a Lemmy server, of a community or of all that it knows.",
		Limits:  "Only posts that name one of your brands are stored. A server knows only the communities that one of its members follows.",
		Kinds:   []feeds.Kind{feeds.Post},
		Fields: []feeds.Field{
			{Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Server or community",
				Help: "Address of a server or of a community on it, or !community@server.", Example: "https://lemmy.example/c/analytics"},
			{Name: feeds.QueryField, Kind: feeds.FieldText, Label: "Words to search for",
				Help: "Read what the search of the server finds, in place of everything that is new.", Example: "larkmeter"},
		},
		Check: func(s feeds.Source) error {
			if _, ok := parse(s.URL, s.Query); !ok {
				return timeline.BadAddress(name, "https://lemmy.example/c/analytics")
			}
			return nil
		},
		Recognize:   Recognize,
		Opens:       Opens,
		NamedOnly:   true,
		JoinAuthors: true,
	}
}

// list is what a source reads: a server, a community on it, or a search in either.
type list struct{ base, community, query string }

var communityForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,100}(@[A-Za-z0-9.:-]{1,200})?$`)

func parse(address, query string) (list, bool) {
	u, ok := timeline.Site(address)
	if !ok {
		return list{}, false
	}
	l := list{base: u.Scheme + "://" + u.Host, query: query}
	parts := timeline.Parts(u)
	if len(parts) == 2 && parts[0] == "c" {
		l.community = parts[1]
		return l, communityForm.MatchString(l.community)
	}
	return l, len(parts) == 0
}

// Recognize returns the community that !community@server stands for, or the address of a host that is called lemmy.
func Recognize(pasted string) (feeds.Source, bool) {
	pasted = strings.TrimSpace(pasted)
	if rest, ok := strings.CutPrefix(pasted, "!"); ok {
		community, server, found := strings.Cut(rest, "@")
		u, ok := timeline.Site(server)
		if !found || !ok || strings.Trim(u.Path, "/") != "" {
			return feeds.Source{}, false
		}
		pasted = u.Scheme + "://" + u.Host + "/c/" + community
	} else if u, ok := timeline.Site(pasted); !ok || !strings.Contains(u.Hostname(), "lemmy") {
		return feeds.Source{}, false
	}
	l, ok := parse(pasted, "")
	if !ok {
		return feeds.Source{}, false
	}
	s := feeds.Source{Type: Type, URL: l.base, Name: timeline.Host(l.base)}
	if l.community != "" {
		s.URL += "/c/" + l.community
		s.Name = "!" + l.community
		if !strings.Contains(l.community, "@") {
			s.Name += "@" + timeline.Host(l.base)
		}
	}
	return s, true
}
