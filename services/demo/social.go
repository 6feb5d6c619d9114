package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Where the world's own networks are. They answer as the real ones do, so that the same adapters read them.
const (
	newsPath   = "/hn"
	redditPath = "/reddit"
	skyPath    = "/jetstream"
)

// said is a post on one of the world's own networks. Before is its age when the world begins.
type said struct {
	id, by, title, text, parent string
	before                      time.Duration
}

var stories = []said{
	{id: "99000017", by: "mbrandt", title: "Ask HN: How do you measure word of mouth for a B2B product?", before: 3*24*time.Hour + 2*time.Hour,
		text: "We moved from spreadsheets to Larkmeter last spring, mostly for its dark social reports. What do you use for the attribution of podcasts?"},
	{id: "99000018", by: "tessellate", parent: "99000017", before: 3*24*time.Hour + time.Hour,
		text: "Quillroute has an export for this, but it stops at ten thousand rows. Larkmeter does not, which is why we stayed."},
}

var threads = []said{
	{id: "t3_dm0001", by: "pipeline_pat", title: "Anyone else comparing Larkmeter and Quillroute?", before: 5 * 24 * time.Hour,
		text: "Both want a year up front. Larkmeter showed us which podcast the last two demos came from, Quillroute has the nicer dashboard."},
	{id: "t3_dm0002", by: "revops_robin", title: "What replaced the self-reported attribution field for you?", before: 9 * 24 * time.Hour,
		text: "We kept the field and let Larkmeter match the answers. It is wrong now and then, and says so."},
}

var toots = []said{
	{id: "115000000000000002", by: "mira", before: 30 * time.Hour,
		text: "Third week with #Larkmeter. The sales team has stopped asking where the leads come from."},
	{id: "115000000000000001", by: "joost", before: 12 * 24 * time.Hour,
		text: "#Larkmeter says that our best week began with one sentence in a podcast. I was in that podcast."},
}

// skeets come one after another while the world runs.
var skeets = []string{
	"Heard about Larkmeter on a podcast this morning. The page about attribution answered my first three questions.",
	"Quillroute or Larkmeter for a team of four? We need analytics that a sales lead will open.",
	"Larkmeter just told us about a name-drop before our own founder did.",
}

// mastodonTag is the hashtag that the world's Mastodon server has posts with.
const mastodonTag = "larkmeter"

// Endpoints returns the addresses of the world's own networks, for the configuration's endpoints.
func Endpoints(base string) map[string]string {
	base = strings.TrimSuffix(base, "/")
	return map[string]string{
		"youtube": base + tubePath, "hackernews": base + newsPath, "hackernews_items": base + newsPath, "reddit": base + redditPath,
		"bluesky": base + skyPath, "bluesky_posts": base + skyPath,
	}
}

// Searches are the networks that are searched for the own brand.
func Searches() []feeds.SourceType { return []feeds.SourceType{"bluesky", "hackernews", "reddit"} }

// tagSource follows the hashtag on the world's Mastodon server.
func tagSource(base string) feeds.Source {
	name := "#" + mastodonTag + " on Mastodon"
	return feeds.Source{Type: "mastodon", URL: base + "/tags/" + mastodonTag, Name: name, Title: name}
}

func (w *World) socialRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+newsPath+"/api/v1/search_by_date", w.serveNews)
	mux.HandleFunc("GET "+redditPath+"/search.rss", w.serveReddit)
	mux.HandleFunc("GET /api/v1/timelines/tag/{tag}", w.serveTag)
	mux.HandleFunc("GET /said/{id}", w.serveSaid)
	mux.HandleFunc("GET "+skyPath, w.serveSky)
}

// holds reports whether a post has the words of one of the searches that are joined by OR.
func (s said) holds(query string) bool {
	text := strings.ToLower(s.title + " " + s.text)
	for _, term := range strings.Split(query, " OR ") {
		if term = strings.ToLower(strings.Trim(strings.TrimSpace(term), `"`)); term != "" && strings.Contains(text, term) {
			return true
		}
	}
	return false
}

func (w *World) at(s said) time.Time { return w.opts.Base.Add(-s.before) }

func (w *World) serveNews(rw http.ResponseWriter, r *http.Request) {
	hits := []map[string]any{}
	for _, s := range stories {
		if !s.holds(r.FormValue("query")) {
			continue
		}
		hit := map[string]any{"objectID": s.id, "author": s.by, "created_at_i": w.at(s).Unix(), "points": 41, "num_comments": 12}
		if s.parent == "" {
			hit["title"], hit["story_text"] = s.title, escapeMarkup(s.text)
		} else {
			parent, _ := strconv.Atoi(s.parent)
			hit["comment_text"], hit["story_id"], hit["story_title"] = escapeMarkup(s.text), parent, stories[0].title
		}
		hits = append(hits, hit)
	}
	w.serveAnswer(rw, r, map[string]any{"hits": hits, "nbHits": len(hits)})
}

func (w *World) serveTag(rw http.ResponseWriter, r *http.Request) {
	statuses := []map[string]any{}
	for _, s := range toots {
		if !strings.EqualFold(r.PathValue("tag"), mastodonTag) || r.FormValue("max_id") != "" {
			break
		}
		statuses = append(statuses, map[string]any{
			"id": s.id, "created_at": w.at(s).Format(time.RFC3339), "uri": "https://toot.example/users/" + s.by + "/statuses/" + s.id,
			"url": base(r) + "/said/" + s.id, "visibility": "public", "language": "en", "content": "<p>" + escapeMarkup(s.text) + "</p>",
			"favourites_count": 7, "reblogs_count": 2, "replies_count": 1,
			"account": map[string]any{"acct": s.by + "@toot.example", "display_name": strings.ToUpper(s.by[:1]) + s.by[1:]},
		})
	}
	w.serveAnswer(rw, r, statuses)
}

func (w *World) serveAnswer(rw http.ResponseWriter, r *http.Request, answer any) {
	body, err := json.Marshal(answer)
	if err != nil {
		http.Error(rw, "internal", http.StatusInternalServerError)
		return
	}
	serveText(rw, r, "application/json", body, w.opts.Base)
}

func (w *World) serveReddit(rw http.ResponseWriter, r *http.Request) {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>search</title>`)
	for _, s := range threads {
		if !s.holds(r.FormValue("q")) {
			continue
		}
		content := "<!-- SC_OFF --><div class=\"md\"><p>" + escapeMarkup(s.text) + "</p></div><!-- SC_ON --> &#32; submitted by &#32; <a href=\"https://www.reddit.com/user/" + s.by + "\"> /u/" + s.by + " </a>"
		fmt.Fprintf(&b, `<entry><author><name>/u/%s</name></author><id>%s</id><title>%s</title><published>%s</published><link href="%s"/><content type="html">%s</content></entry>`,
			s.by, s.id, escape(s.title), w.at(s).Format(time.RFC3339), base(r)+"/said/"+s.id, escape(content))
	}
	b.WriteString("</feed>")
	serveText(rw, r, "application/atom+xml; charset=utf-8", []byte(b.String()), w.opts.Base)
}

// serveSaid is the page of a post for people.
func (w *World) serveSaid(rw http.ResponseWriter, r *http.Request) {
	for _, list := range [][]said{threads, toots} {
		for _, s := range list {
			if s.id == r.PathValue("id") {
				title := s.title
				if title == "" {
					title = "@" + s.by
				}
				servePage(rw, r, "article", page{Language: "en", Title: title, About: s.by, At: w.at(s), Text: []string{s.text}}, w.at(s))
				return
			}
		}
	}
	http.NotFound(rw, r)
}
