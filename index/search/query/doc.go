// Package query is the query language of searches, rules and saved views.
//
// [Parse] turns what a person types into a [Query]. A mistake is an [*Error] that points
// at the character and says what would be right. [Query.Explanation] says what a query
// looks for. [Query.Match] matches one document in memory, with the same result as the
// index.
//
// A query is matched against each passage: half a minute of speech, or the head (title,
// notes and chapters). A document matches when one of its passages does.
//
//	acme pricing          both words, in any form (price, prices, pricing)
//	"switched from"       these words in this order, as spelled, in any case
//	raw:"The Who"         exactly as written: capitals and signs count
//	acme OR globex        either; "or" between words does the same
//	acme -hiring          the first without the second; NOT hiring does the same
//	pric*  akme~  akme~2  words that start with pric; words with one or two other letters
//	acme NEAR/5 price     at most five words apart; ONEAR/5: in this order
//	(a OR b) c            groups
//
// Fields: brand: source: show: kind: lang: speaker: person: site: before: after: on:
// mention: confidence:. A value with spaces is quoted. Several values are separated by
// commas or put in a group. Ranges are written 2026-01..2026-03, >0.8 or <=0.5. brand:,
// mention: and confidence: next to each other are about one mention.
//
// Of several bare words at least one must be in the passage; the others may be in the
// title of the document.
//
// Stop words (the, of, een, und) among other bare words are optional, unless they are
// capitalized inside a name. In quotes every word counts.
package query
