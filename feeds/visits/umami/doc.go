// Package umami reads visits from Umami, version 2 or 3, on a server of one's own or in the cloud.
//
// Umami counts a visit that goes on over an hour's end in both hours, and has no other number of visits by the
// hour. So visits are read by day, where they are counted once, and page views by the hour. Days are those of
// the feed's time zone; all requests name their times in UTC.
//
// Umami changes the length of its intervals by itself where a request is for a long time. Hours are
// therefore requested in pieces of 48, and an answer in other intervals is refused.
//
// On a server of one's own a name and a password are exchanged for a token at each read. The cloud has
// keys. Both go to the address of the feed and nowhere else.
package umami
