// Package feeds holds the words for what comes in: a [Source] is crawled, its
// [Cursor] says how far it has been read, and each episode, video, post or page
// read from it is a [Document], spoken ones made of [Cue]s.
//
// The packages below this one each speak to one outside system and return these
// types. Nothing here knows the bus, the ledger, the search index or HTTP serving.
package feeds
