package bus

import (
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/services/subjects"
)

// internalUser is the user of our own connection to the embedded server. Its account is called
// DESK. The server stores streams in a folder named after their account, so another name would
// lose the streams of existing installations.
const internalUser = "desk"

// outsideInbox is the prefix of the subjects at which outside clients receive answers.
const outsideInbox = "_INBOX."

func outsideUser(slot int) string { return fmt.Sprintf("outside-%d", slot) }

func outsideAccount(slot int) string { return fmt.Sprintf("OUTSIDE_%d", slot) }

// accessConfig returns the server's accounts in its own configuration language, the only way
// to set all of their properties.
//
// Permissions alone are not enough. A pull request names the subject for its answer, and the
// server itself publishes there: with all clients in our account, a client could have a
// mention "answered" to doc.read.x or mention.found.x, and so write into the streams. In
// another account, outside clients see only what is imported for them, and every subject they
// name belongs to that account. While a client is connected it is alone in its account.
// Otherwise such an answer would look like a mention to the other clients, and one client
// could read another's inbox.
//
// An account imports:
//
//   - mention.> and report.>, live;
//   - for each consumer in Options.Consumers and for no other: its pull requests, its
//     acknowledgements, and its CONSUMER.INFO, which client libraries request before they
//     pull. Our own consumers on MENTIONS are not imported: an acknowledgement in the name of
//     the alerter would lose an alert.
//
// Within the account, permissions refuse everything else, so that a client gets "permissions
// violation" instead of no answer.
func accessConfig(o Options, password string) string {
	var exports, imports, publish, accounts strings.Builder
	names := make([]string, maxClients)
	for i := range names {
		names[i] = outsideAccount(i)
	}
	all := strings.Join(names, ", ")
	share := func(subject, answer string) {
		fmt.Fprintf(&exports, "{service: %q, %s, accounts: [%s]}\n", subject, answer, all)
		fmt.Fprintf(&imports, "{service: {account: DESK, subject: %q}}\n", subject)
	}
	once := fmt.Sprintf("response_type: singleton, response_threshold: %q", ackedWithin)
	many := fmt.Sprintf("response_type: stream, response_threshold: %q", answerWithin)
	// The server gives each account an import of all $JS.API subjects, unless the account
	// imports this one. Its answer "JetStream not enabled for account" would arrive beside the
	// answers from DESK. Outside clients may not publish on this subject.
	share("$JS.API.INFO", once)
	for _, c := range outsideConsumers(o.Consumers) {
		share(nextSubject(c), many)
		share(infoSubject(c), once)
		share(ackSubject(c), once)
		fmt.Fprintf(&publish, "%q\n%q\n%q\n", nextSubject(c), infoSubject(c), ackSubject(c))
	}
	for i, name := range names {
		fmt.Fprintf(&accounts, `
  %s {
    users [{user: %q, password: %q, allowed_connection_types: ["IN_PROCESS"], permissions {
      subscribe {allow: ["mention.>", "report.>", "%s>"]}
      publish {allow: [%s]}
    }}]
    limits {max_subscriptions: %d, max_payload: %d}
    imports [{stream: {account: DESK, subject: "mention.>"}}
{stream: {account: DESK, subject: "report.>"}}
%s]
  }`, name, outsideUser(i), password, outsideInbox, &publish, maxSubs, maxSent, &imports)
	}
	return fmt.Sprintf(`
accounts {
  DESK {
    jetstream: enabled
    users [{user: %q, password: %q, allowed_connection_types: ["IN_PROCESS"]}]
    exports [{stream: "mention.>", accounts: [%s]}
{stream: "report.>", accounts: [%s]}
%s]
  }%s
}
`, internalUser, password, all, all, &exports, &accounts)
}

// outsideConsumer is a consumer for outside clients on one of the public streams.
type outsideConsumer struct{ name, stream string }

// outsideConsumers returns the consumers with these names: one on each public stream.
func outsideConsumers(names []string) []outsideConsumer {
	var out []outsideConsumer
	for _, n := range names {
		out = append(out, outsideConsumer{n, subjects.Mentions}, outsideConsumer{n, subjects.Reports})
	}
	return out
}

func nextSubject(c outsideConsumer) string {
	return "$JS.API.CONSUMER.MSG.NEXT." + c.stream + "." + c.name
}
func infoSubject(c outsideConsumer) string {
	return "$JS.API.CONSUMER.INFO." + c.stream + "." + c.name
}
func ackSubject(c outsideConsumer) string {
	return "$JS.ACK." + c.stream + "." + c.name + ".>"
}
