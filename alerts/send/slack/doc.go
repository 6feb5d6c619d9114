// Package slack posts messages to a Slack channel through an incoming webhook, in Block Kit.
//
// Text from outside is put into plain_text objects, in which Slack interprets no markup: it can't
// notify anybody, become a link or look like one of ours. mrkdwn is used, verbatim, only for our own
// links; the label of a link to the document is its host. The fallback text, for notifications and
// screen readers, is escaped.
//
// The webhook's URL is a password. It is stored as a secret and never shown.
//
// A message can't be edited, and Slack doesn't recognize a message that it gets twice: an attempt
// whose answer was lost is repeated at most twice.
package slack
