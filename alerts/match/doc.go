// Package match decides which channels get a message about what: rules and channels on one
// side, one mention event on the other, matches as the result. It is pure and knows no
// bodies: the same input gives the same matches with the same ids, so that an event handled
// twice is sent once.
//
// What holds:
//
//   - One match per channel and mention, listing every rule that asked for it.
//   - found is sent where a rule matches. Unsure mentions, the back catalogue and those that
//     somebody has confirmed or dismissed never are: a channel added since would get each
//     one that is confirmed.
//   - amended is sent as found to a channel that doesn't have the mention yet, if a
//     rule matches it now: that is the mention an amendment lifts over a threshold. Its
//     id is that of found, so it can't be sent twice.
//   - amended, dismissed and removed follow to channels that ask for them and have the
//     mention, whatever its confidence is by now: who got the first message learns how it
//     goes on and how it ended, by a rescan too.
//   - Where all rules that ask for a found mention gather, it joins the channel's next
//     message. What happens to it before that message is rendered needs none of its own.
package match
