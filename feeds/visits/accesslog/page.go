package accesslog

import (
	"bytes"
	"strings"
)

func set(names string) map[string]bool {
	out := map[string]bool{}
	for _, n := range strings.Fields(names) {
		out[n] = true
	}
	return out
}

var (
	// notPages are extensions of files that aren't pages. Any other end of a path is taken for a part of a name.
	notPages = set(`css js mjs map json jsonld xml txt rss atom rdf png jpg jpeg gif webp avif svg ico bmp tif tiff heic woff woff2 ttf otf eot
		mp3 mp4 m4a m4v webm ogg oga ogv opus wav flac mov avi mkv ts m3u8 mpd vtt srt pdf zip gz tgz bz2 xz 7z rar tar dmg exe msi deb rpm apk iso bin
		csv tsv xls xlsx doc docx ppt pptx odt ods epub wasm webmanifest swf env ini sql bak log yml yaml toml conf axd dll cgi sh py git lock gpg asc sig ics vcf`)

	// notSegments are first segments of paths below which there are no pages.
	notSegments = set(`api graphql wp-json wp-admin wp-login.php xmlrpc.php wp-cron.php wp-content wp-includes cgi-bin static assets image images img media fonts css js
		healthz health readyz livez ping metrics server-status nginx_status favicon.ico robots.txt feed rss _next _nuxt cdn-cgi socket.io ajax`)
)

// isPage reports whether a path looks like that of a page.
func isPage(path []byte) bool {
	if len(path) == 0 || path[0] != '/' {
		return false
	}
	if len(path) == 1 {
		return true
	}
	first := path[1:]
	if i := bytes.IndexByte(first, '/'); i >= 0 {
		first = first[:i]
	}
	if len(first) > 0 && first[0] == '.' || notSegments[string(first)] {
		return false
	}
	last := path[bytes.LastIndexByte(path, '/')+1:]
	if string(last) == "feed" || string(last) == "rss" {
		return false
	}
	dot := bytes.LastIndexByte(last, '.')
	if dot < 0 || len(last)-dot-1 > 11 {
		return true
	}
	return !notPages[string(bytes.ToLower(last[dot+1:]))]
}
