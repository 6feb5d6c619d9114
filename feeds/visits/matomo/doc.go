// Package matomo reads visits from Matomo, by its Reporting API.
//
// Hours come from the report of visits per hour, in the time zone of the site. Matomo makes these hours out of
// hours in UTC. So in a zone that is half an hour off, they don't fit, and days are read instead. On the day
// on which summer time ends, two hours are one. Channels come from the same report for a segment each; what
// no segment holds has no channel.
//
// An empty report of a day means that it was not counted or that there were no visits. It is zero only where
// Matomo says 0 for the day.
//
// The token is sent in the body of a POST, to the address of the feed and nowhere else.
package matomo
