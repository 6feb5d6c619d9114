package youtube

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// address is what an address on YouTube stands for. One of its fields is set.
type address struct {
	channel  string // UC…
	handle   string // without the @
	legacy   string // c/name or user/name
	playlist string
	video    string
}

var (
	channelID  = regexp.MustCompile(`^UC[\w-]{22}$`)
	playlistID = regexp.MustCompile(`^[A-Z]{2}[\w-]{8,60}$`)
	videoID    = regexp.MustCompile(`^[\w-]{11}$`)
	handleName = regexp.MustCompile(`^[\p{L}\p{N}_.·-]+$`) // see isHandle
	legacyName = regexp.MustCompile(`^[\p{L}\p{N}_.-]+$`)
)

// parseAddress reads the address of a channel, a playlist or a video, or a handle with its @.
func parseAddress(text string) (address, bool) {
	text = strings.TrimSpace(text)
	if name, ok := strings.CutPrefix(text, "@"); ok {
		return address{handle: name}, isHandle(name) && !strings.Contains(name, "@")
	}
	if !strings.Contains(text, "://") {
		text = "https://" + strings.TrimPrefix(text, "//")
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return address{}, false
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch host := strings.ToLower(u.Hostname()); {
	case host == "youtu.be":
		return address{video: parts[0]}, videoID.MatchString(parts[0])
	case !isYouTube(host):
		return address{}, false
	}
	q := u.Query()
	second := ""
	if len(parts) > 1 {
		second = parts[1]
	}
	var a address
	switch first := parts[0]; {
	case first == "watch":
		a.video = q.Get("v")
	case first == "shorts", first == "live", first == "embed", first == "v":
		a.video = second
	case first == "playlist":
		a.playlist = q.Get("list")
	case first == "feeds":
		a = address{channel: q.Get("channel_id"), playlist: q.Get("playlist_id")}
		if name := q.Get("user"); a == (address{}) && name != "" {
			a.legacy = "user/" + name
		}
	case first == "channel":
		a.channel = second
	case first == "c" || first == "user":
		a.legacy = first + "/" + second
		return a, utf8.RuneCountInString(second) <= 100 && legacyName.MatchString(second)
	case strings.HasPrefix(first, "@"):
		a.handle = first[1:]
	}
	return a, a.valid()
}

// isYouTube reports whether a host is one of YouTube's web sites.
func isYouTube(host string) bool {
	switch strings.ToLower(host) {
	case "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "www.youtube-nocookie.com", "youtube-nocookie.com":
		return true
	}
	return false
}

func (a address) valid() bool {
	switch {
	case a.channel != "":
		return channelID.MatchString(a.channel)
	case a.handle != "":
		return isHandle(a.handle)
	case a.playlist != "":
		return playlistID.MatchString(a.playlist)
	case a.video != "":
		return videoID.MatchString(a.video)
	}
	return a.legacy != ""
}

// path returns the path and query of the address on YouTube.
func (a address) path() string {
	switch {
	case a.channel != "":
		return "/channel/" + a.channel
	case a.handle != "":
		return "/@" + a.handle
	case a.playlist != "":
		return "/playlist?list=" + a.playlist
	case a.video != "":
		return "/watch?v=" + a.video
	}
	return "/" + a.legacy
}

func (a address) url() string { return DefaultEndpoint + a.path() }

// name is what a source is called until it was read.
func (a address) name() string {
	if a.handle != "" {
		return "@" + a.handle
	}
	return strings.TrimPrefix(a.url(), "https://")
}

// VideoURL returns the address of a video.
func VideoURL(id string) string { return address{video: id}.url() }

// isHandle reports whether s is the name of a handle. The limits are not in the expression: they would
// make it large.
func isHandle(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 3 && n <= 60 && handleName.MatchString(s)
}

var linked = regexp.MustCompile(`(?i)(?:https?:)?//(?:www\.|m\.)?youtube\.com/(?:channel/UC[\w-]{22}|@[\w.·-]{3,60}|(?:c|user)/[\w.-]{1,100}|playlist\?list=[\w-]{10,62})`)

// maxLinked is how many channels are taken from one page.
const maxLinked = 10

// Linked returns the channels and playlists that a page or a feed links to, each once, in order.
func Linked(body []byte) []string {
	var out []string
	seen := map[string]bool{}
	for _, link := range linked.FindAll(body, 200) {
		text := string(link)
		if strings.HasPrefix(text, "//") {
			text = "https:" + text
		}
		a, ok := parseAddress(strings.TrimRight(text, ".-"))
		if key := strings.ToLower(a.url()); ok && !seen[key] && len(out) < maxLinked {
			seen[key] = true
			out = append(out, a.url())
		}
	}
	return out
}
