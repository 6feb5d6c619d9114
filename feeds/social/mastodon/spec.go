// Package mastodon reads posts with a hashtag, or that a search finds, from one server of Mastodon or of
// software that speaks its interface.
package mastodon

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// Network is the network of all documents of this package.
const Network = "mastodon"

// Type is the type of its sources.
const Type feeds.SourceType = "mastodon"

const name = "Mastodon"

// Spec returns the spec of Mastodon sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    name,
		Summary: "Public posts on a Mastodon server: those with a hashtag, or those that a search finds.",
		Limits: "Only posts that name one of your brands are stored. A server knows only the posts that reached it, so follow a hashtag on several large servers. " +
			"A search needs a token, and finds only posts of people who allow that.",
		Kinds:   []feeds.Kind{feeds.Post},
		Account: AccountType,
		Fields: []feeds.Field{
			{Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Hashtag or server",
				Help: "Address of a hashtag on a server, or #hashtag@server. For a search, the address of the server.", Example: "https://mastodon.example/tags/larkmeter"},
			{Name: feeds.QueryField, Kind: feeds.FieldText, Label: "Words to search for", Help: "Only with the address of a server, and with a token.", Example: "larkmeter"},
			{Name: "token", Kind: feeds.FieldSecret, Label: "Access token of its own",
				Help: "Not needed with an account of that server. Of an application with read:search (for a search) or read:statuses, made under Development in your account's settings there. Hashtags need none on open servers."},
		},
		Check:       check,
		Recognize:   Recognize,
		Searches:    searches,
		Opens:       Opens,
		NamedOnly:   true,
		JoinAuthors: true,
	}
}

// list is what a source reads: a hashtag or a search on a server.
type list struct{ base, tag, query string }

// tagForm is the form of a hashtag. A limit in the expression would make it large.
var tagForm = regexp.MustCompile(`^[\p{L}\p{N}_·]+$`)

func isTag(s string) bool { return utf8.RuneCountInString(s) <= 100 && tagForm.MatchString(s) }

// parse reads the address of a hashtag or of a server.
func parse(address, query string) (list, bool) {
	u, ok := timeline.Site(address)
	if !ok {
		return list{}, false
	}
	l := list{base: u.Scheme + "://" + u.Host, query: query}
	parts := timeline.Parts(u)
	switch {
	case len(parts) == 0:
		return l, query != ""
	case len(parts) == 2 && parts[0] == "tags", len(parts) == 3 && parts[0] == "web" && parts[1] == "tags":
		l.tag = strings.TrimSuffix(parts[len(parts)-1], ".rss")
		return l, query == "" && isTag(l.tag)
	}
	return list{}, false
}

func check(s feeds.Source) error {
	l, ok := parse(s.URL, s.Query)
	switch {
	case !ok:
		return timeline.BadAddress(name, "https://mastodon.example/tags/larkmeter")
	case l.query != "" && s.Secret == "" && s.Account == "":
		return &feeds.FieldError{Field: "token", Code: "mastodon_search_token", Reason: "Mastodon's servers search only for people with an account: a search needs an account or an access token."}
	}
	return nil
}

// FieldCodes returns the codes of what is wrong with a source.
func FieldCodes() []string { return []string{"mastodon_search_token", "mastodon_server"} }

// Recognize returns the hashtag that a pasted #hashtag@server or address stands for. Web sites of other kinds have pages
// under /tags too, so an address counts only if its host is a known server or is called mastodon.
func Recognize(pasted string) (feeds.Source, bool) {
	pasted = strings.TrimSpace(pasted)
	if rest, ok := strings.CutPrefix(pasted, "#"); ok {
		tag, server, named := strings.Cut(rest, "@")
		if !named {
			server = largest
		}
		u, isHost := timeline.Site(server)
		if !isHost || strings.Trim(u.Path, "/") != "" {
			return feeds.Source{}, false
		}
		return source(list{base: u.Scheme + "://" + u.Host, tag: tag})
	}
	u, ok := timeline.Site(pasted)
	if !ok || !isServer(u.Hostname()) {
		return feeds.Source{}, false
	}
	l, ok := parse(pasted, "")
	if !ok {
		return feeds.Source{}, false
	}
	return source(l)
}

func source(l list) (feeds.Source, bool) {
	if !isTag(l.tag) {
		return feeds.Source{}, false
	}
	_, host, _ := strings.Cut(l.base, "://")
	return feeds.Source{Type: Type, URL: l.base + "/tags/" + l.tag, Name: "#" + l.tag + "@" + host}, true
}

// largest is the server that most others exchange posts with: a hashtag without a server is read there.
const largest = "mastodon.social"

// servers are large servers whose names don't say what they are.
var servers = []string{"chaos.social", "hachyderm.io", "infosec.exchange", "mas.to", "social.vivaldi.net", "techhub.social", "indieweb.social", "universeodon.com"}

func isServer(host string) bool {
	host = strings.ToLower(host)
	return strings.Contains(host, "mastodon") || strings.Contains(host, "mstdn") || strings.HasSuffix(host, "todon.org") || slices.Contains(servers, host)
}

// searches returns the hashtag of each name on the largest server: servers search for words only with a token.
func searches(s feeds.Searched) []feeds.Source {
	var out []feeds.Source
	for _, term := range (feeds.Searched{Names: s.Names}).Terms() {
		if tag := feeds.Tag(term); tag != "" {
			out = append(out, feeds.Source{Type: Type, URL: "https://" + largest + "/tags/" + tag})
		}
	}
	return out
}
