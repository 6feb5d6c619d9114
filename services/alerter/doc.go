// Package alerter sends messages about mentions and reports to channels. It has two halves that
// meet in the ledger.
//
// The intake reads mention events and report events, each stream in order ([bus.InOrder]), and
// writes the deliveries they cause and its offset in one transaction. Events at or below the offset are skipped, so a
// stream that is published again causes no second alert, and none by rules that were created
// after the event. An event that can't be read becomes a dead letter.
//
// The intake also renders a message that is sent at once, from the event on the bus. If all
// rules that match a mention have a window, the mention joins the channel's next message, which
// is rendered when its window closes: from the mentions as they are then, without those that
// were dismissed, removed or became unsure. The rendered bytes and the media type are stored
// with the revision of each mention; only the sender reads them.
//
// A report is always sent at once. The delivery stores what it said, and a revised report is sent
// only to channels that have an earlier revision that said something else ([match.Reports]).
//
// The dispatcher claims deliveries that are due, sends them and records each attempt
// with the time of the next. What happens under pressure:
//
//   - A process killed between sending and recording sends again, under the same
//     webhook-id and with the same bytes: at least once, made once by the receiver.
//   - Each channel has a few sends of its own in progress, so a receiver that hangs delays
//     no other channel. Its messages wait in the ledger, not in memory.
//   - Messages to one channel are started in order but may arrive out of order; receivers
//     can order them by the revision in the event.
//   - A delivery is tried on the schedule of alerts.NextTry and is then failed. A receiver
//     that is gone, or refuses us permanently, switches its channel off. Deliveries to a
//     channel that is off or deleted fail without a try.
//   - Channels of a type that this process doesn't know are left to one that does.
package alerter
