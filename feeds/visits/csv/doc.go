// Package csv reads visits from a file of columns that somebody exported, whatever its
// columns are called and however it writes dates and numbers.
//
// Rows are added up: a row per page, per ten minutes or per source becomes one sample of its
// hour or day. Two rows that say the same in all columns that are used are a mistake, since
// one of them would count twice; but for the hour that is there twice when summer time ends.
//
// The file is read as a stream. In memory are its samples and eight bytes a row.
package csv
