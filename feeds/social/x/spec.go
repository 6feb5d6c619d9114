// Package x searches X through its API, which is paid for by use.
//
// What a caller can rely on:
//
//   - Before each request the most that it can cost is taken from the account's budget, and what it did not cost is given
//     back after it. No request is sent that the budget doesn't allow.
//   - Posts are read newest first, a page a read, down to the newest post of the time before.
//   - Used-up credits and a plan that lacks the search are shown with the account, and stop its sources: waiting doesn't
//     solve them.
package x

import (
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/xpost"
)

// Type is the type of its sources.
const Type feeds.SourceType = "x"

// DefaultEndpoint is X's API.
const DefaultEndpoint = "https://api.x.com"

const name = "X"

const archiveField = "archive"

// The longest queries that X takes, in characters.
const (
	maxRecent  = 512
	maxArchive = 1024
)

// Spec returns the spec of searches on X.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    name,
		Summary: "Posts on X that a search finds, read with X's API, which is paid for by use.",
		Limits: "Only posts that name one of your brands are stored, but X charges for each post that the search finds: make it narrow. " +
			"It reads the last seven days, or all of the past where the account's plan includes the archive. Posts that are deleted on X are not noticed.",
		Kinds:   []feeds.Kind{feeds.Post},
		Account: AccountType,
		Fields: []feeds.Field{
			{Name: feeds.QueryField, Kind: feeds.FieldText, Required: true, Label: "Search", Help: "In X's own words: quotes keep words together, -is:retweet leaves out reposts.", Example: `"larkmeter" -is:retweet`},
			{Name: archiveField, Kind: feeds.FieldSwitch, Label: "Read all of the past", Help: "The plan of the account must include the search of the full archive."},
		},
		Endpoints: []feeds.Endpoint{{Name: "x", Default: DefaultEndpoint, Help: "X's API."}},
		Check: func(s feeds.Source) error {
			most := maxRecent
			if archive(s) {
				most = maxArchive
			}
			if utf8.RuneCountInString(s.Query) > most {
				return &feeds.FieldError{Field: feeds.QueryField, Code: "x_query_long", Reason: "X takes searches of at most 512 characters, and of 1,024 in the archive."}
			}
			return nil
		},
		NamedOnly:   true,
		JoinAuthors: true,
	}
}

// Network is the network of all documents of this package.
const Network = xpost.Network

func archive(s feeds.Source) bool {
	return strings.Contains(string(s.Settings), `"`+archiveField+`":true`)
}
