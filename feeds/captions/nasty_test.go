package captions

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
)

// Files as programs break them: no word of them is lost, and nothing that isn't speech
// becomes words.
func TestNastyTranscripts(t *testing.T) {
	const vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nline one\nline two\n\n00:03.000 --> 00:04.000\nthree\nfour\n"
	two := []feeds.Cue{cue(1, 2, "", "line one line two"), cue(3, 4, "", "three four")}
	for _, tt := range []struct {
		name, body, contentType string
		cues                    []feeds.Cue
		text                    string
	}{
		{name: "line ends repaired twice", body: strings.ReplaceAll(vtt, "\n", "\r\r\n"), cues: two},
		{name: "SRT with line ends repaired twice", body: "1\r\r\n00:00:01,000 --> 00:00:02,000\r\r\none\r\r\n\r\r\n2\r\r\n00:00:03,000 --> 00:00:04,000\r\r\ntwo\r\r\n",
			cues: []feeds.Cue{cue(1, 2, "", "one"), cue(3, 4, "", "two")}},
		{name: "every line end there is", body: "WEBVTT\r\n\n00:01.000 --> 00:02.000\rline one\r\nline two\r\r00:03.000 --> 00:04.000\nthree\rfour", cues: two},
		{name: "two byte order marks, and one of a file put behind", body: "\ufeff\ufeff" + vtt[:52] + "\n\ufeff" + vtt[52:], cues: two},
		{name: "WebVTT in small letters, with ids", body: "webvtt\n\nid-1\n00:01.000 --> 00:02.000\nline one\nline two\n\nid-2\n00:03.000 --> 00:04.000\nthree\nfour\n", cues: two},
		{name: "WebVTT without its first line", contentType: "text/vtt", body: "NOTE made by hand\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000\nline one\nline two\n\nNOTE not a word of this\nor this\n\n00:03.000 --> 00:04.000\nthree\nfour\n", cues: two},
		{name: "WebVTT without its first line, but ids", body: "intro\n00:01.000 --> 00:02.000\nline one\nline two\n\noutro\n00:03.000 --> 00:04.000\nthree\nfour\n", cues: two},
		{name: "arrows that are words", body: "WEBVTT\n\n00:01.000 --> 00:02.000\n3 -> 4 is easy\n10 --> 20 percent\n", cues: []feeds.Cue{cue(1, 2, "", "3 -> 4 is easy 10 --> 20 percent")}},
		{name: "text with arrows", body: "We went from\n2 -> 3 of it in a day.", text: "We went from\n2 -> 3 of it in a day."},
		{name: "a time that can't be", body: "WEBVTT\n\n00:01.000 --> 00:02.000\none\n\n9999999:00:00.000 --> 9999999:00:01.000\ntwo\n\n00:05.000 --> 00:06.000\nthree\n",
			cues: []feeds.Cue{cue(1, 2, "", "one"), untimed(1, "", "two"), cue(5, 6, "", "three")}},
		{name: "no ends", body: "1\n00:00:01,000 --> \none\n\n2\n00:00:05,000 -->\ntwo\n", cues: []feeds.Cue{cue(1, 5, "", "one"), cue(5, 5, "", "two")}},
		{name: "empty lines around the numbers", body: "1\n\n00:00:01,000 --> 00:00:02,000\n\n1984\n\n2\n\n00:00:02,000 --> 00:00:03,000\n\ntwo\n", cues: []feeds.Cue{cue(1, 2, "", "1984"), cue(2, 3, "", "two")}},
		{name: "JSON shifted to before the beginning", body: `{"segments":[{"startTime":-0.5,"endTime":1,"body":"one"},{"startTime":1,"endTime":2,"body":"two"}]}`, cues: []feeds.Cue{cue(0, 1, "", "one"), cue(1, 2, "", "two")}},
		{name: "JSON long before the beginning", body: `{"segments":[{"startTime":-5,"endTime":-1,"body":"one"},{"startTime":1,"endTime":2,"body":"two"}]}`, cues: []feeds.Cue{untimed(0, "", "one"), cue(1, 2, "", "two")}},
		{name: "SubRip before the beginning", body: "1\n-00:00:07,000 --> -00:00:05,000\none\n\n2\n-00:00:00,300 --> 00:00:02,000\ntwo\n\n3\n00:00:03,000 --> 00:00:04,000\nthree\n",
			cues: []feeds.Cue{untimed(0, "", "one"), cue(0, 2, "", "two"), cue(3, 4, "", "three")}},
		{name: "WebVTT before the beginning", body: "WEBVTT\n\n-00:07.000 --> 00:05.000\none\n\n00:06.000 --> 00:07.000\ntwo\n", cues: []feeds.Cue{untimed(0, "", "one"), cue(6, 7, "", "two")}},
		{name: "TTML before the beginning", body: `<tt><body><p begin="-5s" end="-2s">one</p><p begin="6s" end="7s">two</p></body></tt>`, cues: []feeds.Cue{untimed(0, "", "one"), cue(6, 7, "", "two")}},
		{name: "JSON that doesn't always say when", body: `{"segments":[{"startTime":1,"endTime":2,"body":"one"},{"body":"two"},{"startTime":null,"body":"three"},{"startTime":4,"endTime":5,"body":"four"},{"type":"punctuation","body":"."},{"startTime":1e18,"body":"five"}]}`,
			cues: []feeds.Cue{cue(1, 2, "", "one"), untimed(1, "", "two"), untimed(1, "", "three"), cue(4, 5, "", "four"), untimed(4, "", "five")}},
		{name: "JSON with numbers for a list", body: `{"segments":{"0":{"startTime":1,"endTime":2,"body":"one"},"10":{"startTime":3,"endTime":4,"body":"three"},"2":{"startTime":2,"endTime":3,"body":"two"}}}`,
			cues: []feeds.Cue{cue(1, 2, "", "one"), cue(2, 3, "", "two"), cue(3, 4, "", "three")}},
		{name: "JSON inside JSON", body: `"{\"segments\":[{\"startTime\":1,\"endTime\":2,\"body\":\"one\"}]}"`, cues: []feeds.Cue{cue(1, 2, "", "one")}},
		{name: "JSON with few words far apart", body: `{"segments":[{"startTime":0,"endTime":5,"body":"one"},{"startTime":3661,"endTime":3665,"body":"two"}]}`, cues: []feeds.Cue{cue(0, 5, "", "one"), cue(3661, 3665, "", "two")}},
		{name: "and without ends", body: `{"segments":[{"startTime":0,"body":"one"},{"startTime":3661,"body":"two"}]}`, cues: []feeds.Cue{cue(0, 3661, "", "one"), cue(3661, 3661, "", "two")}},
		{name: "JSON with line ends inside its words", body: "{\"segments\":[{\"startTime\":0,\"endTime\":1,\"body\":\"one\n\ttwo\"}]}", cues: []feeds.Cue{cue(0, 1, "", "one two")}},
		{name: "JSON with voices by number and name", body: `[{"start":"00:00:01.000","start_ms":1000,"end":"00:00:03.000","speaker":"7","voice":"Anna","text":"one"},{"start":"00:00:03.000","end":"00:00:04.000","speaker":"8","voice":"","text":"two"}]`,
			cues: []feeds.Cue{cue(1, 3, "Anna", "one"), cue(3, 4, "8", "two")}},
		{name: "HTML in lists and nested markup", body: `<dl><dt><cite><b>Anna</b> de <i>Wit</i>:</cite> <time><span>1:02</span></time></dt><dd>We left <em>Ac</em>me</dd><dd>for good</dd></dl><h5>Part</h5><pre>two</pre>`,
			cues: []feeds.Cue{cue(62, 62, "Anna de Wit", "We left Acme"), cue(62, 62, "Anna de Wit", "for good"), cue(62, 62, "Anna de Wit", "Part"), cue(62, 62, "Anna de Wit", "two")}},
		{name: "HTML with ranges, and a colon behind the name", body: `<p><cite>Anna</cite>: <time>0:00 – 0:05</time> one</p><p><cite>Bo</cite><time>[0:05]</time>: two</p>`, cues: []feeds.Cue{cue(0, 5, "Anna", "one"), cue(5, 5, "Bo", "two")}},
		{name: "TTML with a paragraph that doesn't say when", body: `<tt><body><p begin="1s" end="2s">one</p><p>two</p></body></tt>`, cues: []feeds.Cue{cue(1, 2, "", "one"), untimed(1, "", "two")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Parse([]byte(tt.body), tt.contentType)
			if diff := cmp.Diff(tt.cues, r.Cues); diff != "" || r.Text != tt.text || err != nil {
				t.Errorf("%s%q, %v", diff, r.Text, err)
			}
		})
	}
}
