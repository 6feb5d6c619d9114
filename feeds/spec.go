package feeds

import "time"

// Spec describes a type of source. The API, the command line, the desk's forms, the
// configuration and the crawler are made from it, so that a new network is one package and
// one line in services/adapters.
type Spec struct {
	Type    SourceType // "mastodon"
	Name    string     // "Mastodon"; the desk translates it where its dictionaries have the type
	Summary string     // what a source of this type is, one sentence
	Limits  string     // what it can't do, a sentence that is shown to the user

	Kinds   []Kind
	Fields  []Field
	Account string // the type of credentials that many sources share; empty for none

	// Endpoints are the services' base URLs that the configuration may replace, so that the
	// same binary runs against a recorded server.
	Endpoints []Endpoint

	// Check returns what is wrong with a source before it is saved, as a sentence for a
	// person. The fields have been checked by then.
	Check func(Source) error
	// Identify returns what is equal for two sources that are the same. By default that is
	// the address, or query and settings where there is no address. A search belongs to a
	// workspace, and two workspaces may have the same one.
	Identify func(Source) string
	// Recognize returns the source that a pasted address, handle or tag stands for.
	Recognize func(pasted string) (Source, bool)
	// Searches returns the searches for a brand that this network allows without credentials, at most a few. Nil where it has
	// no search. They follow the brand: other names make other searches.
	Searches func(Searched) []Source
	// Opens returns what the address of one document of this network says by itself: its network and key, its
	// canonical address, and where the key has it its date. The adapter's [Opener] reads the rest. It sends no request.
	Opens func(address string) (Document, bool)
	// Stream returns the name of the connection on which a source is read: sources with the
	// same name share one. Empty means that the source is polled.
	Stream func(Source, *Account) string

	// NamedOnly is set where only documents that name a brand are stored, as of a stream: what
	// a search or a forum lists beside those is dropped when it was read.
	NamedOnly bool

	// Inbound says where the requests come in that the adapter's Receiver takes.
	Inbound Inlet

	OPML        bool          // its address is a feed's, so it can be in an OPML list
	Private     bool          // its documents are visible to followers only
	JoinAuthors bool          // its authors may be matched with leads
	EraseAfter  time.Duration // when the text of deleted posts is erased; zero means never
}

// Inlet is where requests for a source come in.
type Inlet string

const (
	InletOwn        Inlet = "own"        // an address of the public side for each source; the adapter checks who sends
	InletWebmention Inlet = "webmention" // the address of the public side that pages name
	InletAPI        Inlet = "api"        // the API, with a token
)

// Endpoint is a base URL that an adapter talks to.
type Endpoint struct {
	Name    string // in the configuration: endpoints.<name>
	Default string
	Help    string
}

// FieldKind is what a field holds. It decides how a form asks for it.
type FieldKind string

const (
	FieldURL    FieldKind = "url" // a web address
	FieldText   FieldKind = "text"
	FieldLines  FieldKind = "lines" // text of several lines
	FieldChoice FieldKind = "choice"
	FieldNumber FieldKind = "number"
	FieldSwitch FieldKind = "switch"
	FieldSecret FieldKind = "secret" // never shown after it is saved; a spec has at most one
)

// The names of fields that are stored in fields of a [Source]. All others are settings.
const (
	URLField   = "url"
	QueryField = "query"
)

// Field is something that a person fills in. Label, Help and Example are English. The desk
// looks for a translation under sources.types.<type>.fields.<name> and falls back to these.
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
