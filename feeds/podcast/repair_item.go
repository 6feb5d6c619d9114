package podcast

import (
	"bytes"
	"encoding/xml"

	"golang.org/x/net/html"
)

// repairItem rewrites an item as well-formed XML. It reads it with an HTML tokenizer, which
// accepts anything, and writes the tokens back: stray < and & become text, attributes get their
// quotes, and elements that overlap are closed where their parent is.
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
				continue // it was never opened
			}
			for i := len(open) - 1; i >= at; i-- {
				out.WriteString("</" + open[i] + ">")
			}
			open = open[:at]
		}
	}
}

// outOfCDATA removes the CDATA markers that the tokenizer leaves: inside a <title>, where HTML
// has no CDATA, and where one CDATA section is inside another.
func outOfCDATA(text []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("<![CDATA["), nil), []byte("]]>"), nil)
}

// element writes the tokenizer's current tag and returns its name. It writes nothing and returns
// "" where the name is not one.
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

// isXMLName reports whether s is a name as feeds use them. Other names are what broken markup
// looks like.
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
