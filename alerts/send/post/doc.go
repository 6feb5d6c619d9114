// Package post is what all channels over HTTP share: it sends one POST within a time limit, reads
// the answer, and returns errors with a reason and without the address.
//
// Redirects are not followed: a receiver must not decide where else messages are sent, so the user
// has to enter the new address. The first kilobyte of an answer is kept as text. The channel's address
// is often a password, so it is removed from every error and answer. The transport decides which
// addresses may be dialled: pass a guarded one.
//
// The adapter decides what an answer means. [ByStatus] is right for most.
package post
