// Package text turns passages and queries into the same words.
//
// The index and the matching in memory both read text through [Tokenize], and queries are
// cut with it too. So it matters only that both sides are cut in the same way.
//
// A word is folded: lower case, without accents, ß as ss and ĳ as ij. Signs that belong to
// a name stay with it (C++, C#, .NET, AT&T, R&D). Words joined by a hyphen, a dot or an
// apostrophe are kept joined and in parts, so that "e-mail", "email" and "e mail" match.
// No word is dropped, however frequent: "The Who" is a band.
//
// Stems and the parts of compounds are a second, looser layer. It depends on the language
// of the passage; see [Stem] and [Parts].
package text
