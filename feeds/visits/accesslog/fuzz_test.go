package accesslog

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
)

func FuzzSamples(f *testing.F) {
	f.Add([]byte(`192.0.2.1 - - [19/Nov/2026:09:00:01 +0000] "GET /a HTTP/1.1" 200 5 "-" "Mozilla/5.0"` + "\n"))
	f.Add([]byte(`{"ts":1795078801.75,"request":{"client_ip":"192.0.2.1","method":"GET","uri":"/a","headers":{"Referer":["x"]}},"status":0}`))
	f.Add([]byte("#Fields: date time c-ip cs-method cs-uri-stem sc-status\n2026-11-19\t09:00:01\t192.0.2.1\tGET\t/a\t200\n"))
	f.Add([]byte(`[19/Nov/2026:09:00:01 +0000] - 200 200 - GET https shop.example "/a" [Client 192.0.2.1] "a" "b"`))
	f.Add([]byte(`h2 2026-11-19T09:00:01Z app/x 192.0.2.1:4711 - 0 0 0 200 200 34 366 "GET https://x:443/a HTTP/2.0" "Mozilla/5.0"`))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	now := time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)
	file := New(func() time.Time { return now }, nil)
	f.Fuzz(func(t *testing.T, b []byte) {
		columns, err := file.Preview(bytes.NewReader(b), nil)
		if err == nil && (len(columns.Rows) > shown || len(columns.Rows) != len(columns.Lines)) {
			t.Fatalf("%d rows", len(columns.Rows))
		}
		seen, last := map[feeds.SampleKey]bool{}, time.Time{}
		_, err = file.Samples(context.Background(), bytes.NewReader(b), columns.Mapping, func(samples []feeds.Sample) error {
			for _, s := range samples {
				if seen[s.Key()] || s.Start.Before(last) || s.Value < 0 || s.Start.After(now.Add(ahead)) || s.Channel != feeds.ChannelName(s.Channel) || s.Start.Minute() != 0 {
					t.Fatalf("%+v after %v", s, last)
				}
				seen[s.Key()], last = true, s.Start
			}
			return nil
		})
		if err != nil && len(seen) > 0 {
			t.Fatalf("samples of a file with a fault: %v", err)
		}
	})
}

// Members sees what encoding/json sees, wherever the line is JSON.
func FuzzMembers(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":1,"b":[1,{"c":"]"}],"d":"\"}","e":{"f":null} }`, `{"a":"\u00e9\\"}`, ` { "a" : -1.5e3 , "b":true}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		got := map[string]string{}
		complete := members([]byte(line), func(k, v []byte) { got[string(k)] = string(v) })
		var want map[string]json.RawMessage
		if !utf8.ValidString(line) || !strings.HasPrefix(strings.TrimLeft(line, " \t\r\n"), "{") || json.Unmarshal([]byte(line), &want) != nil {
			return
		}
		if !complete || len(got) != len(want) {
			t.Fatalf("%q: %d members of %d", line, len(got), len(want))
		}
		for k, v := range want {
			if got[k] != string(v) {
				t.Fatalf("%q: %q is %q, want %q", line, k, got[k], v)
			}
		}
	})
}
