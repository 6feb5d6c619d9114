// Package match decides which channels get an alert about a mention event, from the rules and
// channels. It does no I/O and renders nothing: the same input gives the same matches with the same
// ids, so that an event handled twice is sent once.
//
// The rules:
//
//   - There is one match per channel and mention. It lists every rule that asked for it.
//   - found is sent where a rule matches. Unsure mentions, the back catalogue and mentions that
//     somebody has confirmed or dismissed are not sent: otherwise a channel that was added later
//     would get every mention that is confirmed.
//   - amended is sent as found to a channel that doesn't have the mention yet, if a rule matches it
//     now. That is a mention that the amendment lifts over a threshold. Its delivery has the id
//     of found, so it can't be sent twice.
//   - amended, dismissed and removed are sent to channels that ask for them and have the mention,
//     whatever its confidence is now: whoever got the first message also learns what became of it.
//   - Only channels that ask for mentions get any of these.
//   - Where all rules that ask for a found mention gather, it joins the channel's next message. No
//     other message is needed for what happens to it before that one is rendered.
//
// Reports go to the channels that ask for them, whatever the rules say: see [Reports].
package match
