// Package passage cuts documents into the passages that are indexed, searched and quoted, and
// makes links to the second at which they are spoken.
//
// [Split] never splits a rune and never loses text: every word of a document's body is in
// exactly one passage. Offsets are code points into [feeds.Document.Body]. Passage 0 is the head:
// title, notes and chapters, which are not part of the body.
package passage
