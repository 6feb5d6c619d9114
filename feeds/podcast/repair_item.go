package podcast

import (
	"bytes"
	"encoding/xml"

	"golang.org/x/net/html"
)

// mend rewrites an item that no XML parser takes as one that it does: stray < and & become
// text, attributes get their quotes, elements that cross are closed where their parent is.
func repairItem(block []byte) []byte {
	var out bytes.Buffer
	var open []string
	z := html.NewTokenizer(bytes.NewReader(block))
	for {
		z.AllowCDATA(true)
		switch z.Next() {
		case html.ErrorToken:
			for i := len(open) - 1; i >= 0; i-- {
				out.WriteString("</" + open[i] + ">")
			}
			return out.Bytes()
		case html.TextToken:
			_ = xml.EscapeText(&out, outOfCDATA(z.Text())) // a buffer takes everything
		case html.StartTagToken:
			if len(open) == deepest/100 {
				continue
			}
			if name := element(&out, z, ">"); name != "" {
				open = append(open, name)
			}
		case html.SelfClosingTagToken:
			element(&out, z, "/>")
		case html.EndTagToken:
			name, _ := z.TagName()
			at := len(open) - 1
			for at >= 0 && open[at] != string(name) {
				at--
			}
			if at < 0 {
				continue // nobody opened it
			}
			for i := len(open) - 1; i >= at; i-- {
				out.WriteString("</" + open[i] + ">")
			}
			open = open[:at]
		}
	}
}

// outOfCDATA unwraps what the tokenizer leaves wrapped: in a <title>, where it knows no
// CDATA, and where one stands in another.
func outOfCDATA(text []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("<![CDATA["), nil), []byte("]]>"), nil)
}

// element writes the tag under way, and returns its name; nothing where it has none.
func element(out *bytes.Buffer, z *html.Tokenizer, end string) string {
	raw, more := z.TagName()
	name := string(raw)
	if !isXMLName(name) {
		return ""
	}
	out.WriteString("<" + name)
	seen := map[string]bool{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if k := string(key); isXMLName(k) && !seen[k] {
			seen[k] = true
			out.WriteString(" " + k + `="`)
			_ = xml.EscapeText(out, value)
			out.WriteByte('"')
		}
	}
	out.WriteString(end)
	return name
}

// isXMLName takes the names that feeds use, and leaves out what markup broken in its
// middle looks like.
func isXMLName(s string) bool {
	for i, c := range []byte(s) {
		switch {
		case letter(c):
		case i > 0 && (c == ':' || c == '-' || c == '.' || c >= '0' && c <= '9'):
		default:
			return false
		}
	}
	return s != "" && s[len(s)-1] != ':'
}
