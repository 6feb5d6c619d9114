// Package tag counts the visits that the tag on a site's own pages reports.
//
// The tag says which page was opened, by its path, where the visit came from, by the host of the referrer and the
// utm parameters, and nothing else. It sets no cookie and stores nothing in the browser. A visitor is told from another by
// an HMAC of address and user agent. Its salt is random, is held in memory only, and is replaced at midnight UTC; what it made is
// forgotten then. So a visit over midnight counts twice, and so does one during which Namedrop was restarted.
//
// Memory is bounded. Beyond the limit of visitors of an hour, page views of further visitors are not
// counted, and [Counter.Add] says so.
package tag
