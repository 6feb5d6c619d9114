package post

import (
	"net/url"
	"strings"
	"unicode"
)

// redacted stands in for an address that would give the channel away.
const redacted = "(address)"

// redact takes a channel's address out of a text that may repeat it: whole, its path and
// query, or the last part of its path, which is where tokens are. Short parts stay: they
// are words rather than secrets.
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

// plain makes text from outside fit to keep: valid UTF-8 without control characters.
// The kilobyte may have cut a character in two.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
