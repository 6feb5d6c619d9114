// Package lookup finds a source from what a user enters: a feed's address, a page, a domain,
// an Apple Podcasts link, or the name of a podcast.
//
// Of a page the feeds that it declares are tried first, then common paths. Every candidate has
// been fetched and parsed, so that adding it works. Names and Apple links are looked up with
// the iTunes Search API, whose base address is configurable.
package lookup
