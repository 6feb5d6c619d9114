package public

import (
	"crypto/rand"
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

// notices are what a stranger reads in place of a page, by language and reason: a title and a
// sentence.
var notices = map[string]map[string][2]string{
	"en": {
		"no_link":     {"This link doesn't work", "It may have expired or been revoked, or part of its address is missing. Ask the person who sent it for a new one."},
		"gone":        {"This report isn't available any more", "The mention that it was about was withdrawn."},
		"flood":       {"Too many requests", "Wait a minute, then load the page again."},
		"unavailable": {"This page can't be shown right now", "Try again in a moment."},
	},
	"nl": {
		"no_link":     {"Deze link werkt niet", "Hij is misschien verlopen of ingetrokken, of er ontbreekt een deel van het adres. Vraag degene die hem stuurde om een nieuwe."},
		"gone":        {"Dit rapport is niet meer beschikbaar", "De vermelding waar het over ging, is ingetrokken."},
		"flood":       {"Te veel verzoeken", "Wacht een minuut en laad de pagina opnieuw."},
		"unavailable": {"Deze pagina kan nu niet worden getoond", "Probeer het over een ogenblik opnieuw."},
	},
}

var noticePage = template.Must(template.New("notice").Parse(`<!doctype html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>{{.Title}}</title>
<style nonce="{{.Nonce}}">
body { max-width: 30rem; margin: 15vh auto 0; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.25rem }
</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
</main>
</body>
</html>
`))

// writeNotice answers with a page that says one thing. It holds nothing of the request.
func writeNotice(w http.ResponseWriter, r *http.Request, status int, reason string) {
	language := languageOf(r.Header.Get("Accept-Language"))
	text, nonce := notices[language][reason], rand.Text()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", language)
	h.Set("Vary", "Accept-Language")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+nonce+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = noticePage.Execute(w, map[string]string{"Language": language, "Title": text[0], "Text": text[1], "Nonce": nonce}) // the reader may be gone
}

// languageOf returns which of the languages that we have a reader prefers.
func languageOf(accepted string) string {
	best, most := "en", 0.0
	for range 20 { // no browser has more
		var part string
		part, accepted, _ = strings.Cut(accepted, ",")
		tag, weight, _ := strings.Cut(part, ";")
		name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if notices[name] != nil {
			q := 1.0
			if text, ok := strings.CutPrefix(strings.TrimSpace(weight), "q="); ok {
				q, _ = strconv.ParseFloat(text, 64)
			}
			if q > most && q <= 1 {
				best, most = name, q
			}
		}
		if accepted == "" {
			break
		}
	}
	return best
}
