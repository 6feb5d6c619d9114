package bus

import (
	"fmt"
	"strings"
)

const internalUser = "desk"

// outsideInbox is where answers to clients from outside go.
const outsideInbox = "_INBOX."

func outsideUser(slot int) string { return fmt.Sprintf("outside-%d", slot) }

func outsideAccount(slot int) string { return fmt.Sprintf("OUTSIDE_%d", slot) }

// accessConfig writes the server's accounts, in its own configuration language,
// because that is the only way to all of their settings.
//
// Permissions alone would not do. A pull request names the subject its answer goes
// to, and the server itself publishes there: with everyone in one account a client
// could have a mention "answered" to doc.read.x or mention.found.x and so write into
// the streams. In an account of their own, clients from outside see only what is
// imported for them, and every subject they name is theirs. Each client has an account
// to itself while it is connected, or such an answer would pass for a mention among
// the other clients, and one could read another's inbox.
//
// They get:
//
//   - mention.>, live;
//   - for each consumer in Options.Consumers, and no other, its pull requests, its
//     acknowledgements, and its CONSUMER.INFO, which every client library asks for
//     before it pulls. Our own consumers on MENTIONS are out of reach: an
//     acknowledgement sent in the alerter's name would be an alert lost.
//
// Inside their account permissions then refuse whatever else they try, so that the
// client hears "permissions violation" rather than nothing.
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
	// An account that imports this subject is not given the server's own import of
	// all $JS.API subjects, whose "JetStream not enabled for account" would arrive
	// beside the answers from DESK. Nobody outside may publish on it.
	share("$JS.API.INFO", once)
	for _, c := range o.Consumers {
		share(nextSubject(c), many)
		share(infoSubject(c), once)
		share(ackSubject(c), once)
		fmt.Fprintf(&publish, "%q\n%q\n%q\n", nextSubject(c), infoSubject(c), ackSubject(c))
	}
	for i, name := range names {
		fmt.Fprintf(&accounts, `
  %s {
    users [{user: %q, password: %q, allowed_connection_types: ["IN_PROCESS"], permissions {
      subscribe {allow: ["mention.>", "%s>"]}
      publish {allow: [%s]}
    }}]
    limits {max_subscriptions: %d, max_payload: %d}
    imports [{stream: {account: DESK, subject: "mention.>"}}
%s]
  }`, name, outsideUser(i), password, outsideInbox, &publish, maxSubs, maxSent, &imports)
	}
	return fmt.Sprintf(`
accounts {
  DESK {
    jetstream: enabled
    users [{user: %q, password: %q, allowed_connection_types: ["IN_PROCESS"]}]
    exports [{stream: "mention.>", accounts: [%s]}
%s]
  }%s
}
`, internalUser, password, all, &exports, &accounts)
}

func nextSubject(consumer string) string {
	return "$JS.API.CONSUMER.MSG.NEXT." + Mentions + "." + consumer
}
func infoSubject(consumer string) string { return "$JS.API.CONSUMER.INFO." + Mentions + "." + consumer }
func ackSubject(consumer string) string  { return "$JS.ACK." + Mentions + "." + consumer + ".>" }
