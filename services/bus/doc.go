// Package bus transports what the ledger has already recorded to the services that act on it.
//
// It runs a NATS server with JetStream inside the process, or connects to a NATS cluster,
// and has three streams: DOCUMENTS (doc.>) holds references to documents for our own services,
// MENTIONS (mention.>) and REPORTS (report.>) hold the public events. live.> is core NATS: nudges and news
// for open screens, which are not stored.
//
// Guarantees:
//
//   - A message that was acknowledged is on disk: the file store syncs every write. The
//     relay publishes several messages as an atomic batch, which is synced once.
//   - Delivery is at least once. A message has the id that its publisher gave it. The stream
//     drops a second copy within two minutes; consumers recognize later copies by their own ids.
//   - Messages are delivered in the order of publication while nothing fails. After a
//     handler's error, a lost acknowledgement or a change of the cluster's leader a message may
//     come after later ones, so consumers compare revisions and never rely on order alone.
//   - Nothing is dropped silently: a message leaves a consumer when its handler returned nil,
//     or when it was recorded as a dead letter.
//   - The directory is expendable. If it is lost, the relay publishes again from the ledger
//     what the consumers have not processed.
//
// Each outside client has an account of its own, so that the reply subjects and inboxes it
// chooses can't reach ours; access.go has the details.
package bus
