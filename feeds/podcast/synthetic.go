package podcast

import (
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
)

// madeByAI reads podcast:txt with the purpose ai-content. Said is whether there is one; evidence is where it
// says that a machine made the show or the episode, and empty where it says that none did.
func madeByAI(extensions ext.Extensions, what string) (said bool, evidence string) {
	for _, e := range named(extensions, "txt") {
		if !strings.EqualFold(strings.TrimSpace(attr(e, "purpose")), "ai-content") {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(e.Value)) {
		case "true", "yes", "1":
			return true, "podcast:txt ai-content of the " + what
		case "false", "no", "0":
			said = true
		}
	}
	return said, ""
}
