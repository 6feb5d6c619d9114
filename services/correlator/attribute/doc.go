// Package attribute matches what people say about where they heard of a brand (answers to "How did
// you hear about us?", sales notes) to the mentions of that brand.
//
// The contract:
//
//   - Same input, same output. Nothing here reads a file, a clock or a network.
//   - A mention is named only if exactly one fits. An answer that fits two equally gets the tier
//     of what they share: the show if they are of one show, otherwise the channel.
//   - A mention that was published after the answer can't be meant. One that is older than [Window] is
//     never named either, but its show still can be.
//   - People on Reddit are never matched by their handle: its rules forbid it.
//   - The text is data. Orders in it are recognised and give the tier none, whatever they ask for.
//   - An answer is read up to [maxText] bytes and [maxWords] words, so that its cost is bounded.
//
// docs/attribute.md explains the tiers, and has the measured figures.
package attribute
