package bluesky

import (
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{v1Create, v1Edit, v1Delete, v1Account, v1Paused, v2Create, v2Slow, "{}", "null", `{"$type":"message"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		for _, v := range []version{v1, v2} {
			e, err := parse(v, frame)
			if err != nil || e.kind != posted {
				continue
			}
			d := e.document()
			if len(d.Text) > maxText || !utf8.ValidString(d.Text) || d.Key == "" {
				t.Fatalf("%+v", d)
			}
			readPosition(position{Version: v, Cursor: e.cursor, At: e.at}.encode())
		}
	})
}
