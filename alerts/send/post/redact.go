package post

import (
	"net/url"
	"strings"
	"unicode"
)

// redacted replaces a secret address.
const redacted = "(address)"

// redact removes a channel's address from a text that may repeat it: the whole address, its path and
// query, or the last part of its path, where tokens usually are. Short parts are kept, since they are
// words rather than secrets.
func redact(text, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return strings.ReplaceAll(text, address, redacted)
	}
	hide := []string{address, u.String(), u.RequestURI(), u.Path, strings.Trim(u.RequestURI(), "/"), u.RawQuery}
	if password, ok := u.User.Password(); ok {
		hide = append(hide, password)
	}
	for _, s := range hide {
		if len(s) >= 8 {
			text = strings.ReplaceAll(text, s, redacted)
		}
	}
	if last := u.Path[strings.LastIndexByte(u.Path, '/')+1:]; len(last) >= 16 {
		text = strings.ReplaceAll(text, last, redacted)
	}
	return text
}

// plain returns text from outside as valid UTF-8 without control characters. The limit of a kilobyte
// may have cut a character in two.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
