// Package webhook sends a delivery to a URL, signed as the Standard Webhooks
// specification says (https://www.standardwebhooks.com): webhook-id is the delivery's
// id, webhook-timestamp the time of this try, webhook-signature one v1 HMAC for each
// of the channel's secrets.
//
// The body goes out byte for byte as it was stored. Any 2xx within the time limit is
// success. Redirects are not followed, since a receiver that moved should be entered
// anew rather than be trusted to say where signed messages go. The answer is kept as
// text, its first kilobyte only. Which addresses may be dialled is the transport's
// business: hand in a guarded one.
package webhook
