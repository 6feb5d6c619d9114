// Package webhook posts events to a URL, signed as the Standard Webhooks specification says
// (https://www.standardwebhooks.com): webhook-id is the delivery's id, webhook-timestamp the
// time of this try, webhook-signature one v1 HMAC for each of the channel's secrets.
//
// The body is a CloudEvent in structured JSON, or a CloudEvents batch where the channel is
// set to take batches and events were gathered for it. It goes out byte for byte as it was
// stored. Any 2xx within the time limit is success.
package webhook
