// Package detect finds brands in documents. It works in three steps: names become keys, keys
// are found in the text as candidates, and candidates are scored into hits with a confidence
// and with reasons that a marketer understands.
//
// A [Detector] is built from brands in milliseconds, is immutable and may be used by many
// goroutines. When a brand changes, build a new one and swap it behind an atomic pointer. The
// same document and the same brands always give the same hits.
//
// A name's key is its folded letters and digits: lower case, without accents, spaces or
// punctuation. One look-up for each run of one to six words therefore finds "HubSpot",
// "hub spot", "hub-spot", "#HubSpot", "HubSpot's" and "hubspot.com". No candidate is thrown
// away for a low score: it becomes an unsure hit, which is kept for people to see and is not
// reported by default.
//
// In recognized speech a second step looks for words that sound like a name. It runs only for
// brands that something else in the document supports, such as its title or a certain hit.
//
// Offsets are code points into the field's text. The text of a spoken document is its cue
// texts joined by one space. Time and memory are bounded for any text (see limits.go), and
// every hit lies inside its text.
package detect
