package alerts

import (
	"io"

	"github.com/namedrop/namedrop/feeds"
)

// Spec describes a type of channel. The API, the command line and the desk's forms are made from
// it, so that a new type of channel is one package and one line in services/adapters.
type Spec struct {
	Type    ChannelType // "slack"
	Name    string      // "Slack"; the desk translates it where its dictionaries have the type
	Summary string      // where messages go, a sentence
	Limits  string      // what it can't do, a sentence that is shown to the user

	// Fields are the fields of a channel of this type. Those of kind secret are stored in
	// Channel.Secrets and never shown, all others in Channel.Settings.
	Fields []feeds.Field

	// Check returns what is wrong with a channel before it is saved, as a sentence for a person.
	// The fields have been checked by then. It may be nil.
	Check func(Channel) error
	// Address returns the text by which people recognize a channel in a list. It must not contain
	// a secret.
	Address func(Channel) string
	// Most returns how many events one message may hold: 1 where each is sent by itself. Nil means
	// up to [MostEvents].
	Most func(Channel) int
	// Codes are the codes of the adapter's own failures, beside those of package post, and of its
	// Check. The desk has a sentence for each: see [SendError] and [feeds.FieldError].
	Codes Codes
	// Signing is set where messages are signed with a secret that Namedrop makes.
	Signing *Signing
}

// Codes lists the codes that the desk has to know.
type Codes struct {
	Failures []string
	Fields   []string
}

// Signing creates and replaces the secret with which messages are signed.
type Signing struct {
	Field string                                               // the field that holds it
	New   func(random io.Reader) (string, error)               // returns a new one
	Join  func(fresh string, before feeds.Secret) feeds.Secret // returns both: messages are signed with both until the next replacement
}

// MostEvents is the limit on events in one message. Further events begin the next message.
const MostEvents = 500

// Holds returns how many events one message to the channel may hold, at least 1.
func (s Spec) Holds(ch Channel) int {
	if s.Most == nil {
		return MostEvents
	}
	return min(max(s.Most(ch), 1), MostEvents)
}
