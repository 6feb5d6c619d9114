// Package text turns passages and queries into the same words.
//
// Both the index and the matching in memory read text through [Tokenize], and a
// query is cut with it too, so that a name is found however it was cut: what
// counts is only that both sides were cut alike.
//
// A word is folded: lower case, without accents, ß as ss and ĳ as ij. Signs that
// belong to a name stay with it (C++, C#, .NET, AT&T, R&D). Words joined by a
// hyphen, a dot or an apostrophe stand both joined and in parts, so that
// "e-mail", "email" and "e mail" meet. No word is dropped, however small: "The
// Who" is a band.
//
// Stems and the parts of compounds are a second, looser layer that depends on
// the language of the passage; see [Stem] and [Parts].
package text
