// Package query is the one language of search, rules and saved views.
//
// [Parse] turns what a person types into a [Query]; a mistake is an [*Error] that
// points at the character and says what would be right. [Query.Explain] says in
// words what it will look for. [Query.Match] answers over one document in memory
// and gives the answer that the index gives.
//
// A query is asked of each passage: of half a minute of speech, or of the head
// (title, notes and chapters). A document matches when one of its passages does.
//
//	acme pricing          both words, in any form (price, prices, pricing)
//	"switched from"       these words in this order, as spelled, in any case
//	raw:"The Who"         as written: case and signs count
//	acme OR globex        either; "or" between words does the same
//	acme -hiring          without; NOT hiring does the same
//	pric*  akme~  akme~2  words that begin so; words one or two letters off
//	acme NEAR/5 price     at most five words apart; ONEAR/5: in this order
//	(a OR b) c            groups
//
// Fields: brand: source: show: kind: lang: speaker: person: site: before: after:
// on: mention: confidence:. A value with spaces is quoted, several are
// separated by commas or stand in a group, ranges are written 2026-01..2026-03,
// >0.8 or <=0.5. brand:, mention: and confidence: side by side speak of one
// name-drop.
//
// Of several bare words at least one has to be said in the passage; the others may
// stand in the document's title.
//
// Small words (the, of, een, und) typed bare among others are looked for but not
// insisted on, unless they are capitalised inside a name. In quotes every word counts.
package query
