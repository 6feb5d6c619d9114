// Package table reads files of columns as people export them: CSV with commas, semicolons
// or tabs, or text in columns; with or without headings; with dates and numbers in the
// notations of several countries; in UTF-8, UTF-16 or Windows-1252. [Read] reads a file whole, [Open] row by
// row.
//
// Nothing that can be read in two ways is guessed. All rows of a column of dates must have one format,
// and a comma must be either a decimal comma or separate thousands in the whole column. Otherwise the
// error names the line and says what to write instead.
package table
