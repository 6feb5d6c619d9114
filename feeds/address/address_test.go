package address_test

import (
	"bufio"
	"bytes"
	"net/http"
	"testing"

	"github.com/namedrop/namedrop/feeds/address"
)

// Whatever is in an address, the request made from it is correct.
func TestAnAddressDoesNotBreakTheRequest(t *testing.T) {
	for raw, want := range map[string]string{
		"https://a.example/x?q=one two":           "/x?q=one%20two",
		" https://a.example/x y/é.mp3?t=é&u=%20 ": "/x%20y/%C3%A9.mp3?t=%C3%A9&u=%20",
		"https://a.example?a=\"<b>\"|{c}":         "/?a=%22%3Cb%3E%22%7C%7Bc%7D",
		"https://a.example/?a=b HTTP/1.1":         "/?a=b%20HTTP/1.1",
		"https://a.example/?a=\u00a0\u2028#x y":   "/?a=%C2%A0%E2%80%A8",
		"https://a.example/?a[]=1&b=c+d%2Be;f,g":  "/?a[]=1&b=c+d%2Be;f,g",
		"https://a.example/%zz":                   "",
		"https://a.example/a\r\nHost: b?x":        "",
		"https://a.example/?x=\r\nHost: b":        "",
		"https://a example/":                      "",
	} {
		u, err := address.Parse(raw)
		if err != nil {
			if want != "" {
				t.Errorf("%q: %v", raw, err)
			}
			continue
		}
		r, err := http.NewRequest(http.MethodGet, u.String(), nil)
		if err != nil {
			t.Errorf("%q: %v", raw, err)
			continue
		}
		var wire bytes.Buffer
		if err := r.Write(&wire); err != nil {
			t.Fatal(err)
		}
		got, err := http.ReadRequest(bufio.NewReader(&wire))
		if err != nil || got.RequestURI != want || got.Host != "a.example" {
			t.Errorf("%q is asked for as %q, want %q (%v)", raw, got.RequestURI, want, err)
		}
	}
}
