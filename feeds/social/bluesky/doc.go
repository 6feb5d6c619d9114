// Package bluesky listens to Bluesky's public posts as they are written.
//
// It speaks Jetstream, the network's event stream as JSON over WebSocket, in both of its
// versions: v1 (/subscribe) and v2 (/xrpc/network.bsky.jetstream.subscribeEvents). All
// Bluesky sources share one connection. Of what comes, only posts that [feeds.Subscription].Keep
// gives to a source are stored; deleted posts and accounts are reported as removals.
//
// What holds:
//
//   - A position is the host, the version, the server's cursor and the time of the last
//     event. It is saved with the documents it covers, and now and then without any.
//   - After a lost connection the stream goes on a few seconds before the last event. On
//     another host or version, whose cursors mean something else, it goes on by time. Posts
//     that come twice are the same documents.
//   - Where the server has not kept what was missed, the batch says so in a warning.
//   - A frame that can't be read or is too large is skipped and counted. A silent
//     connection is given up after a minute.
//
// The posts' text includes what a reader sees beside it: the full addresses of links, a
// card's title and description, and the descriptions of images.
package bluesky
