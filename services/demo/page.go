package demo

import (
	"bytes"
	"html/template"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"time"
)

var pages = template.Must(template.New("").Funcs(template.FuncMap{"day": func(t time.Time) string { return t.Format("2 January 2006") }}).Parse(`
{{define "top"}}<!doctype html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Title}}</title>
{{range .Feeds}}<link rel="alternate" type="{{.Type}}" title="{{.Title}}" href="{{.Href}}">
{{end}}<style>{{.Style}}</style></head><body>{{end}}
{{define "front"}}{{template "top" .}}<h1>A small invented world</h1>
<p>Shows and blogs that Namedrop reads in the demo, over HTTP, as it reads the real ones. <a href="/received">What the webhook brought</a></p>
<ul>{{range .Links}}<li><a href="{{.Href}}">{{.Title}}</a></li>{{end}}</ul></body></html>{{end}}
{{define "list"}}{{template "top" .}}<h1>{{.Title}}</h1><p>{{.About}}</p>
<ul>{{range .Links}}<li><a href="{{.Href}}">{{.Title}}</a> <span class="dim">{{day .At}}</span></li>{{end}}</ul></body></html>{{end}}
{{define "article"}}{{template "top" .}}<article><h1>{{.Title}}</h1><p class="dim">{{.About}}, {{day .At}}</p>
{{range .Text}}<p>{{.}}</p>
{{end}}</article>{{if .Audio}}<audio controls preload="none" src="{{.Audio}}"></audio>{{end}}</body></html>{{end}}`))

type page struct {
	Language, Title, About, Audio string
	At                            time.Time
	Feeds                         []link
	Links                         []link
	Text                          []string
}

type link struct {
	Type, Title, Href string
	At                time.Time
}

func (page) Style() template.CSS { return pageStyle }

func servePage(rw http.ResponseWriter, r *http.Request, name string, p page, modified time.Time) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, p); err != nil {
		http.Error(rw, "internal", http.StatusInternalServerError)
		return
	}
	serveText(rw, r, "text/html; charset=utf-8", b.Bytes(), modified)
}

func (w *World) serveFront(rw http.ResponseWriter, r *http.Request) {
	p := page{Language: "en", Title: "A small invented world"}
	for _, s := range w.shows {
		p.Links = append(p.Links, link{Title: s.name, Href: "/" + s.slug + "/"})
	}
	for _, b := range w.blogs {
		p.Links = append(p.Links, link{Title: b.name, Href: "/" + b.slug + "/"})
	}
	servePage(rw, r, "front", p, w.opts.Base)
}

func (w *World) serveShow(rw http.ResponseWriter, r *http.Request, s *show) {
	p := page{
		Language: s.language, Title: s.name, About: s.about,
		Feeds: []link{{Type: "application/rss+xml", Title: s.name, Href: "/" + s.slug + "/feed.xml"}},
	}
	modified := w.opts.Base
	for _, e := range w.episodes(s) {
		p.Links = append(p.Links, link{Title: e.title, Href: e.path(), At: e.published})
		if e.published.After(modified) {
			modified = e.published
		}
	}
	servePage(rw, r, "list", p, modified)
}

func (w *World) serveEpisode(rw http.ResponseWriter, r *http.Request, e *episode) {
	servePage(rw, r, "article", page{
		Language: e.show.language, Title: e.title, About: e.show.name, At: e.published, Text: []string{e.notes}, Audio: e.path() + ".wav",
	}, e.published)
}

// serveCover paints the show's art: two fields of its colour.
func (w *World) serveCover(rw http.ResponseWriter, r *http.Request, s *show) {
	const side = 300
	solid := color.RGBA{byte(s.colour >> 16), byte(s.colour >> 8), byte(s.colour), 255}
	light := color.RGBA{solid.R/2 + 127, solid.G/2 + 127, solid.B/2 + 127, 255}
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{solid, light})
	for y := range side {
		for x := range side {
			if dx, dy := x-side*2/3, y-side/3; dx*dx+dy*dy < side*side/9 {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		http.Error(rw, "internal", http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "image/png")
	rw.Header().Set("ETag", tag(b.Bytes()))
	http.ServeContent(rw, r, "", w.opts.Base, bytes.NewReader(b.Bytes()))
}
