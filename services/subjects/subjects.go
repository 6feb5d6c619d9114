// Package subjects has the names of the streams of the bus and the subjects in them. Publishers,
// consumers and the configuration of the streams use these names:
//
//	DOCUMENTS  doc.read.<kind>.<source>, doc.detected.<kind>.<source>
//	MENTIONS   mention.<event>.<workspace>.<brand>.<kind>
//	REPORTS    report.<event>.<workspace>.<brand>
//
// Messages in DOCUMENTS are references to a document, for Namedrop's own services. Messages
// in MENTIONS and REPORTS are the public events of docs/events.md; alerts.Event and
// alerts.ReportEvent write their subjects.
package subjects

import (
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// The streams.
const (
	Documents = "DOCUMENTS"
	Mentions  = "MENTIONS"
	Reports   = "REPORTS"
)

// Prefixes of the subjects of a stream, and of one type of reference.
const (
	DocumentPrefix = "doc."
	MentionPrefix  = "mention."
	ReportPrefix   = "report."
	ReadPrefix     = DocumentPrefix + "read."
	DetectedPrefix = DocumentPrefix + "detected."
)

// noSource replaces the source in the subject of a document without a source, since a token of a
// subject must not be empty.
const noSource = "none"

// Read returns the subject of a document that is new or changed; detection consumes it.
func Read(kind feeds.Kind, source string) string { return document(ReadPrefix, kind, source) }

// Detected returns the subject of a document in which detection or a person changed something;
// the indexers consume it.
func Detected(kind feeds.Kind, source string) string { return document(DetectedPrefix, kind, source) }

func document(prefix string, kind feeds.Kind, source string) string {
	if source == "" {
		source = noSource
	}
	return prefix + string(kind) + "." + source
}

// All returns the wildcard that matches every subject with a prefix.
func All(prefix string) string { return prefix + ">" }

// Stream returns the stream that stores messages with a subject; empty if there is none, as for
// live updates.
func Stream(subject string) string {
	switch {
	case strings.HasPrefix(subject, MentionPrefix):
		return Mentions
	case strings.HasPrefix(subject, ReportPrefix):
		return Reports
	case strings.HasPrefix(subject, DocumentPrefix):
		return Documents
	}
	return ""
}
