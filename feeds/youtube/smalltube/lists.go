package smalltube

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"
	"time"
)

func (w *World) serveFeed(rw http.ResponseWriter, r *http.Request) {
	id := cmp.Or(r.FormValue("channel_id"), r.FormValue("playlist_id"))
	w.note("feed %s", id)
	w.mu.Lock()
	status := w.feeds
	w.mu.Unlock()
	if status != 0 {
		http.Error(rw, "Error "+http.StatusText(status), status)
		return
	}
	c, videos, ok := w.of(id)
	if !ok {
		http.NotFound(rw, r)
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
<id>yt:channel:%s</id><yt:channelId>%s</yt:channelId><title>%s</title><author><name>%s</name></author>`, c.ID, strings.TrimPrefix(c.ID, "UC"), escape(c.Name), escape(c.Name))
	for _, v := range videos[:min(len(videos), 15)] {
		fmt.Fprintf(&b, `
<entry><id>yt:video:%s</id><yt:videoId>%s</yt:videoId><yt:channelId>%s</yt:channelId><title>%s</title><author><name>%s</name></author><published>%s</published>
<media:group><media:title>%s</media:title><media:description>%s</media:description><media:community><media:statistics views="120"/></media:community></media:group></entry>`,
			v.ID, v.ID, c.ID, escape(v.Title), escape(c.Name), v.Published.UTC().Format(time.RFC3339), escape(v.Title), escape(v.Notes))
	}
	b.WriteString("\n</feed>")
	rw.Header().Set("Content-Type", "text/xml; charset=UTF-8")
	_, _ = io.WriteString(rw, b.String())
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder doesn't fail
	return b.String()
}

func (w *World) servePage(rw http.ResponseWriter, r *http.Request) {
	w.note("page %s", r.URL.Path)
	c, _, ok := w.of(r.PathValue("name"))
	if !ok {
		http.NotFound(rw, r)
		return
	}
	fmt.Fprintf(rw, `<!DOCTYPE html><html><head><link rel="canonical" href="https://www.youtube.com/channel/%s"><meta property="og:title" content="%s"></head><body></body></html>`, c.ID, html.EscapeString(c.Name))
}

func (w *World) serveWatch(rw http.ResponseWriter, r *http.Request) {
	w.note("page /watch %s", r.FormValue("v"))
	v, ok := w.video(r.FormValue("v"))
	if !ok {
		http.NotFound(rw, r)
		return
	}
	answer := w.player(v, base(r))
	fmt.Fprintf(rw, `<!DOCTYPE html><html><head><meta itemprop="datePublished" content="%s"></head><body><script>var ytInitialPlayerResponse = %s;var meta = {};</script></body></html>`,
		v.Published.UTC().Format(time.RFC3339), answer)
}

func (w *World) serveBrowse(rw http.ResponseWriter, r *http.Request) {
	var in struct {
		ID string `json:"browseId"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	id := strings.TrimPrefix(in.ID, "VL")
	w.note("browse %s", id)
	c, videos, ok := w.of(id)
	if !ok {
		_, _ = io.WriteString(rw, `{"alerts":[{"alertRenderer":{"type":"ERROR","text":{"simpleText":"This channel does not exist."}}}]}`)
		return
	}
	var items []object
	for _, v := range videos {
		items = append(items, object{"richItemRenderer": object{"content": object{"videoRenderer": object{
			"videoId": v.ID, "title": object{"runs": []object{{"text": v.Title}}},
			"lengthText":        object{"simpleText": fmt.Sprintf("%d:%02d:%02d", v.Duration/3600, v.Duration/60%60, v.Duration%60)},
			"publishedTimeText": object{"simpleText": since(v.Published)},
		}}}})
	}
	_ = json.NewEncoder(rw).Encode(object{
		"contents": object{"tabs": []object{{"tabRenderer": object{"content": object{"richGridRenderer": object{"contents": items}}}}}},
		"metadata": object{"channelMetadataRenderer": object{"title": c.Name, "externalId": c.ID}},
	})
}

func since(at time.Time) string {
	if n := int(time.Since(at).Hours() / 24); n > 0 {
		return fmt.Sprintf("%d days ago", n)
	}
	return fmt.Sprintf("%d hours ago", int(time.Since(at).Hours()))
}
