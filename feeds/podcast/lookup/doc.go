// Package lookup finds a source from what a user has: a feed's address, a page, a domain,
// an Apple Podcasts link, or just a show's name.
//
// Pages are read for the feeds they declare, and the usual places are tried after that;
// what is offered has been fetched and parsed, so that adding it works. Names and Apple
// links are asked of the iTunes Search API, whose base address is configurable.
package lookup
