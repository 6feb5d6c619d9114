// Package demo is a small invented world on loopback: podcast shows in English and Dutch,
// blogs, posts on Bluesky, Mastodon, Hacker News and Reddit, brands, and a receiver for the alerts about them. The
// shows, blogs and networks are served over real HTTP and read by the same code that reads the
// outside world, so that what a first-time user sees is the program itself.
//
// A world is a pure function of its seed, its base time and the clock: there is no
// goroutine in it. The back catalogue is in the 90 days before the base time, except that of
// one show, whose few old episodes are what [World.Visits] moved after. After that
// a new episode appears every [Options.Every], on one show after another, and is in the
// show's feed as soon as the clock has reached its date.
//
// Some shows are difficult: one has no transcripts but a channel on the world's own YouTube, one is gone for good, the feed of one is
// truncated and in the wrong encoding, and one is slow. All people, companies and sites are
// invented.
package demo
