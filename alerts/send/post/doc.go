// Package post is the half that all channels over HTTP share: one POST within a time limit,
// its answer read and judged, errors with a reason and without an address.
//
// Redirects are not followed, since a receiver that moved should be entered again rather
// than be trusted to say where messages go. The first kilobyte of an answer is kept as text.
// The channel's address is often a password: it is taken out of every error and answer.
// Which addresses may be dialled is the transport's business: hand in a guarded one.
//
// What an answer means is the adapter's to say. [ByStatus] is what most want.
package post
