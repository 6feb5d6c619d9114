package bus

import (
	"fmt"
	"strings"
)

const (
	deskUser    = "desk"
	outsideUser = "outside"
)

// accessConfig writes the server's accounts, in its own configuration language,
// because that is the only door to all of their settings.
//
// Permissions alone would not do. A pull request names the subject its answer goes
// to, and the server itself publishes there: with everyone in one account a client
// could have a mention "answered" to doc.read.x or mention.found.x and so write into
// the streams. In an account of their own, clients from outside see only what is
// imported for them, and every subject they name is theirs.
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
	var exports, imports, publish strings.Builder
	// An account that imports this subject is not given the server's own import of
	// all $JS.API subjects, whose "JetStream not enabled for account" would arrive
	// beside the answers from DESK. Nobody outside may publish on it.
	share(&exports, &imports, "$JS.API.INFO", "")
	for _, c := range o.Consumers {
		for _, s := range []struct{ subject, response string }{
			{nextSubject(c), "response_type: stream, "},
			{infoSubject(c), ""},
			{ackSubject(c), ""},
		} {
			share(&exports, &imports, s.subject, s.response)
			fmt.Fprintf(&publish, "%q\n", s.subject)
		}
	}
	user, secret, anyone := outsideUser, password+"-outside", "no_auth_user: "+outsideUser
	if o.RequireUser {
		user, secret, anyone = o.User, o.Password, ""
	}
	return fmt.Sprintf(`
accounts {
  DESK {
    jetstream: enabled
    users [{user: %q, password: %q, allowed_connection_types: ["IN_PROCESS"]}]
    exports [{stream: "mention.>", accounts: [OUTSIDE]}
%s]
  }
  OUTSIDE {
    users [{user: %q, password: %q, permissions {
      subscribe {allow: ["mention.>", "_INBOX.>"]}
      publish {allow: [%s]}
    }}]
    imports [{stream: {account: DESK, subject: "mention.>"}}
%s]
  }
}
%s
`, deskUser, password, &exports, user, secret, &publish, &imports, anyone)
}

// share lets requests on the subject through from one account to the other.
func share(exports, imports *strings.Builder, subject, response string) {
	fmt.Fprintf(exports, "{service: %q, %saccounts: [OUTSIDE]}\n", subject, response)
	fmt.Fprintf(imports, "{service: {account: DESK, subject: %q}}\n", subject)
}

func nextSubject(consumer string) string {
	return "$JS.API.CONSUMER.MSG.NEXT." + Mentions + "." + consumer
}
func infoSubject(consumer string) string { return "$JS.API.CONSUMER.INFO." + Mentions + "." + consumer }
func ackSubject(consumer string) string  { return "$JS.ACK." + Mentions + "." + consumer + ".>" }
