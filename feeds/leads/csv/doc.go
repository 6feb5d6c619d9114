// Package csv reads leads from an exported file of columns, whatever its columns are called and however
// it writes dates and numbers.
//
// A row is a lead. Its key is the column with its id. Without one, it is made from the time and the
// person, or from the time and the answer: a file that is imported twice, or that holds more rows the
// second time, adds no lead twice.
//
// Nothing is passed on before the whole file was read, so that a file with a fault changes nothing. Memory
// holds its leads.
package csv
