package subjects_test

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/subjects"
)

func TestSubjects(t *testing.T) {
	for _, c := range []struct{ subject, want, stream string }{
		{subjects.Read(feeds.Podcast, "s1"), "doc.read.podcast.s1", "DOCUMENTS"},
		{subjects.Detected(feeds.Podcast, ""), "doc.detected.podcast.none", "DOCUMENTS"},
		{"mention.found.default.acme.podcast", "mention.found.default.acme.podcast", "MENTIONS"},
		{"report.ready.default.acme", "report.ready.default.acme", "REPORTS"},
		{subjects.All(subjects.MentionPrefix), "mention.>", "MENTIONS"},
		{"live.mention", "live.mention", ""},
	} {
		if c.subject != c.want || subjects.Stream(c.subject) != c.stream {
			t.Errorf("%q in stream %q, want %q in %q", c.subject, subjects.Stream(c.subject), c.want, c.stream)
		}
	}
}
