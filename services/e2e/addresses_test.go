package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds/feedstest"
)

// article is a page long enough to be one.
func article(title, text string) string {
	return `<html lang="en"><head><title>` + title + `</title></head><body><nav>Menu</nav><article><h1>` + title + `</h1>` +
		strings.Repeat("<p>"+text+" It goes on for a while, with commas, so that a reader has something to read.</p>", 3) + `</article></body></html>`
}

// A blog without a feed, single posts by their address, one that is pasted, and a page that an alert mentions: from
// what a person types to mentions.
func TestPagesAndSinglePosts(t *testing.T) {
	t.Parallel()
	net := feedstest.NewServer(t)
	net.Page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /blog/private\n")
	net.Page("/blog", "text/html", `<html><head><title>Meters</title></head><body><a href="/blog/one">1</a> <a href="/blog/private">2</a></body></html>`)
	net.Page("/blog/one", "text/html", article("One", "We moved our reports to Larkmeter."))
	net.Page("/blog/private", "text/html", article("Private", "Larkmeter in private."))
	net.Page("/v0/item/42.json", "application/json", `{"id":42,"type":"comment","by":"ann","time":1790000000,"text":"I like Larkmeter","parent":1}`)
	net.Page("/news/named", "text/html", article("Named", "Larkmeter is in the news."))
	net.Page("/news/other", "text/html", article("Other", "Somebody else is in the news."))
	alert := `<feed xmlns="http://www.w3.org/2005/Atom"><title>Google Alert</title>`
	for _, page := range []string{"named", "other"} {
		alert += fmt.Sprintf(`<entry><id>%s</id><title>A page</title><link href="https://www.google.com/url?url=%s"/><published>2026-11-02T06:00:00Z</published></entry>`, page, net.At("/news/"+page))
	}
	net.Page("/alerts", "application/atom+xml", alert+`</feed>`)

	s := serve(t, quick+fmt.Sprintf("endpoints: {hackernews_items: %q, linkedin: %q}\n", net.URL, net.URL))
	s.addBrand("Larkmeter", nil)
	const linkedIn = "https://www.linkedin.com/posts/ada_x-activity-7300000000000000000-AbCd"
	for _, c := range []struct {
		exit int
		says string
		args []string
	}{
		{0, "1 mention", []string{net.At("/blog")}},
		{0, "read.", []string{"https://news.ycombinator.com/item?id=42"}},
		{1, "Paste it", []string{linkedIn}},
		{0, "read.", []string{"--type", "single", linkedIn, "text=We chose Larkmeter", "author=Ada Lark"}},
		{1, "date must look like", []string{"--type", "single", linkedIn, "text=x", "published=soon"}},
		{0, "2 items", []string{net.At("/alerts")}},
	} {
		if out, code := s.run(nil, append([]string{"source", "add"}, c.args...)...); code != c.exit || !strings.Contains(string(out), c.says) {
			t.Errorf("%v: exit %d\n%s", c.args, code, out)
		}
	}
	want := []string{net.At("/blog/one"), net.At("/news/named"), "https://news.ycombinator.com/item?id=42", linkedIn}
	slices.Sort(want)
	eventually(t, func() string {
		var have []string
		for _, m := range s.mentions("state=new") {
			have = append(have, m.Document.URL)
		}
		if slices.Sort(have); !slices.Equal(have, want) {
			return fmt.Sprintf("mentions in %q, want %q", have, want)
		}
		return ""
	})
	if len(net.Asked("/blog/private")) != 0 {
		t.Error("asked for what robots.txt forbids")
	}
	var addresses struct {
		Items []struct{ URL, State string }
	}
	s.must("GET", "/addresses?state=dropped", nil, &addresses)
	if len(addresses.Items) != 1 || addresses.Items[0].URL != net.At("/news/other") {
		t.Errorf("%+v", addresses.Items)
	}
}
