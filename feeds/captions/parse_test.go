package captions

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/namedrop/namedrop/feeds"
)

func cue(start, end float64, speaker, text string) feeds.Cue {
	return feeds.Cue{Start: start, End: end, Speaker: speaker, Text: text}
}

func untimed(at float64, speaker, text string) feeds.Cue {
	return feeds.Cue{Start: at, End: at, Speaker: speaker, Text: text, Untimed: true}
}

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name, body, contentType string
		format                  Format
		cues                    []feeds.Cue
		text                    string
	}{
		{name: "WebVTT with all its blocks", format: VTT, body: `WEBVTT - A title
Kind: captions

STYLE
::cue { color: red }

REGION
id:fred

NOTE a remark
over two lines

intro
00:01.000 --> 00:02.500 align:start
<v.loud Anna de Wit>We left <b>Acme</b></v>

00:00:02.500 --> 00:00:04.000
<c.yellow>because</c> of &lt;price&gt; &amp;
time

NOTE 00:05.000 is nothing

01:00:00.000 --> 01:00:01.000
<00:00:05.000>the<00:00:06.000> end
`, cues: []feeds.Cue{cue(1, 2.5, "Anna de Wit", "We left Acme"), cue(2.5, 4, "", "because of <price> & time"), cue(3600, 3601, "", "the end")}},
		{name: "an unclosed voice speaks on", format: VTT, body: "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>One\n\n00:02.000 --> 00:03.000\ntwo\n\n00:03.000 --> 00:04.000\n<v Bo>three</v> and <v Anna>four\n\n00:04.000 --> 00:05.000\nfive\n",
			cues: []feeds.Cue{cue(1, 2, "Anna", "One"), cue(2, 3, "Anna", "two"), cue(3, 4, "Bo", "three"), cue(3, 4, "", "and"), cue(3, 4, "Anna", "four"), cue(4, 5, "Anna", "five")}},
		{name: "seconds only, no blank lines", format: VTT, body: "WEBVTT\n0.860 --> 7.380\nOne\n7.4 --> 8\nTwo", cues: []feeds.Cue{cue(0.86, 7.38, "", "One"), cue(7.4, 8, "", "Two")}},
		{name: "a blank line after the timing", format: VTT, body: "WEBVTT\r\n\r\n00:00:00.000 --> 00:00:02.760\r\n\r\nOne\r\n\r\n00:00:03.000 --> 00:00:04.000\r\n\r\nTwo\r\n",
			cues: []feeds.Cue{cue(0, 2.76, "", "One"), cue(3, 4, "", "Two")}},
		{name: "automatic captions that roll", format: VTT, body: `WEBVTT
Kind: captions
Language: en

00:00:00.320 --> 00:00:02.310 align:start position:0%
 
welcome<00:00:00.640><c> to</c><00:00:00.800><c> acme</c>

00:00:02.310 --> 00:00:02.320 align:start position:0%
welcome to acme
 

00:00:02.320 --> 00:00:04.000 align:start position:0%
welcome to acme
the<00:00:02.500><c> long</c><00:00:02.800><c> show</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
the long show
 

00:00:04.010 --> 00:00:06.000 align:start position:0%
the long show
show<00:00:04.500><c> me</c>
`, cues: []feeds.Cue{cue(0.32, 2.32, "", "welcome to acme"), cue(2.32, 4.01, "", "the long show"), cue(4.01, 6, "", "show me")}},
		{name: "SRT", format: SRT, body: "1\n00:00:00,331 --> 00:00:03,750\nAnna: Go,&nbsp;then\n\n2\n00:00:04,101 --> 00:00:05,430\nthere are <i>632</i>\n\n3\n00:00:06,000 --> 00:00:07,000\nBo: < worlds\n",
			cues: []feeds.Cue{cue(0.331, 3.75, "Anna", "Go, then"), cue(4.101, 5.43, "Anna", "there are 632"), cue(6, 7, "Bo", "< worlds")}},
		{name: "SRT with dots, CR only, a mark, no numbers", format: SRT, body: "\ufeff00:00:00.000 --> 00:00:03.766\rwe found\r632\r\r00:00:03.767 --> 00:00:10.732\rpieces\r\r",
			cues: []feeds.Cue{cue(0, 3.766, "", "we found 632"), cue(3.767, 10.732, "", "pieces")}},
		{name: "SRT without hours, empty lines inside, said to be WebVTT", format: SRT, contentType: "text/vtt", body: "1\n00:01,000 --> 00:02,000\n\nOne\n\nmore\n\n2\n00:02,000 --> 00:03,000\nTwo",
			cues: []feeds.Cue{cue(1, 2, "", "One more"), cue(2, 3, "", "Two")}},
		{name: "prefixes that are no names", format: SRT, body: "1\n00:01,000 --> 00:02,000\nthe question: why\n\n2\n00:02,000 --> 00:03,000\nNote: nothing\n",
			cues: []feeds.Cue{cue(1, 2, "", "the question: why"), cue(2, 3, "", "Note: nothing")}},
		{name: "podcast JSON", format: JSON, body: `{"version":"1.0.0","segments":[{"speaker":"Anna","startTime":0.5,"endTime":0.75,"body":"I"},{"startTime":1,"body":"am"},{"speaker":"Bo","startTime":"2","endTime":3,"body":"here &amp; now"}]}`,
			cues: []feeds.Cue{cue(0.5, 0.75, "Anna", "I"), cue(1, 2, "Anna", "am"), cue(2, 3, "Bo", "here & now")}},
		{name: "Whisper", format: JSON, body: `{"text":" Hello Acme.","segments":[{"id":0,"seek":0,"start":0.0,"end":2.5,"text":" Hello","tokens":[1,2]},{"id":1,"start":2.5,"end":4,"text":" Acme."}],"language":"en"}`,
			cues: []feeds.Cue{cue(0, 2.5, "", "Hello"), cue(2.5, 4, "", "Acme.")}},
		{name: "whisper.cpp", format: JSON, body: `{"model":{"type":"tiny"},"transcription":[{"timestamps":{"from":"00:00:01,000","to":"00:00:02,000"},"offsets":{"from":1000,"to":2000},"text":" Hello"}]}`,
			cues: []feeds.Cue{cue(1, 2, "", "Hello")}},
		{name: "Whisper chunks", format: JSON, body: `{"text":"Hello","chunks":[{"timestamp":[0.0,1.5],"text":" Hello"},{"timestamp":[1.5,null],"text":" you"}]}`,
			cues: []feeds.Cue{cue(0, 1.5, "", "Hello"), cue(1.5, 1.5, "", "you")}},
		{name: "subtitle library", format: JSON, body: `[{"type":"header","data":"WEBVTT"},{"type":"cue","data":{"start":1000,"end":2500,"text":"Hello"}},{"type":"cue","data":{"start":2500,"end":3000,"text":"you"}}]`,
			cues: []feeds.Cue{cue(1, 2.5, "", "Hello"), cue(2.5, 3, "", "you")}},
		{name: "milliseconds without saying so", format: JSON, body: `{"utterances":[{"speaker":"A","start":1000,"end":4000,"text":"Hello there you two"},{"speaker":"B","start":5000,"end":9000,"text":"Good day to you"}]}`,
			cues: []feeds.Cue{cue(1, 4, "A", "Hello there you two"), cue(5, 9, "B", "Good day to you")}},
		{name: "speakers by number, elements for words", format: JSON, body: `{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Hello","ts":1.5,"end_ts":2},{"type":"punct","value":"."}]}]}`,
			cues: []feeds.Cue{cue(1.5, 1.5, "Speaker 0", "Hello .")}},
		{name: "JSON broken off", format: JSON, contentType: "application/json", body: `{"segments":[{"startTime":0,"endTime":1,"body":"one"},{"startTime":1,"endTime":2,"body":"two"},{"startTi`,
			cues: []feeds.Cue{cue(0, 1, "", "one"), cue(1, 2, "", "two")}},
		{name: "JSON with text only", format: JSON, body: `{"text":"Hello from all of us"}`, text: "Hello from all of us"},
		{name: "HTML", format: HTML, body: "<html><head><title>x</title></head><body><cite>Anna:</cite>\n<time>0:00</time>\n<p>Hello &amp; good day.</p><p>More.</p><cite>Bo</cite><time>1:02:03</time><p>Bye<br>now</p></body>",
			cues: []feeds.Cue{cue(0, 3723, "Anna", "Hello & good day."), cue(0, 3723, "Anna", "More."), cue(3723, 3723, "Bo", "Bye now")}},
		{name: "HTML without times", format: HTML, body: "<p>Hello to <time datetime=2026>Monday</time> all.</p><script>x</script>", text: "Hello to Monday all."},
		{name: "a page said to be text", format: HTML, contentType: "text/plain", body: "<!-- 12 -->\n<!DOCTYPE html>\n<html lang=en><head><title>Show</title></head><body><nav><a href=/>Home</a></nav><main><p>Hello &amp; welcome.</p><script>let a</script><p>Tom &lt;3 us.</p></main><footer>Terms</footer></body></html>",
			text: "Hello & welcome.\n\nTom <3 us."},
		{name: "halves of a character", format: VTT, body: "WEBVTT\n\n00:00.000 --> 00:01.000\nHello &#55357;&#56832;\n", cues: []feeds.Cue{cue(0, 1, "", "Hello 😀")}},
		{name: "TTML", format: TTML, body: `<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="x"><body><div><p begin="00:00:01.500" end="2.5s" ttm:agent="Anna">Hello<br/>you</p><p begin="00:00:03:12">there</p></div></body></tt>`,
			cues: []feeds.Cue{cue(1.5, 2.5, "Anna", "Hello you"), cue(3.4, 3.4, "", "there")}},
		{name: "SRT with loose timings", format: SRT, body: "1\n00 : 00 : 00 , 000 --> 00 : 00 : 01 , 000\n{\\an8}One\n\n2\n00:00:02,000 → 00:00:03,000\nTwo\n\n3\n-00:00:01.000 -> 00:00:04.5\nThree\n",
			cues: []feeds.Cue{cue(0, 1, "", "One"), cue(0, 4.5, "", "Three"), cue(2, 3, "", "Two")}},
		{name: "SRT with names in brackets", format: SRT, body: "1\n00:00,000 --> 00:01,000\n[Anna]: Hello there\n\n2\n00:01,000 --> 00:02,000\n[music]\n\n3\n00:02,000 --> 00:03,000\n(Bo): Yes\n",
			cues: []feeds.Cue{cue(0, 1, "Anna", "Hello there"), cue(1, 2, "Anna", "[music]"), cue(2, 3, "Bo", "Yes")}},
		{name: "voices in a subtitle library's JSON", format: JSON, body: `[{"type":"cue","data":{"start":0,"end":1500,"text":"<v.loud Anna>Hello <b>there</b>"}},{"type":"cue","data":{"start":1500,"end":2500,"text":"friends"}}]`,
			cues: []feeds.Cue{cue(0, 1.5, "Anna", "Hello there"), cue(1.5, 2.5, "Anna", "friends")}},
		{name: "names before the words in JSON", format: JSON, body: `{"segments":[{"start":0,"end":1,"text":"Anna: Hello"},{"start":1,"end":2,"text":"Bo: Yes"}]}`,
			cues: []feeds.Cue{cue(0, 1, "Anna", "Hello"), cue(1, 2, "Bo", "Yes")}},
		{name: "JSON Lines", format: JSON, body: `{"start":0,"end":1,"text":"Hello"}` + "\n" + `{"start":1,"end":2,"text":"you"}` + "\n",
			cues: []feeds.Cue{cue(0, 1, "", "Hello"), cue(1, 2, "", "you")}},
		{name: "JSON as Python writes it", format: JSON, body: `{"segments":[{"start":0,"end":1,"text":"Hello","avg_logprob":NaN},{"start":1,"end":2,"text":"you","p":-Infinity}]}`,
			cues: []feeds.Cue{cue(0, 1, "", "Hello"), cue(1, 2, "", "you")}},
		{name: "JSON broken off, said to be anything", format: JSON, body: `{"segments": [{"startTime":0,"endTime":1,"body":"one"},{"startTime":1,"endTime":2,"body":"two"},{"sta`,
			cues: []feeds.Cue{cue(0, 1, "", "one"), cue(1, 2, "", "two")}},
		{name: "JSON with the words inside one block", format: JSON, body: `{"results":[{"alternatives":[{"transcript":"Hello you","words":[{"startTime":"0.100s","endTime":"0.4s","word":"Hello"},{"startTime":"0.400s","endTime":"0.9s","word":"you"}]}]}]}`,
			cues: []feeds.Cue{cue(0.1, 0.4, "", "Hello"), cue(0.4, 0.9, "", "you")}},
		{name: "plain text copied from a page", format: Text, body: "Anna: Tom &amp; Jerry&#8217;s [show](https://x.example/a) at AT&T &copy=1", text: "Anna: Tom & Jerry’s show at AT&T &copy=1"},
		{name: "plain text", format: Text, body: "**Anna:** Hello \\[01:46\\] there.\n\n\n\n**Bo:** Bye.", text: "Anna: Hello [01:46] there.\n\nBo: Bye."},
		{name: "text that begins like JSON", format: Text, body: "[music] Hello from all of us", text: "[music] Hello from all of us"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Parse([]byte(tt.body), tt.contentType)
			if err != nil || r.Format != tt.format || r.Text != tt.text {
				t.Errorf("%v, %s, %q", err, r.Format, r.Text)
			}
			if diff := cmp.Diff(tt.cues, r.Cues); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	body := "WEBVTT\n\n00:01.000 --> 00:02.000\nRäksmörgås – “très bon”\n"
	latin, _ := charmap.Windows1252.NewEncoder().String(body)
	utf16, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(body)
	for name, b := range map[string]string{"UTF-8": body, "windows-1252": latin, "UTF-16": utf16} {
		r, err := Parse([]byte(b), "text/vtt")
		if err != nil || len(r.Cues) != 1 || r.Cues[0].Text != "Räksmörgås – “très bon”" {
			t.Errorf("%s: %+v, %v", name, r.Cues, err)
		}
	}
}

func TestOtherFilesThanTranscripts(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		want error
	}{
		"empty":           {"", ErrNoWords},
		"blank":           {"  \n\n ", ErrNoWords},
		"header only":     {"WEBVTT\n\n", ErrNoWords},
		"cues of nothing": {"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", ErrNoWords},
		"a word":          {"Forbidden", ErrNoWords},
		"an empty list":   {`{"segments":[]}`, ErrNoWords},
		"a PDF":           {"%PDF-1.7\n" + strings.Repeat("1 0 obj << /Type /Page >> endobj\n", 9), ErrBinary},
		"a Word file":     {"PK\x03\x04" + strings.Repeat("word/document.xml ", 9), ErrBinary},
		"an RTF file":     {`{\rtf1\ansi Hello there friends of the show}`, ErrBinary},
		"a recording":     {strings.Repeat("ID3\x04\x00\x00\xff\xfb\x90\x01", 50), ErrBinary},
	} {
		if _, err := Parse([]byte(tt.body), ""); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
