package passage

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// At returns the address that opens a document at a second: the recording with a media
// fragment, or the video with the parameter of its network. When that isn't possible it is the
// address of the page.
func At(kind feeds.Kind, network, page, audio string, second float64) string {
	if second < 0 || second != second {
		second = 0
	}
	whole := strconv.Itoa(int(second))
	if kind == feeds.Podcast && audio != "" {
		return withFragment(audio, "t="+whole)
	}
	if page == "" {
		if audio == "" {
			return ""
		}
		return withFragment(audio, "t="+whole)
	}
	u, err := url.Parse(page)
	if err != nil || int(second) == 0 {
		return page
	}
	switch host := strings.TrimPrefix(u.Hostname(), "www."); {
	case network == "youtube", host == "youtube.com", host == "m.youtube.com", host == "youtu.be":
		return withParameter(u, "t", whole)
	case host == "twitch.tv":
		return withParameter(u, "t", whole+"s")
	case host == "vimeo.com":
		return withFragment(page, "t="+whole+"s")
	case kind == feeds.Video:
		return withFragment(page, "t="+whole)
	}
	return page
}

func withFragment(address, fragment string) string {
	address, _, _ = strings.Cut(address, "#")
	return address + "#" + fragment
}

func withParameter(u *url.URL, key, value string) string {
	q := u.Query()
	q.Set(key, value)
	u.RawQuery = q.Encode()
	return u.String()
}
