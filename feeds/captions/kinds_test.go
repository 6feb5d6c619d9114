package captions

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
)

// Files that other tools make: the name is heard at 75 seconds whatever they write, or without a second,
// and no time, number or tag becomes a word.
func TestFilesOfOtherTools(t *testing.T) {
	hello, acme := cue(5, 7, "", "Hello all"), cue(75, 77, "", "We like Acme")
	both := []feeds.Cue{hello, acme}
	open := []feeds.Cue{cue(5, 75, "", "Hello all"), cue(75, 75, "", "We like Acme")}
	talk := []feeds.Cue{cue(5, 75, "Anna", "Hello all"), cue(75, 75, "Bo", "We like Acme")}
	srt := func(hello, acme string) string {
		return "1\n" + hello + "\nHello all\n\n2\n" + acme + "\nWe like Acme\n"
	}
	for _, tt := range []struct {
		name, body, contentType string
		cues                    []feeds.Cue
		text                    string
	}{
		// Times.
		{name: "milliseconds as a float", body: srt("00:00:05,000.04 --> 00:00:07,000.9", "00:01:15,000.0999 --> 00:01:17,000.1"), cues: both},
		{name: "an apostrophe", body: srt("00:00:05'000 --> 00:00:07'000", "00:01:15’000 --> 00:01:17’000"), cues: both},
		{name: "a semicolon", body: srt("00:00:05;00 --> 00:00:07;00", "00:01:15;00 --> 00:01:17;00"), cues: both},
		{name: "full stops only", body: srt("00.00.05.000 --> 00.00.07.000", "00.01.15.000 --> 00.01.17.000"), cues: both},
		{name: "full stops and a comma", body: srt("00.00.05,000 --> 00.00.07,000", "00.01.15,000 --> 00.01.17,000"), cues: both},
		{name: "colons of another keyboard", body: srt("00：00：05,000 --> 00：00：07,000", "00：01：15,000 --> 00：01：17,000"), cues: both},
		{name: "a dash between the times", body: srt("00:00:05,000 - 00:00:07,000", "00:01:15,000 - 00:01:17,000"), cues: both},
		{name: "a tab between the times", body: srt("00:00:05,000\t00:00:07,000", "00:01:15,000\t00:01:17,000"), cues: both},
		{name: "brackets around the times", body: srt("[00:00:05.000] --> [00:00:07.000]", "[00:01:15.000] --> [00:01:17.000]"), cues: both},
		{name: "a longer arrow", body: srt("00:00:05,000 ---> 00:00:07,000", "00:01:15,000 ---> 00:01:17,000"), cues: both},
		{name: "no times at all", body: srt("NaN:NaN:NaN,NaN --> NaN:NaN:NaN,NaN", "00:01:15,000 --> 00:01:17,000"), cues: []feeds.Cue{untimed(0, "", "Hello all"), acme}},
		{name: "and in WebVTT", body: "WEBVTT\n\n00:00:05.000 --> 00:00:07.000\nHello all\n\nNaN:NaN:NaN --> NaN:NaN:NaN\nWe like Acme\n", cues: []feeds.Cue{hello, untimed(5, "", "We like Acme")}},
		{name: "ISO durations", body: `{"segments":[{"start":"PT5S","end":"PT7S","text":"Hello all"},{"start":"PT1M15S","end":"PT1M17S","text":"We like Acme"}]}`, cues: both},
		{name: "units", body: `{"segments":[{"start":"5 seconds","end":"7s","text":"Hello all"},{"start":"1m15s","end":"77000 ms","text":"We like Acme"}]}`, cues: both},
		{name: "seconds and nanoseconds", body: `{"results":[{"startTime":{"seconds":"5"},"endTime":{"seconds":7,"nanos":0},"text":"Hello all"},{"startTime":{"seconds":75},"endTime":{"seconds":"77"},"text":"We like Acme"}]}`, cues: both},
		{name: "times that are no times", body: `{"segments":[{"start":"soon","text":"Hello all"},{"start":"later","text":"We like Acme"}]}`, text: "Hello all\nWe like Acme"},
		{name: "and speakers", body: `{"segments":[{"start":"soon","speaker":"Anna","text":"Hello all"},{"start":"later","speaker":"Bo","text":"We like Acme"}]}`,
			cues: []feeds.Cue{untimed(0, "Anna", "Hello all"), untimed(0, "Bo", "We like Acme")}},

		// Cues out of shape.
		{name: "number and time on one line", body: "1 00:00:05,000 --> 00:00:07,000\nHello all\n\n2 00:01:15,000 --> 00:01:17,000\nWe like Acme\n", cues: both},
		{name: "number with a full stop", body: "1. 00:00:05,000 --> 00:00:07,000\nHello all\n\n2) 00:01:15,000 --> 00:01:17,000\nWe like Acme\n", cues: both},
		{name: "words on the timing line", body: "1\n00:00:05,000 --> 00:00:07,000 Hello\nall\n\n2\n00:01:15,000 --> 00:01:17,000 We like Acme\n", cues: both},
		{name: "words on the timing line of WebVTT", body: "WEBVTT\n\n00:05.000 --> 00:07.000 align:start Hello all\n\n01:15.000 --> 01:17.000 We like Acme\n",
			cues: []feeds.Cue{cue(5, 7, "", "align:start Hello all"), acme}},
		{name: "no line ends", body: "1 00:00:05,000 --> 00:00:07,000 Hello all 2 00:01:15,000 --> 00:01:17,000 We like Acme", cues: both},
		{name: "no line ends in WebVTT", body: "WEBVTT 00:00:05.000 --> 00:00:07.000 Hello all 00:01:15.000 --> 00:01:17.000 We like Acme", cues: both},
		{name: "a year before the number", body: "1 00:00:05,000 --> 00:00:07,000 In 1984 00:01:15,000 --> 00:01:17,000 We like Acme", cues: []feeds.Cue{cue(5, 7, "", "In 1984"), acme}},
		{name: "ids as words, no empty lines", body: "WEBVTT\n\nopening\n00:05.000 --> 00:07.000\nHello all\nthe end of it\n01:15.000 --> 01:17.000\nWe like Acme\n", cues: both},
		{name: "ids now and then are ids only where the standard says so", body: "WEBVTT\n\nopening\n00:05.000 --> 00:07.000\nHello\nall\n\n01:15.000 --> 01:17.000\nWe\nlike Acme\n01:18.000 --> 01:19.000\nBye\n",
			cues: []feeds.Cue{hello, acme, cue(78, 79, "", "Bye")}},
		{name: "a year above a timing", body: "WEBVTT\n\n00:05.000 --> 00:07.000\nHello all in\n1984\n01:15.000 --> 01:17.000\nWe like Acme\n", cues: []feeds.Cue{cue(5, 7, "", "Hello all in 1984"), acme}},
		{name: "empty lines in a cue", body: "WEBVTT\n\n1\n00:05.000 --> 00:07.000\nHello\n\nall\n\n2\n01:15.000 --> 01:17.000\n\n\nWe\n\n\nlike\n\nAcme", cues: both},
		{name: "a note behind an empty line", body: "WEBVTT\n\n00:05.000 --> 00:07.000\nHello\n\nall\n\nNOTE not\nsaid\n\n01:15.000 --> 01:17.000\nWe like Acme", cues: both},
		{name: "a header in the middle", body: "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n00:05.000 --> 00:07.000\nHello all\n\nWEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:9\n\n01:15.000 --> 01:17.000\nWe like Acme", cues: both},

		// Tags.
		{name: "names in angle brackets", body: srt("00:00:05,000 --> 00:00:07,000", "00:01:15,000 --> 00:01:17,000") + "<Acme> and List<Acme>, a<b or c>d, <b>bold</b>\n",
			cues: []feeds.Cue{hello, cue(75, 77, "", "We like Acme <Acme> and List<Acme>, a<b or c>d, bold")}},
		{name: "ruby", body: "WEBVTT\n\n00:05.000 --> 00:07.000\nHello all\n\n01:15.000 --> 01:17.000\nWe like <ruby>Acme<rp>(</rp><rt>ak-mee</rt><rp>)</rp></ruby>", cues: both},
		{name: "a speaker without a name", body: "WEBVTT\n\n00:05.000 --> 00:07.000\n<v ->Hello all</v>\n\n01:15.000 --> 01:17.000\n<v ??>We like Acme</v>", cues: both},

		// Speakers.
		{name: "two people in a cue", body: srt("00:00:05,000 --> 00:00:07,000", "00:01:15,000 --> 00:01:17,000\nAnna: What is it?\nBo: Acme") + "Anna: I see.\n",
			cues: []feeds.Cue{hello, cue(75, 77, "Anna", "What is it?"), cue(75, 77, "Bo", "Acme We like Acme"), cue(75, 77, "Anna", "I see.")}},
		{name: "a colon in a second line", body: srt("00:00:05,000 --> 00:00:07,000", "00:01:15,000 --> 00:01:17,000\nWe talked about\nAcme: they moved"), cues: []feeds.Cue{hello, cue(75, 77, "", "We talked about Acme: they moved We like Acme")}},
		{name: "speakers in brackets", body: "1\n00:00:05,000 --> 00:00:07,000\n[SPEAKER_00] Hello all\n\n2\n00:01:15,000 --> 00:01:17,000\n(speaker 1)\nWe like Acme\n\n3\n00:01:18,000 --> 00:01:19,000\n[laughter] Yes\n",
			cues: []feeds.Cue{cue(5, 7, "SPEAKER_00", "Hello all"), cue(75, 77, "speaker 1", "We like Acme"), cue(78, 79, "speaker 1", "[laughter] Yes")}},

		// Turns by dashes.
		{name: "a line each", body: srt("00:00:05,000 --> 00:00:07,000", "00:01:15,000 --> 00:01:17,000\n- What is it\nthen?\n-Acme - the new one.") + "- I see.\n",
			cues: []feeds.Cue{hello, cue(75, 77, "", "What is it then?"), cue(75, 77, "", "Acme - the new one. We like Acme"), cue(75, 77, "", "I see.")}},
		{name: "one line", body: srt("00:00:05,000 --> 00:00:07,000", "00:01:15,000 --> 00:01:17,000\n– Is it – you know – Acme? – yes! – “No” - really"),
			cues: []feeds.Cue{hello, cue(75, 77, "", "Is it – you know – Acme?"), cue(75, 77, "", "yes!"), cue(75, 77, "", "“No” - really We like Acme")}},
		{name: "one line, two sentences without an end", body: srt("00:00:05,000 --> 00:00:07,000", "00:01:15,000 --> 00:01:17,000\n- We like Acme - Do you"), cues: []feeds.Cue{hello, cue(75, 77, "", "We like Acme"), cue(75, 77, "", "Do you We like Acme")}},
		{name: "the second line only", body: "WEBVTT\n\n00:05.000 --> 00:07.000\nHello\n- all\n\n01:15.000 --> 01:17.000\nWe like Acme", cues: []feeds.Cue{cue(5, 7, "", "Hello"), cue(5, 7, "", "all"), acme}},
		{name: "a long dash in the middle", body: srt("00:00:05,000 --> 00:00:07,000", "00:01:15,000 --> 00:01:17,000\nBo: We like\n– you know –"), cues: []feeds.Cue{hello, cue(75, 77, "Bo", "We like – you know – We like Acme")}},
		{name: "dashes that are punctuation", body: "WEBVTT\n\n00:05.000 --> 00:07.000\nHello - Anna - all\n\n01:15.000 --> 01:17.000\n-5 or - 6\n--> We like Acme", cues: []feeds.Cue{cue(5, 7, "", "Hello - Anna - all"), cue(75, 77, "", "-5 or - 6 --> We like Acme")}},
		{name: "names behind dashes", body: "WEBVTT\n\n00:05.000 --> 00:07.000\n- Anna: Hello\n- Bo: all\n- Hi.\n\n01:15.000 --> 01:17.000\n- Bo: We like Acme",
			cues: []feeds.Cue{cue(5, 7, "Anna", "Hello"), cue(5, 7, "Bo", "all"), cue(5, 7, "", "Hi."), cue(75, 77, "Bo", "We like Acme")}},
		{name: "one voice for two", body: "WEBVTT\n\n00:05.000 --> 00:07.000\n<v Anna>- Hello\n- all</v>\n\n01:15.000 --> 01:17.000\n<v Bo>- We like Acme</v>\n<v Anna>- Do you?</v>",
			cues: []feeds.Cue{cue(5, 7, "Anna", "Hello"), cue(5, 7, "", "all"), cue(75, 77, "Bo", "We like Acme"), cue(75, 77, "Anna", "Do you?")}},
		{name: "dashes in JSON", body: `{"segments":[{"start":5,"end":7,"text":"Hello all"},{"start":75,"end":77,"text":"- Do you? - We like Acme"}]}`, cues: []feeds.Cue{hello, cue(75, 77, "", "Do you?"), cue(75, 77, "", "We like Acme")}},
		{name: "dashes in TTML", body: `<tt><body><p begin="5s" end="7s">Hello all</p><p begin="75s" end="77s">- Do you?<br/>- We like Acme</p></body></tt>`, cues: []feeds.Cue{hello, cue(75, 77, "", "Do you?"), cue(75, 77, "", "We like Acme")}},

		// JSON of other tools.
		{name: "pieces of an event", body: `{"events":[{"tStartMs":5000,"dDurationMs":2000,"segs":[{"utf8":"Hello"},{"utf8":" all"}]},{"tStartMs":75000,"dDurationMs":2000,"segs":[{"utf8":"We like"},{"utf8":" Acme"}]}]}`, cues: both},
		{name: "alternatives", body: `{"phrases":[{"offsetMilliseconds":5000,"durationMs":2000,"nBest":[{"display":"Hello all"},{"display":"Yellow hall"}]},{"offsetMilliseconds":75000,"durationMs":2000,"nBest":[{"display":"We like Acme"}]}]}`, cues: both},
		{name: "ticks", body: `{"phrases":[{"offsetInTicks":50000000,"durationInTicks":20000000,"display":"Hello all"},{"offsetInTicks":750000000,"durationInTicks":20000000,"display":"We like Acme"}]}`, cues: both},
		{name: "names with capitals and underscores", body: `{"Lines":[{"Start_Time":"00:00:05","End_Time":"00:00:07","Speaker_Name":"Anna","Caption":"Hello all"},{"Start_Time":"00:01:15","End_Time":"00:01:17","Speaker_Name":"Bo","Caption":"We like Acme"}]}`,
			cues: []feeds.Cue{cue(5, 7, "Anna", "Hello all"), cue(75, 77, "Bo", "We like Acme")}},
		{name: "lists in a list", body: `[[5,7,"Hello all"],[75,77,"We like Acme"]]`, cues: both},
		{name: "lines of a cue", body: `{"cues":[{"start":5,"end":7,"lines":["Hello","all"]},{"start":75,"end":77,"lines":["We like Acme"]}]}`, cues: both},
		{name: "one odd segment", body: `{"segments":[{"start":5,"end":7,"text":"Hello all"},null,7,"and more",{"start":75,"end":77,"text":"We like Acme"}]}`, cues: []feeds.Cue{hello, untimed(5, "", "and more"), acme}},
		{name: "a text of another name", body: `{"meta":{"id":"x"},"recognizedText":"We like Acme a lot"}`, text: "We like Acme a lot"},

		// TTML.
		{name: "ticks in TTML", body: `<tt tickRate="1000"><body><div><p begin="5000t" end="7000t">Hello all</p><p begin="75000t" dur="2000t">We like Acme</p></div></body></tt>`, cues: both},
		{name: "frames with a multiplier", body: `<tt frameRate="30" frameRateMultiplier="1000 1001"><body><p begin="150f" end="210f">Hello all</p></body></tt>`, text: "", cues: nil},
		{name: "times at the div", body: `<tt><body><div begin="5s" end="7s"><p>Hello all</p></div><div begin="75s" end="77s"><p>We like Acme</p></div></body></tt>`, cues: both},
		{name: "times within those of the body", body: `<tt><body begin="70s"><div><p begin="1s" end="2s">Hello all</p><p begin="5s" end="7s">We like Acme</p></div></body></tt>`, cues: []feeds.Cue{cue(71, 72, "", "Hello all"), acme}},
		{name: "times at spans", body: `<tt><body><div><p><span begin="5s" end="7s">Hello all</span><br/><span begin="75s" end="77s">We like Acme</span></p></div></body></tt>`, cues: both},
		{name: "a span a word", body: `<tt><body><div><p begin="5" end="7"><span begin="5" end="6">Hello</span><span begin="6" end="7">all</span><span> </span></p><p begin="75" end="77"><span>We</span><span>like</span><span>Acme</span></p></div></body></tt>`,
			cues: []feeds.Cue{cue(5, 7, "", "Helloall"), acme}},
		{name: "names of agents", body: `<tt><head><metadata><ttm:agent xml:id="v1" type="person"><ttm:name>Anna</ttm:name></ttm:agent></metadata></head><body><div ttm:agent="v1"><p begin="5s" end="7s">Hello all</p></div><p begin="75s" end="77s" ttm:agent="v2">We like Acme</p></body></tt>`,
			cues: []feeds.Cue{cue(5, 7, "Anna", "Hello all"), cue(75, 77, "v2", "We like Acme")}},
		{name: "no times in TTML", body: `<tt><body><p>Hello all</p><p begin="soon">We like Acme</p></body></tt>`, text: "Hello all\nWe like Acme"},

		// Text that says when.
		{name: "brackets and names", body: "[00:00:05] Anna: Hello all\n[00:01:15] Bo: We like Acme\n", cues: talk},
		{name: "round brackets", body: "(0:05) Anna: Hello all\n(1:15) Bo: We like Acme\n", cues: talk},
		{name: "a name and a time", body: "Anna  0:05\nHello all\n\nBo  1:15\nWe like Acme\n", cues: talk},
		{name: "a name, a comma and a time", body: "Anna, 00:05\nHello all\n\nBo, 01:15\nWe like Acme\n", cues: talk},
		{name: "a name and a time in brackets", body: "Anna (00:05):\nHello all\n\nBo (01:15):\nWe like Acme\n", cues: talk},
		{name: "a name and a time before the words", body: "Anna [00:00:05]: Hello all\nBo [00:01:15]: We like Acme\n", cues: talk},
		{name: "bold names", body: "**Anna:** [00:00:05] Hello all\n\n**Bo:** [00:01:15] We like Acme\n", cues: talk},
		{name: "times on lines of their own", body: "0:05\nHello all\n1:15\nWe like Acme\n", cues: open},
		{name: "a time and a name", body: "00:00:05 Anna\nHello all\n00:01:15 Bo\nWe like Acme\n", cues: talk},
		{name: "bars", body: "00:00:05 | Anna | Hello all\n00:01:15 | Bo | We like Acme\n", cues: talk},
		{name: "dashes", body: "00:00:05 - Hello all\n00:01:15 – We like Acme\n", cues: open},
		{name: "times among the words", body: "[00:00:05] Hello all [00:01:15] We like Acme\n[00:01:20] Bye", cues: []feeds.Cue{cue(5, 75, "", "Hello all"), cue(75, 80, "", "We like Acme"), cue(80, 80, "", "Bye")}},
		{name: "a song", body: "[ti:A show]\n[00:05.00]Hello all\n[01:15.00]We like Acme\n", cues: open},
		{name: "SBV", body: "0:00:05.000,0:00:07.000\nHello all\n\n0:01:15.000,0:01:17.000\nWe like Acme\n", cues: both},
		{name: "words before the first time", body: "Our show today\n[00:00:05] Hello all\n[00:01:15] We like Acme\n", cues: []feeds.Cue{untimed(0, "", "Our show today"), cue(5, 75, "", "Hello all"), cue(75, 75, "", "We like Acme")}},
		{name: "times of a day", body: "We met at\n10:30am in the hall\n9:15 was too early\nAcme was there", text: "We met at\n10:30am in the hall\n9:15 was too early\nAcme was there"},
		{name: "one time", body: "Anna: Acme is at 1:15 today", text: "Anna: Acme is at 1:15 today"},
		{name: "a page with names in bold", contentType: "text/html", body: "<p><b>Anna</b> [0:05]</p><p>Hello all</p><p><b>Bo</b> [1:15]</p><p>We like Acme</p>", cues: talk},
		{name: "a table", contentType: "text/html", body: "<table><tr><th>0:05</th><td>Anna</td><td>Hello all</td></tr><tr><th>1:15</th><td>Bo</td><td>We like Acme</td></tr></table>", cues: talk},
		{name: "a list of times and names", contentType: "text/html", body: "<ul><li>0:05 <em>Anna</em>: Hello all</li><li>1:15 <em>Bo</em>: We like Acme</li></ul>", cues: talk},

		// HTML by any tag.
		{name: "bold", body: "<b>Anna</b>: Hello all. We like <i>Acme</i>.", text: "Anna: Hello all. We like Acme."},
		{name: "a link", body: `We like <a href="https://acme.example">Acme</a> a lot`, text: "We like Acme a lot"},
		{name: "code that looks like tags", body: "We like List<Acme> and a<b or more", text: "We like List<Acme> and a<b or more"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Parse([]byte(tt.body), tt.contentType)
			if strings.HasPrefix(tt.name, "frames with") {
				if len(r.Cues) != 1 || r.Cues[0].Start < 5.0049 || r.Cues[0].Start > 5.0051 {
					t.Errorf("%+v", r.Cues)
				}
				return
			}
			if diff := cmp.Diff(tt.cues, r.Cues); diff != "" || r.Text != tt.text || err != nil {
				t.Errorf("%s%q, %v", diff, r.Text, err)
			}
		})
	}
}

// A time that lies beyond the recording is unknown. A recording that is too short for its words has a
// wrong duration.
func TestTimesBeyondTheRecording(t *testing.T) {
	cues := []feeds.Cue{cue(5, 7, "", "Hello all"), cue(75, 77, "", "We like Acme"), cue(720_075, 720_077, "", "and the rest")}
	want := []feeds.Cue{cues[0], cues[1], untimed(75, "", "and the rest")}
	if diff := cmp.Diff(want, Within(cues, 1800)); diff != "" {
		t.Error(diff)
	}
	for _, duration := range []float64{0, 1} {
		if diff := cmp.Diff(cues, Within(cues, duration)); diff != "" {
			t.Error(duration, diff)
		}
	}
	if diff := cmp.Diff(cues[:2], Within(cues[:2], 70)); diff != "" {
		t.Error("a rounded duration", diff)
	}
}
