// Package record stores what was found and who works with it: brands, mentions and what
// people made of them, rules, channels, deliveries, the judge's answers, users, tokens,
// sessions and the audit log.
//
// A write with an expected revision is refused with [ledger.ErrConflict] when somebody else
// has written in the meantime. Saving a mention sends no event: see package mentions.
package record
