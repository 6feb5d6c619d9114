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

func FuzzView(f *testing.F) {
	f.Add([]byte(`{"uri":"at://did:plc:ic6zqvuw5ulmfpjiwnhsr2ns/app.bsky.feed.post/3k7qmjev5lr2s","indexedAt":"2026-11-02T06:00:01Z","author":{"did":"did:plc:ic6zqvuw5ulmfpjiwnhsr2ns","displayName":"Ada"},
"record":{"text":"I like Acme","createdAt":"2026-11-02T06:00:00Z","langs":["en"]},"likeCount":3,"replyCount":-1}`))
	f.Add([]byte(`{"uri":"at://x/app.bsky.feed.post/1","author":{"did":"x"}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, ok := view(raw)
		if !ok {
			return
		}
		if len(d.Text) > maxText || !utf8.ValidString(d.Text) || d.Key == "" || d.Engagement.Likes < 0 || d.Engagement.Replies < 0 {
			t.Fatalf("%+v", d)
		}
	})
}
