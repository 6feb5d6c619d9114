// Package bus carries what the ledger has already recorded to those who act on it.
//
// It runs a NATS server with JetStream inside the process, or connects to a cluster
// of them, and keeps two streams: DOCUMENTS (doc.>) holds references to documents
// for our own services, MENTIONS (mention.>) holds the public mention events. Beside
// them live.> is core NATS: nudges and news for open screens, kept nowhere.
//
// What holds:
//
//   - A message that was acknowledged is on disk: the file store syncs every write. What
//     the relay has at once goes as atomic batches, and is synced once for each.
//   - Delivery is at least once. A message carries the id its publisher gave it, the
//     stream drops a second copy within two minutes, and consumers make the rest once
//     by their own ids.
//   - Order is that of publication while nothing fails. After a handler's error, a
//     lost acknowledgement or a change of cluster leader a message may come after
//     later ones, so consumers compare revisions and never rely on order alone.
//   - Nothing is dropped silently: a message leaves a consumer when its handler
//     returned nil, or when its dead letter was recorded.
//   - The directory is expendable. When it is gone the relay publishes again what the
//     consumers have not yet done, from the ledger.
//
// Clients from outside live in an account of their own, so that a reply subject or
// an inbox they choose can't reach ours; access.go says what they may do.
package bus
