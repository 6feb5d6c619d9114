// Package slack posts messages to a Slack channel by an incoming webhook, in Block Kit.
//
// Text from outside goes into plain_text objects, where Slack reads no markup: it can't
// ping anybody, make a link or look like one of ours. mrkdwn is used for our own links
// alone, verbatim; the address of the document is shown with its host written out. The
// fallback text, which notifications and screen readers use, is escaped.
//
// The webhook's URL is a password. It is kept as a secret and never shown.
//
// A message can't be edited, and Slack doesn't recognize one that comes twice: a try whose
// answer got lost is repeated no more than twice.
package slack
