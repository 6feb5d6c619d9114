package feeds

import "time"

// Spec is what an adapter says of itself. The API, the command line, the desk's forms, the
// configuration and the crawler are made from it, so that a new network is one package and
// one line in services/adapters.
type Spec struct {
	Type    SourceType // "mastodon"
	Name    string     // "Mastodon"; the desk has its own words where its dictionaries hold them
	Summary string     // what a source of this type is, a sentence
	Limits  string     // what it can't do, a sentence that is shown to the user

	Kinds   []Kind
	Fields  []Field
	Account string // the type of credentials that many sources share; empty for none

	// Endpoints are the services' base URLs that the configuration may replace, so that the
	// same binary runs against a recorded server.
	Endpoints []Endpoint

	// Check says in a sentence that a person understands what is wrong with a source before
	// it is saved. The fields have been checked by then.
	Check func(Source) error
	// Identify returns what makes two sources the same. By default that is the address, or
	// query and settings where there is no address. A search belongs to a workspace, and
	// two workspaces may have the same one.
	Identify func(Source) string
	// Recognize returns the source that a pasted address, handle or tag means.
	Recognize func(pasted string) (Source, bool)
	// Stream names the connection that a source is listened to on: sources with the same
	// name share one. Empty means that the source is polled.
	Stream func(Source, *Account) string

	OPML        bool          // its address is that of a feed, which lists of feeds can carry
	Private     bool          // only its followers see its documents
	JoinAuthors bool          // its authors may be matched with leads
	EraseAfter  time.Duration // the text of deleted posts is erased after; zero is never
}

// Endpoint is a base URL that an adapter talks to.
type Endpoint struct {
	Name    string // in the configuration: endpoints.<name>
	Default string
	Help    string
}

// FieldKind is what a field holds and how it is asked for.
type FieldKind string

const (
	FieldURL    FieldKind = "url" // a web address
	FieldText   FieldKind = "text"
	FieldChoice FieldKind = "choice"
	FieldNumber FieldKind = "number"
	FieldSwitch FieldKind = "switch"
	FieldSecret FieldKind = "secret" // never shown once it is saved; a spec has one at most
)

// The names of fields that have a place of their own in a [Source]. All others are settings.
const (
	URLField   = "url"
	QueryField = "query"
)

// Field is something to fill in. Label, Help and Example are English; the desk looks its
// own language up under sources.<type>.<name> and falls back to these.
type Field struct {
	Name     string
	Kind     FieldKind
	Required bool
	Label    string
	Help     string
	Example  string
	Default  string
	Choices  []Choice // of a FieldChoice
}

// Choice is one of several values.
type Choice struct {
	Value string
	Label string
}
