package cluster

import (
	"net/netip"
	"net/url"
	"path"
	"strings"
)

// pageAddress returns the address of a page without what differs between copies of the
// same link: scheme, www, port, fragment, tracking parameters, a slash at the end. It is
// empty for an address that names no single page.
func pageAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	query := u.Query()
	for name := range query {
		if isTracking(name) {
			query.Del(name)
		}
	}
	p := path.Clean("/" + u.EscapedPath())
	if p == "/" && len(query) == 0 {
		return "" // the front page of a site
	}
	out := plainHost(u.Hostname()) + p
	if len(query) > 0 {
		out += "?" + query.Encode() // sorted by name
	}
	return out
}

// recordingAddress returns the address of a recording without the services that count
// downloads: these put their own address in front of the real one, as in
// count.example/redirect.mp3/media.example/1.mp3. The query of a media file only signs
// or counts, so it goes; that of a script ("get?id=7") says which recording it is.
func recordingAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	host, segments := u.Hostname(), strings.Split(strings.Trim(path.Clean("/"+u.EscapedPath()), "/"), "/")
	for i := len(segments) - 2; i >= 0; i-- {
		if isHost(segments[i]) {
			host, segments = segments[i], segments[i+1:]
			break
		}
	}
	p := strings.Join(segments, "/")
	if p == "" {
		return ""
	}
	if query := u.Query(); !isMediaFile(p) && len(query) > 0 {
		p += "?" + query.Encode()
	}
	return plainHost(host) + "/" + p
}

func isMediaFile(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".aac", ".flac", ".m4a", ".m4b", ".m4v", ".mov", ".mp3", ".mp4", ".oga", ".ogg", ".opus", ".wav", ".webm":
		return true
	}
	return false
}

func plainHost(host string) string {
	return strings.TrimPrefix(strings.ToLower(host), "www.")
}

// isHost reports whether a path segment looks like a host name rather than a file:
// "media.example.org" or "media.example", but not "redirect.mp3" or "v1.2".
func isHost(segment string) bool {
	name, top, found := strings.Cut(segment, ".")
	if i := strings.LastIndexByte(segment, '.'); found && i >= 0 {
		top = segment[i+1:]
	}
	if !found || name == "" || len(top) < 2 || strings.ContainsAny(segment, "%@ ") {
		return false
	}
	if _, err := netip.ParseAddr(segment); err == nil {
		return false
	}
	for _, r := range top {
		if !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') {
			return false // a digit: mp3, m4a, v1.2
		}
	}
	switch strings.ToLower(top) {
	case "aac", "audio", "flac", "html", "htm", "json", "media", "mpeg", "mpga", "ogg", "opus", "php", "video", "wav", "webm", "xml":
		return strings.Count(segment, ".") > 1
	}
	return true
}

// isTracking reports whether a query parameter only says how a reader came.
func isTracking(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "at_") || strings.HasPrefix(name, "mc_") {
		return true
	}
	switch name {
	case "fbclid", "gclid", "dclid", "msclkid", "twclid", "igshid", "si", "ref", "ref_src", "source", "rss", "cmpid", "share":
		return true
	}
	return false
}
