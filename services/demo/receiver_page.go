package demo

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"
)

var receivedPage = template.Must(template.New("received").Funcs(template.FuncMap{"at": secondWords, "mark": markName}).Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><meta name="viewport" content="width=device-width">
<title>Received webhooks</title><style>` + pageStyle + `</style></head><body>
<h1>Received webhooks</h1>
<p class="dim">This is the demo's own receiver, in place of your server. It checks each signature. Newest first; the page reloads every five seconds.</p>
{{range .}}<article>
<p class="dim">{{.At.UTC.Format "15:04:05"}} UTC · {{.ID}}{{if .Repeats}} · received {{.Repeats}} more times{{end}}</p>
{{if .Error}}<p class="bad">Refused: {{.Error}}</p>{{else}}{{range .Events}}
<p><strong>{{.Data.Brand.Name}}</strong> on {{.Data.Document.Source.Name}}: {{.Data.Document.Title}}</p>
{{range .Data.Hits}}<blockquote>{{mark .Quote .Surface}} <span class="dim">{{at .Second}}</span></blockquote>{{end}}
<p><a href="{{.Data.Link}}">Open in Namedrop</a></p>{{end}}
<p class="ok">The signature is valid.</p>{{end}}
</article>{{else}}<p>Nothing yet. The back catalogue never alerts; a new episode is published every minute.</p>{{end}}
</body></html>`))

const pageStyle = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid #8884;padding:.5rem 0}blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid #8886}
mark{background:#ffe08a;color:#1b2027;font-weight:600}.dim{opacity:.7;font-size:.85em}.bad{color:#b42318}.ok{color:#1a6e3c;font-size:.85em}`

func (v *Receiver) page(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	// A client that disconnected needs no answer.
	_ = receivedPage.Execute(rw, v.Messages())
}

func secondWords(second *float64) string {
	if second == nil {
		return ""
	}
	return fmt.Sprintf("%d:%02d", int(*second)/60, int(*second)%60)
}

// markName highlights the name in the quote. Both are untrusted and are escaped as text.
func markName(quote, surface string) template.HTML {
	before, after, found := strings.Cut(quote, surface)
	if !found || surface == "" {
		return template.HTML(template.HTMLEscapeString(quote))
	}
	return template.HTML(template.HTMLEscapeString(before) + "<mark>" + template.HTMLEscapeString(surface) + "</mark>" + template.HTMLEscapeString(after))
}
