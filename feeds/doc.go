// Package feeds holds the types for what comes in. A [Source] is read, its [Position] is how
// far it has been read, and each episode, video, post or page read from it is a [Document].
// The text of a spoken document is a list of [Cue]s. What goes wrong is a [Fault].
//
// The packages below this one each read one outside system or format and return these
// types. Nothing here knows the bus, the ledger, the search index or HTTP serving.
package feeds
