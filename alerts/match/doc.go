// Package match decides who is told of what: rules and channels on one side, one
// mention event on the other, deliveries as the result. It is pure: the same input
// gives the same deliveries with the same ids and bytes, so that an event handled
// twice is told once.
//
// What holds:
//
//   - One delivery per channel and mention, listing every rule that asked for it.
//   - found is told where a rule matches. Unsure mentions, the back catalogue and those that
//     somebody has confirmed or dismissed never are: a channel added since would be told of
//     each that is confirmed.
//   - amended is told as found to a channel that has not heard of the mention yet, if a
//     rule matches it now: that is the mention an amendment lifts over a threshold. Its
//     id is that of found, so it can't be told twice.
//   - amended, dismissed and removed follow to channels that ask for them and were told
//     of the mention, whatever its confidence is by now: who heard the first word hears
//     how it goes on and how it ended, by a rescan too.
package match
