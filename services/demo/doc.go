// Package demo is a small invented world on loopback: podcast shows in English and
// Dutch, blogs, brands to listen for, and a receiver for the alerts about them. The
// shows and blogs are served over real HTTP and read by the same code that reads the
// outside world, so that what a first-time user sees is the program itself.
//
// A world is a pure function of its seed, its base time and the clock: there is no
// goroutine in it. The back catalogue lies in the 90 days before the base time. From
// then on a new episode appears every [Options.Every], on one show after another, and
// is in the show's feed as soon as the clock has reached its date.
//
// Among the shows are the ones that make a crawler's day: one without transcripts, one
// that is gone for good, one whose feed is cut off and in the wrong encoding, and one
// that takes its time. All people, companies and sites are invented.
package demo
