// Package detect finds brands in documents: names to keys, keys to hits, hits to a
// confidence with a reason a marketer understands.
//
// A [Detector] is built from brands in milliseconds, never changes afterwards and may
// be used from many goroutines; when a brand changes, build another and swap it behind
// an atomic pointer. The same document and brands always give the same hits.
//
// A name's key is its letters and digits, folded. One look-up per run of one to six
// words therefore finds "HubSpot", "hub spot", "hub-spot", "#HubSpot", "HubSpot's" and
// "hubspot.com" alike. What was found is then scored, never gated: low scores are kept
// as unsure hits so that a person can see them, and are not reported by default.
//
// Offsets are code points into the field's text; the text of a spoken document is its
// cue texts joined by one space. Work is linear in the text whatever the text is, and
// every hit lies inside it.
package detect
