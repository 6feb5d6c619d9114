package youtube

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// player is one of YouTube's own apps, as which a video is asked for.
type player struct {
	name    string
	number  int
	version string
}

// The numbers under which YouTube knows its apps.
var playerNumbers = map[string]int{"WEB": 1, "MWEB": 2, "ANDROID": 3, "IOS": 5, "TVHTML5": 7, "WEB_EMBEDDED_PLAYER": 56, "VISIONOS": 101}

var clientPattern = regexp.MustCompile(`^([A-Z][A-Z0-9_]{1,40})(?:/(\d{1,4}))? (\d[\w.-]{0,30})$`)

// parseClient reads a client as the configuration has it: its name and version, with its number after a
// slash where the name is not a known one.
func parseClient(text string) (player, error) {
	m := clientPattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return player{}, fmt.Errorf("clients: %q is not a name and a version, as in ANDROID 20.10.38", text)
	}
	p := player{name: m[1], number: playerNumbers[m[1]], version: m[3]}
	if m[2] != "" {
		p.number, _ = strconv.Atoi(m[2]) // digits
	}
	if p.number == 0 {
		return player{}, fmt.Errorf("clients: the number of %s is unknown; write it after a slash, as in ANDROID/3 20.10.38", p.name)
	}
	return p, nil
}
