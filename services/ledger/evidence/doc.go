// Package evidence stores what the effect of mentions is measured by: feeds of visits and
// the samples read from them.
//
// How far a feed was read is a poll of the archive, with the kind [VisitsPoll].
package evidence
