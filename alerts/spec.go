package alerts

import (
	"io"

	"github.com/namedrop/namedrop/feeds"
)

// Spec is what an adapter of channels says of itself. The API, the command line and the
// desk's forms are made from it, so that a new kind of channel is one package and one line
// in services/adapters.
type Spec struct {
	Type    ChannelType // "slack"
	Name    string      // "Slack"; the desk has its own words where its dictionaries hold them
	Summary string      // where messages go, a sentence
	Limits  string      // what it can't do, a sentence that is shown to the user

	// Fields are what a channel of this type is made of. Those of kind secret are kept in
	// Channel.Secrets and never shown, all others are in Channel.Settings.
	Fields []feeds.Field

	// Check says in a sentence that a person understands what is wrong with a channel before
	// it is saved. Fields have been checked by then. It may be nil.
	Check func(Channel) error
	// Address is what people recognize a channel by, in a list for example. Nothing in it is
	// secret. It may be nil.
	Address func(Channel) string
	// Most is how many events one message may hold: 1 where each is sent on its own. Nil
	// means as many as there are.
	Most func(Channel) int
	// Signing is set where messages are signed with a secret that Namedrop makes.
	Signing *Signing
}

// Signing is how the secret that messages are signed with is made and replaced.
type Signing struct {
	Field string                                               // the field that holds it
	New   func(random io.Reader) (string, error)               // makes one
	Join  func(fresh string, before feeds.Secret) feeds.Secret // both sign until the next one is made
}

// MostEvents is the limit of a message that holds as many events as there are: what comes
// beyond it begins the next message.
const MostEvents = 500

// Holds returns how many events one message to the channel may hold, at least 1.
func (s Spec) Holds(ch Channel) int {
	if s.Most == nil {
		return MostEvents
	}
	return min(max(s.Most(ch), 1), MostEvents)
}
