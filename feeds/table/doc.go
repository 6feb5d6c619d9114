// Package table reads files of columns as people export them: CSV with commas, semicolons
// or tabs, or text in columns; with or without headings; with dates and numbers in the
// notations of several countries; in UTF-8, UTF-16 or Windows-1252. [Read] reads a file whole, [Open] row by
// row.
//
// What can be read in two ways is never guessed. A column of dates must be readable in one
// form in all of its rows, and a comma must be a decimal comma or part thousands in the
// whole column; otherwise the error names the line and says what to write instead.
package table
