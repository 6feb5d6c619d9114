package captions

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
)

// The formats in which YouTube has captions, with the same words: none of them comes twice.
func TestYouTubeFormats(t *testing.T) {
	want := []feeds.Cue{
		{Start: 0.5, End: 2.5, Text: "we moved our reports"},
		{Start: 2.5, End: 4, Text: "to Larkmeter & it's fine"},
	}
	for name, body := range map[string]string{
		"json3": `{"wireMagic":"pb3","events":[{"tStartMs":0,"dDurationMs":9000,"wWinId":1},
			{"tStartMs":500,"dDurationMs":2000,"segs":[{"utf8":"we"},{"utf8":" moved","tOffsetMs":300,"acAsrConf":240},{"utf8":" our","tOffsetMs":600},{"utf8":" reports","tOffsetMs":900}]},
			{"tStartMs":2400,"dDurationMs":100,"aAppend":1,"segs":[{"utf8":"\n"}]},
			{"tStartMs":2500,"dDurationMs":1500,"segs":[{"utf8":"to Larkmeter"},{"utf8":" & it's fine","tOffsetMs":500}]}]}`,
		"srv1": `<?xml version="1.0" encoding="utf-8" ?><transcript><text start="0.5" dur="2">we moved
			our reports</text><text start="1.2" dur="1"></text><text start="2.5" dur="1.5">to Larkmeter &amp;amp; it&amp;#39;s fine</text></transcript>`,
		"srv3": `<?xml version="1.0"?><timedtext format="3"><head><pen id="1" fc="#FEFEFE"/></head><body>
			<p t="500" d="2000" w="1"><s ac="240">we</s><s t="300" ac="250"> moved</s><s t="600"> our</s><s t="900"> reports</s></p>
			<p t="2400" d="100" w="1" a="1">
</p><p t="2500" d="1500" w="1">to Larkmeter &amp; it&#39;s fine</p></body></timedtext>`,
	} {
		got, err := Parse([]byte(body), "text/xml")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got.Cues); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestBrokenTimedText(t *testing.T) {
	for name, body := range map[string]string{
		"cut off":      `<transcript><text start="1" dur="2">we moved our reports</text><text start="4" du`,
		"no durations": `<transcript><text start="1">we moved our reports</text></transcript>`,
		"open":         `<timedtext format="3"><body><p t="1000" d="2000">we moved our reports`,
	} {
		got, err := Parse([]byte(body), "")
		if err != nil || len(got.Cues) != 1 || got.Cues[0].Start != 1 || got.Cues[0].Text != "we moved our reports" {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	odd := `<timedtext format="3"><body><p t="NaN" d="-1">we moved our reports</p><p t="9e99">and more of them</p></body></timedtext>`
	got, _ := Parse([]byte(odd), "")
	if !strings.Contains(got.Text+feeds.JoinCues(got.Cues), "we moved our reports") {
		t.Errorf("%+v: the words are kept without times", got)
	}
}
