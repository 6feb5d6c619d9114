package demo

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"text/template"
	"time"
)

// blog is a blog whose feed exists in three formats; feed is the format that its source uses.
type blog struct {
	slug, name, language, author, about, feed string
	posts                                     []post
}

type post struct {
	slug, title string
	text        []string
	published   time.Time
}

func writeBlogs(w *World) []*blog {
	blogs := []*blog{
		{
			slug: "northquay", name: "Northquay Consulting", language: "en", author: "Lotte Brandsma-Hale", feed: "feed.xml",
			about: "Notes on demand generation from a small consultancy by the water.",
		},
		{
			slug: "bureau-polder", name: "Bureau Polder", language: "nl", author: "Hidde Zeilmaker", feed: "atom.xml",
			about: "Een bureau over marketing voor bedrijven die aan bedrijven verkopen.",
		},
		{
			slug: "larkmeter", name: "The Larkmeter blog", language: "en", author: "Ines Vermaat", feed: "feed.json",
			about: "News from Larkmeter.",
		},
	}
	for _, b := range blogs {
		r := w.random("blog", b.slug)
		sc := w.scripts[b.language]
		articles := sc.Articles[b.slug]
		at := w.opts.Base.Add(-time.Duration(5+r.IntN(40)) * time.Hour)
		for i, a := range articles {
			p := post{title: sc.fill(a.Title, nil, r), published: at.Truncate(time.Minute)}
			p.slug = slugOf(p.title)
			for _, paragraph := range a.Text {
				p.text = append(p.text, sc.fill(paragraph, nil, r))
			}
			b.posts = append(b.posts, p)
			at = at.Add(-time.Duration(84/len(articles))*24*time.Hour - time.Duration(i)*time.Hour)
		}
	}
	return blogs
}

func slugOf(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
	return strings.Join(words, "-")
}

func (w *World) serveBlog(rw http.ResponseWriter, r *http.Request, b *blog) {
	p := page{Language: b.language, Title: b.name, About: b.about, Feeds: b.feeds()}
	for _, post := range b.posts {
		p.Links = append(p.Links, link{Title: post.title, Href: "/" + b.slug + "/" + post.slug, At: post.published})
	}
	servePage(rw, r, "list", p, b.changed())
}

func (b *blog) feeds() []link {
	return []link{
		{Type: "application/rss+xml", Title: b.name, Href: "/" + b.slug + "/feed.xml"},
		{Type: "application/atom+xml", Title: b.name, Href: "/" + b.slug + "/atom.xml"},
		{Type: "application/feed+json", Title: b.name, Href: "/" + b.slug + "/feed.json"},
	}
}

func (b *blog) changed() time.Time {
	if len(b.posts) == 0 {
		return time.Time{}
	}
	return b.posts[0].published
}

func (w *World) servePost(rw http.ResponseWriter, r *http.Request, b *blog) {
	switch file := r.PathValue("file"); file {
	case "feed.xml":
		serveText(rw, r, "application/rss+xml; charset=utf-8", b.render(blogRSS, base(r)), b.changed())
	case "atom.xml":
		serveText(rw, r, "application/atom+xml; charset=utf-8", b.render(blogAtom, base(r)), b.changed())
	case "feed.json":
		serveText(rw, r, "application/feed+json", b.json(base(r)), b.changed())
	default:
		for _, p := range b.posts {
			if p.slug == file {
				servePage(rw, r, "article", page{
					Language: b.language, Title: p.title, About: b.author, At: p.published, Feeds: b.feeds(), Text: p.text,
				}, p.published)
				return
			}
		}
		http.NotFound(rw, r)
	}
}

var blogFuncs = template.FuncMap{"x": escape, "date": rfc822, "iso": func(t time.Time) string { return t.UTC().Format(time.RFC3339) }}

var blogRSS = template.Must(template.New("rss").Funcs(blogFuncs).Parse(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>{{x .Name}}</title><link>{{.Base}}/{{.Slug}}/</link><description>{{x .About}}</description><language>{{.Language}}</language>
{{range .Posts}}<item><title>{{x .Title}}</title><link>{{.URL}}</link><guid isPermaLink="false">{{.ID}}</guid><pubDate>{{date .Published}}</pubDate>
<description>{{x .Summary}}</description><content:encoded>{{x .HTML}}</content:encoded></item>
{{end}}</channel></rss>
`))

var blogAtom = template.Must(template.New("atom").Funcs(blogFuncs).Parse(`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{{.Language}}"><title>{{x .Name}}</title><id>tag:{{.Slug}}.example,2026:/</id>
<link href="{{.Base}}/{{.Slug}}/"/><link rel="self" href="{{.Base}}/{{.Slug}}/atom.xml"/><updated>{{iso .Changed}}</updated>
<author><name>{{x .Author}}</name></author>
{{range .Posts}}<entry><title>{{x .Title}}</title><id>{{.ID}}</id><link href="{{.URL}}"/><published>{{iso .Published}}</published>
<updated>{{iso .Published}}</updated><summary>{{x .Summary}}</summary><content type="html">{{x .HTML}}</content></entry>
{{end}}</feed>
`))

type postView struct {
	Title, URL, ID, Summary, HTML string
	Published                     time.Time
}

func (b *blog) views(base string) []postView {
	var views []postView
	for _, p := range b.posts {
		v := postView{
			Title: p.title, URL: base + "/" + b.slug + "/" + p.slug, ID: "tag:" + b.slug + ".example,2026:/" + p.slug,
			Published: p.published,
		}
		for i, t := range p.text {
			if i == 0 {
				v.Summary = t
			}
			v.HTML += "<p>" + escapeMarkup(t) + "</p>"
		}
		views = append(views, v)
	}
	return views
}

func (b *blog) render(t *template.Template, base string) []byte {
	var out bytes.Buffer
	err := t.Execute(&out, map[string]any{
		"Base": base, "Name": b.name, "Slug": b.slug, "About": b.about, "Language": b.language, "Author": b.author,
		"Changed": b.changed(), "Posts": b.views(base),
	})
	if err != nil {
		panic(err) // the template and its data are both made here
	}
	return out.Bytes()
}

func (b *blog) json(base string) []byte {
	var items []map[string]any
	for _, v := range b.views(base) {
		items = append(items, map[string]any{
			"id": v.ID, "url": v.URL, "title": v.Title, "summary": v.Summary, "content_html": v.HTML,
			"date_published": v.Published.UTC().Format(time.RFC3339), "authors": []map[string]string{{"name": b.author}},
		})
	}
	out, err := json.MarshalIndent(map[string]any{
		"version": "https://jsonfeed.org/version/1.1", "title": b.name, "home_page_url": base + "/" + b.slug + "/",
		"feed_url": base + "/" + b.slug + "/feed.json", "description": b.about, "language": b.language, "items": items,
	}, "", " ")
	if err != nil {
		panic(err)
	}
	return out
}
