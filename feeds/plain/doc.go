// Package plain turns what other people's servers send into plain UTF-8 text: bytes in
// any encoding, declared rightly, wrongly or not at all, and HTML.
//
// Nothing here fails: bytes that mean nothing become U+FFFD or are dropped, and what was
// done is told, so that a reader can warn.
package plain
