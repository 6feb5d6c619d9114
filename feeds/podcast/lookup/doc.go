// Package lookup finds a source from what a user enters: a feed's address, a page, a domain, a forum, an
// account, a link of Apple Podcasts or Spotify, or the name of a podcast.
//
// Of a page the feeds that it declares are tried first, then common paths. Every candidate of an address has
// been fetched and parsed, so that adding it works. Names and Apple links are looked up with
// the iTunes Search API and, with a key, the Podcast Index; of a Spotify link the show's name is. Their base
// addresses are configurable.
package lookup
