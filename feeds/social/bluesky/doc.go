// Package bluesky listens to Bluesky's public posts as they are written.
//
// It speaks Jetstream, the network's event stream as JSON over WebSocket, in both of its
// versions: v1 (/subscribe) and v2 (/xrpc/network.bsky.jetstream.subscribeEvents). All
// Bluesky sources share one connection. Only posts for which [feeds.Subscription].Keep returns
// a source are stored. Deleted posts and accounts are reported as removals.
//
// What a caller can rely on:
//
//   - A position is the host, the version, the server's cursor and the time of the last
//     event. It is stored with the documents before it, and every few seconds without any.
//   - After a lost connection the stream continues a few seconds before the last event. On
//     another host or version, where cursors mean something else, it continues by time. Posts
//     that arrive twice become the same documents.
//   - If the server no longer has what was missed, the batch has a warning.
//   - A frame that can't be read or is too large is skipped and counted. A connection without
//     events is closed after a minute.
//
// The posts' text includes what a reader sees beside it: the full addresses of links, a
// card's title and description, and the descriptions of images.
package bluesky
