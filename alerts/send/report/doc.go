// Package report puts a report event into the words of a message, in the languages that channels
// offer, for any channel that people read. Names from outside are cleaned and cut; escape the texts
// for the service last.
//
// A number of an effect is never shown without its range, and a range is rounded to what its width
// supports.
package report
