package plain

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFromHTML(t *testing.T) {
	for in, want := range map[string]string{
		"":                                            "",
		"no markup at all":                            "no markup at all",
		"a < b and AT&T":                              "a < b and AT&T",
		"a &#55357;&#56832; b &#xD83D;&#x0de00;":      "a 😀 b 😀",
		"halves &#55357; and &#56832;&#55357;":        "halves \ufffd and \ufffd\ufffd",
		"AT&amp;T &eacute;&#8217;":                    "AT&T é’",
		"<p>One</p><p>Two</p>":                        "One\n\nTwo",
		"<ul><li>One</li><li>Two</li></ul>":           "One\nTwo",
		"One<br/>two<br>three":                        "One\ntwo\nthree",
		"<b>Bo</b>ld <i>words</i>":                    "Bold words",
		"x<script>alert('</p>')</script>y":            "xy",
		"x<style>p{}</style> y":                       "x y",
		"<head><title>T</title></head><body>B</body>": "B",
		"<head><title>T</title><body>B":               "B",
		"<td>a</td><td>b</td>":                        "a b",
		"zero\u200bwidth soft\u00adhyphen":            "zerowidth softhyphen",
		"line\r\n\r\n\r\n\r\nline":                    "line\n\nline",
		"<p>unclosed <a href='x":                      "unclosed",
		"bell\x07 nul\x00":                            "bell nul",
	} {
		if got := FromHTML(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	if got := Line("  a\n\n b\tc\u00a0d "); got != "a b c d" {
		t.Errorf("%q", got)
	}
}

func TestDecode(t *testing.T) {
	for name, tt := range map[string]struct{ body, contentType, want string }{
		"UTF-8":                   {"Café", "", "Café"},
		"a character in halves":   {"&#55357;&#56832;&#XD83D;&#56832; &#55357;&#10;", "", "😀😀 &#55357;&#10;"},
		"UTF-8 whatever is said":  {"Café", "text/html; charset=iso-8859-1", "Café"},
		"the header's word":       {"\xf0\xc9", "text/xml; charset=koi8-r", "Пи"},
		"quotes in the header":    {"\xf0\xc9", "text/xml; charset='koi8-r'", "Пи"},
		"the prolog's word":       {"<?xml version='1.0' encoding='koi8-r'?>\xf0\xc9", "text/xml", "<?xml version='1.0' encoding='koi8-r'?>Пи"},
		"the page's word":         {"<meta charset=windows-1251>\xcf\xe8", "", "<meta charset=windows-1251>Пи"},
		"nobody's word":           {"Caf\xe9", "", "Café"},
		"Latin-1 means 1252":      {"\x93a\x94", "text/plain; charset=iso-8859-1", "“a”"},
		"a stray byte in UTF-8":   {"Café Å ö ü \x92", "", "Café Å ö ü ’"},
		"a mark":                  {"\ufeffa", "", "a"},
		"a character cut short":   {"Ça va à l’été, très bien \xe2\x80 x", "", "Ça va à l’été, très bien \ufffd x"},
		"UTF-32 without a mark":   {"<\x00\x00\x00a\x00\x00\x00", "", "<a"},
		"UTF-16 without a mark":   {"<\x00a\x00>\x00", "", "<a>"},
		"UTF-16 said, UTF-8 sent": {"Café", "text/xml; charset=utf-16", "Café"},
		"an unknown charset":      {"Caf\xe9", "text/xml; charset=nosuch", "Café"},
		"seven bits of Japanese":  {"\x1b$B%F%9%H\x1b(B", "text/xml; charset=iso-2022-jp", "テスト"},
	} {
		if got, _ := Decode([]byte(tt.body), tt.contentType); string(got) != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\x1f\x8b\x08\x00\x00"), "text/xml")
	f.Add([]byte("\xff\xfea\x00"), "text/xml; charset=utf-7")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		if text, _ := Decode(body, contentType); !utf8.Valid(text) {
			t.Errorf("not UTF-8: %q", text)
		}
	})
}

func FuzzFromHTML(f *testing.F) {
	f.Add("<p>a<script>b")
	f.Fuzz(func(t *testing.T, s string) {
		got := FromHTML(s)
		if strings.TrimSpace(got) != got && utf8.ValidString(s) {
			t.Errorf("space at the ends of %q", got)
		}
		for _, r := range got {
			if r != '\n' && unicode.IsControl(r) {
				t.Errorf("control character in %q", got)
			}
		}
	})
}
