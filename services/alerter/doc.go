// Package alerter sends messages about mentions to channels. It has two halves that meet
// in the ledger.
//
// The intake reads mention events in order ([bus.InOrder]) and writes the deliveries they
// cause and its offset in one transaction. Events at or below the offset are skipped, so a
// stream that is published again alerts nobody twice, nor by rules that were made later. An
// event that can't be read becomes a dead letter.
//
// What is sent at once is rendered there, from the event that is on the bus. Where all
// rules that ask for a mention gather, it joins the channel's next message, which is
// rendered when its window closes: with what its mentions have become, and without those
// that were dismissed, removed or found doubtful. Bytes and media type are kept then, with
// the revision of each mention; nothing reads them back but the sender.
//
// The dispatcher claims deliveries that are due, sends them and records each attempt
// with the time of the next. What happens under pressure:
//
//   - A process killed between sending and recording sends again, under the same
//     webhook-id and with the same bytes: at least once, made once by the receiver.
//   - Each channel has a few sends of its own under way, so a hung receiver holds up
//     nobody else. Its messages wait in the ledger, not in memory.
//   - Messages to one channel are started in order but may arrive out of order; the
//     revision in the event tells.
//   - A message is tried on the schedule of alerts.NextTry, and is then a dead letter.
//     A receiver that is gone, or refuses us for good, switches its channel off, and what
//     waits for a channel that is off or deleted becomes a dead letter without a try.
//   - Channels of a type that this process doesn't know are left to one that does.
package alerter
