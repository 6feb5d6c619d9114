// Package webhook posts events to a URL, signed as the Standard Webhooks specification says
// (https://www.standardwebhooks.com): webhook-id is the delivery's id, webhook-timestamp the
// time of this attempt, webhook-signature one v1 HMAC for each of the channel's secrets.
//
// The body is a CloudEvent in structured JSON, or a CloudEvents batch where the channel accepts
// batches and events were gathered for it. It is sent byte for byte as it was stored. Any 2xx within
// the time limit is a success.
package webhook
