// Package csv reads visits from an exported file of columns, whatever its columns are called
// and however it writes dates and numbers.
//
// Rows are added up: a row per page, per ten minutes or per referrer becomes part of the sample of
// its hour or day. Two rows that are equal in all columns used are refused, since one of them would
// count twice. The exception is the hour that occurs twice when summer time ends.
//
// The file is read as a stream. Only its samples and eight bytes per row are kept in memory.
package csv
