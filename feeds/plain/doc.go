// Package plain converts what servers send to plain UTF-8 text: HTML, and bytes in any encoding,
// whether it is declared correctly, wrongly or not at all.
//
// Nothing here fails. Invalid bytes become U+FFFD or are dropped, and each repair is returned as a
// [feeds.Warning].
package plain
