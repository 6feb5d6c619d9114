package app

import (
	"testing"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/config"
)

// Where other machines may reach the desk, everyone signs in, whatever the value of desk.local.
func TestEntry(t *testing.T) {
	for _, c := range []struct {
		listen, url string
		want        access.Entry // of desk.local: key
	}{
		{"127.0.0.1:8090", "", access.EntryKey},
		{"127.0.0.1:0", "", access.EntryKey},
		{"127.9.9.9:8090", "", access.EntryKey},
		{"localhost:8090", "", access.EntryKey},
		{"[::1]:8090", "", access.EntryKey},
		{"127.0.0.1:8090", "http://localhost:8090", access.EntryKey},
		{"127.0.0.1:8090", "https://LOCALHOST", access.EntryKey},
		{"127.0.0.1:8090", "http://[::1]:8090", access.EntryKey},
		{"127.0.0.1:8090", "https://desk.example.com", access.EntrySignIn},
		{"127.0.0.1:8090", "https://localhost.desk.example.com", access.EntrySignIn},
		{"127.0.0.1:8090", "https://desk.localhost", access.EntrySignIn},
		{"127.0.0.1:8090", "https://localhost@desk.example.com", access.EntrySignIn},
		{"127.0.0.1:8090", "https://localhost:80@desk.example.com", access.EntrySignIn},
		{"127.0.0.1:8090", "http://localhost.:8090", access.EntrySignIn},
		{"127.0.0.1:8090", "http://127.1:8090", access.EntrySignIn},
		{"127.0.0.1:8090", "http://192.168.1.5:8090", access.EntrySignIn},
		{"127.0.0.1:8090", "http://0.0.0.0:8090", access.EntrySignIn},
		{"0.0.0.0:8090", "", access.EntrySignIn},
		{"0.0.0.0:8090", "http://localhost:8090", access.EntrySignIn},
		{":8090", "", access.EntrySignIn},
		{"[::]:8090", "", access.EntrySignIn},
		{"192.168.1.5:8090", "http://localhost:8090", access.EntrySignIn},
		{"desk.example.com:8090", "", access.EntrySignIn},
		{"localhost.example.com:8090", "", access.EntrySignIn},
		{"localhost", "", access.EntrySignIn},
		{"", "", access.EntrySignIn},
	} {
		if got := EntryOf(config.Desk{Listen: c.listen, URL: c.url, Local: config.LocalKey}); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.listen, c.url, got, c.want)
		}
		want := c.want
		if want == access.EntryKey {
			want = access.EntryOpen
		}
		if got := EntryOf(config.Desk{Listen: c.listen, URL: c.url, Local: config.LocalOpen}); got != want {
			t.Errorf("%s, %s, open: %s, want %s", c.listen, c.url, got, want)
		}
	}
}
