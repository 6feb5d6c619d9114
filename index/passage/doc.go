// Package passage cuts documents into the half minutes that are indexed, searched
// and quoted, and links back to the second they were spoken.
//
// [Split] never splits a rune and never loses text: every word of a document's
// body stands in exactly one passage. Offsets are code points into
// [feeds.Document.Body]. Passage 0 is the head: title, notes and chapters, which
// have no place in the body.
package passage
