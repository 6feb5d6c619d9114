package accesslog_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/accesslog"
)

var now = time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)

const (
	firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
	chrome  = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)

// combined is a line of the combined format at a time of 19 November.
func combined(clock, address, request, status, referrer, agent string) string {
	return fmt.Sprintf("%s - - [19/Nov/2026:%s +0000] \"%s HTTP/1.1\" %s 512 \"%s\" \"%s\"\n", address, clock, request, status, referrer, agent)
}

// read returns the samples above zero as lines, and the warnings.
func read(t testing.TB, text string, hosts ...string) (lines, warnings []string, err error) {
	t.Helper()
	result, err := accesslog.New(func() time.Time { return now }, nil).Samples(t.Context(), strings.NewReader(text), feeds.Mapping{Hosts: hosts}, func(samples []feeds.Sample) error {
		for _, s := range samples {
			if strings.HasPrefix(s.Metric, "deep_") {
				continue // see fetch_test.go
			}
			lines = append(lines, strings.Join(strings.Fields(fmt.Sprint(s.Start.Format("02T15Z"), " ", s.Metric, " ", s.Channel, " ", s.Landing, " ", s.Value, " ", s.State)), " "))
		}
		return nil
	})
	for _, w := range result.Warnings {
		warnings = append(warnings, w.Detail)
	}
	return lines, warnings, err
}

func TestVisitsOfACombinedLog(t *testing.T) {
	text := combined("08:59:00", "192.0.2.9", "GET /robots.txt", "200", "-", "Googlebot/2.1") +
		combined("09:00:00", "192.0.2.1", "GET /pricing/teams", "200", "-", firefox) +
		combined("09:10:00", "192.0.2.1", "GET /app.js", "200", "https://shop.example/pricing/teams", firefox) +
		combined("09:29:59", "192.0.2.1", "GET /about?x=1", "304", "https://shop.example/pricing/teams", firefox) +
		combined("09:30:00", "192.0.2.1", "GET /", "200", "https://www.google.com/", chrome) + // another browser
		combined("10:00:00", "192.0.2.1", "GET /", "200", "https://shop.example/", firefox) + // half an hour later
		combined("10:01:00", "192.0.2.2", "GET /?utm_source=podcast", "200", "-", firefox) +
		combined("10:02:00", "192.0.2.3", "POST /", "200", "-", firefox) +
		combined("10:02:00", "192.0.2.3", "HEAD /", "200", "-", firefox) +
		combined("10:02:00", "192.0.2.3", "GET /", "404", "-", firefox) +
		combined("10:02:00", "192.0.2.3", "GET /", "301", "-", firefox) +
		combined("10:02:00", "192.0.2.4", "GET /", "200", "-", "curl/8.5.0") +
		combined("10:03:00", "192.0.2.5", "GET /pricing", "200", "-", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)") +
		combined("10:03:00", "192.0.2.5", "GET /logo.png", "200", "-", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)") +
		combined("10:04:00", "192.0.2.6", "GET /pricing", "206", "-", "facebookexternalhit/1.1") +
		combined("10:05:00", "192.0.2.7", "GET /pricing", "200", "-", "Mozilla/5.0 (compatible; ChatGPT-User/1.0)") +
		combined("11:00:00", "192.0.2.8", "GET /style.css", "200", "-", firefox) +
		combined("13:00:00", "192.0.2.8", "GET /x", "200", "https://chatgpt.com/", firefox)
	got, warnings, err := read(t, text, "shop.example")
	want := []string{
		"19T08Z pageviews 0 partial", "19T08Z visits 0 partial",
		"19T09Z pageviews direct deep 2 final", "19T09Z pageviews organic_search home 1 final",
		"19T09Z visits direct deep 1 final", "19T09Z visits organic_search home 1 final",
		"19T10Z assistant_fetches chatgpt deep 1 final",
		"19T10Z pageviews home 1 final", "19T10Z pageviews campaign home 1 final",
		"19T10Z previews facebook deep 1 final", "19T10Z previews slack deep 1 final",
		"19T10Z visits home 1 final", "19T10Z visits campaign home 1 final",
		"19T11Z pageviews 0 final", "19T11Z visits 0 final", // 12 has no line: unknown
		"19T13Z pageviews ai_assistant deep 1 partial", "19T13Z visits ai_assistant deep 1 partial",
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || len(warnings) != 0 {
		t.Errorf("%v, %v\n%s", err, warnings, diff)
	}
}

// The same page view in each format is the same visit.
func TestFormats(t *testing.T) {
	visit := []string{"19T09Z pageviews organic_search deep 1 partial", "19T09Z visits organic_search deep 1 partial"}
	unknown := []string{"19T09Z pageviews deep 1 partial", "19T09Z visits deep 1 partial"}
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"combined":                {combined("09:00:01", "192.0.2.1", "GET /a", "200", "https://www.google.com/", chrome), visit},
		"IPv6":                    {combined("09:00:01", "2001:db8::1", "GET /a", "200", "https://www.google.com/", chrome), visit},
		"a host's name":           {combined("09:00:01", "client.isp.example", "GET /a", "200", "https://www.google.com/", chrome), visit},
		"vhost":                   {"shop.example:443 " + combined("09:00:01", "192.0.2.1", "GET /a", "200", "https://www.google.com/", chrome), visit},
		"syslog":                  {"Nov 19 09:00:01 web1 nginx: " + combined("09:00:01", "192.0.2.1", "GET /a", "200", "https://www.google.com/", chrome), visit},
		"an offset":               {strings.Replace(combined("12:30:01", "192.0.2.1", "GET /a", "200", "https://www.google.com/", chrome), "+0000", "+0330", 1), visit},
		"common":                  {`192.0.2.1 - - [19/Nov/2026:09:00:01 +0000] "GET /a HTTP/1.1" 200 5` + "\n", unknown},
		"quotes":                  {combined("09:00:01", "192.0.2.1", `GET /a?q=\"x\" \\`, "200", "https://www.google.com/", `Mozilla/5.0 \"x\" ] [ Firefox`), visit},
		"no line end":             {strings.TrimSpace(combined("09:00:01", "192.0.2.1", "GET /a", "200", "https://www.google.com/", chrome)), visit},
		"CR LF":                   {strings.ReplaceAll(combined("09:00:01", "192.0.2.1", "GET /a", "200", "https://www.google.com/", chrome), "\n", "\r\n"), visit},
		"an absolute address":     {combined("09:00:01", "192.0.2.1", "GET https://shop.example:443/a?b", "200", "https://www.google.com/", chrome), visit},
		"Caddy":                   {`caddy  | {"level":"info","ts":1795078801.75,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.1","client_ip":"192.0.2.1","method":"GET","host":"shop.example","uri":"/a?b=\"c\"","headers":{"Referer":["https://www.google.com/"],"User-Agent":["` + chrome + `"]}},"size":1,"status":0}`, visit},
		"Traefik":                 {`{"ClientHost":"192.0.2.1","DownstreamStatus":200,"RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"/a","StartUTC":"2026-11-19T09:00:01.5Z","request_Referer":"https://www.google.com/","request_User-Agent":"` + chrome + `","time":"2026-11-19T09:00:01Z"}`, visit},
		"Traefik without headers": {`{"ClientHost":"192.0.2.1","DownstreamStatus":200,"RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"/a","StartUTC":"2026-11-19T09:00:01.5Z"}`, unknown},
		"nginx in JSON":           {`{"time_iso8601":"2026-11-19T10:00:01+01:00","remote_addr":"192.0.2.1","request":"GET /a HTTP/1.1","status":"200","http_referer":"https:\/\/www.google.com\/","http_user_agent":"` + chrome + `"}`, visit},
		"Cloudflare":              {`{"ClientIP":"192.0.2.1","ClientRequestHost":"shop.example","ClientRequestMethod":"GET","ClientRequestURI":"/a","ClientRequestUserAgent":"` + chrome + `","ClientRequestReferer":"https://www.google.com/","EdgeStartTimestamp":1795078801100000000,"EdgeResponseStatus":200}`, visit},
		"ALB":                     {`https 2026-11-19T09:00:01.1Z app/x 192.0.2.1:4711 10.0.0.1:80 0.0 0.0 0.0 200 200 34 366 "GET https://shop.example:443/a HTTP/2.0" "` + chrome + `" - - more`, unknown},
		"CloudFront":              {"#Version: 1.0\n#Fields: date time c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-host-header\n2026-11-19\t09:00:01\t192.0.2.1\tGET\td1.cloudfront.net\t/a\t200\thttps://www.google.com/\t" + strings.ReplaceAll(chrome, " ", "%2520") + "\t-\tshop.example\n", visit},
		"IIS":                     {"#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status cs(User-Agent) cs(Referer)\n2026-11-19 09:00:01 192.0.2.1 GET /a - 200 " + strings.ReplaceAll(chrome, " ", "+") + " https://www.google.com/\n", visit},
		"Nginx Proxy Manager":     {`[19/Nov/2026:09:00:01 +0000] - 200 200 - GET https shop.example "/a" [Client 192.0.2.1] [Length 9] [Gzip -] [Sent-to 10.0.0.7] "` + chrome + `" "https://www.google.com/"`, visit},
	} {
		got, _, err := read(t, c.text)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestOwnHosts(t *testing.T) {
	text := "shop.example " + combined("09:00:00", "192.0.2.1", "GET /a", "200", "https://www.shop.example/b", firefox) +
		"admin.other.example " + combined("09:00:01", "192.0.2.2", "GET /a", "200", "-", firefox)
	got, warnings, err := read(t, text, "shop.example")
	if len(got) != 2 || !strings.HasPrefix(got[1], "19T09Z visits deep 1") || err != nil || len(warnings) != 1 || !strings.Contains(warnings[0], "other hosts") {
		t.Errorf("%v, %v, %v", got, warnings, err)
	}
}

func TestBehindAProxy(t *testing.T) {
	line := func(client, forwarded string) string {
		return strings.TrimSuffix(combined("09:00:00", client, "GET /a", "200", "-", firefox), "\n") + ` "` + forwarded + "\"\n"
	}
	text := line("10.0.0.1", "203.0.113.1, 10.0.0.9") + line("10.0.0.1", "6.6.6.6, 203.0.113.2") + line("203.0.113.9", "203.0.113.3") + line("203.0.113.9", "203.0.113.4")
	got, _, err := read(t, text, "shop.example")
	if len(got) != 2 || got[1] != "19T09Z visits direct deep 3 partial" || err != nil { // who isn't in the network is not believed
		t.Errorf("%v, %v", got, err)
	}
}

func TestMalformedLinesAreCounted(t *testing.T) {
	good := combined("09:00:00", "192.0.2.1", "GET /a", "200", "-", firefox)
	noise := `192.0.2.1 - - [19/Nov/2026:09:00:00 +0000] "\x16\x03\x01" 400 226 "-" "-"` + "\n" + `192.0.2.1 - - [19/Nov/2026:09:00:00 +0000] "-" 408 - "-" "-"` + "\n"
	text := good + noise + "hello\n" + strings.Repeat("x", 100_000) + "\n" + good + "{\"cut\":\n" + strings.Repeat(good, 3)
	got, warnings, err := read(t, text, "shop.example")
	if err != nil || len(got) != 2 || got[0] != "19T09Z pageviews direct deep 5 partial" || len(warnings) != 1 || !strings.Contains(warnings[0], "left out: 3 of 10") || !strings.Contains(warnings[0], "line 4") {
		t.Errorf("%v, %v, %v", got, warnings, err)
	}
	for text, want := range map[string]string{
		"":                                    "empty",
		"date,visits\n2026-11-01,10\n":        "access log",
		strings.Repeat("no log\n", 100):       "100 of 100 lines can't be read",
		"# only a remark\n":                   "no requests",
		"\x1f\x8b\x08 not gzip at all ......": "unpacked",
	} {
		if got, _, err := read(t, text); err == nil || !strings.Contains(err.Error(), want) || got != nil {
			t.Errorf("%.20q: %v, %v", text, got, err)
		}
	}
	future := strings.Replace(good, "2026", "2027", 1)
	if _, warnings, err := read(t, good+future, "shop.example"); err != nil || len(warnings) != 1 || !strings.Contains(warnings[0], "future") {
		t.Errorf("%v, %v", warnings, err)
	}
}

func pack(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.String()
}

// Rotated logs that were written one after the other, some of them packed, are one log.
func TestPackedLogs(t *testing.T) {
	a := combined("09:00:00", "192.0.2.1", "GET /a", "200", "-", firefox)
	b := combined("09:20:00", "192.0.2.1", "GET /b", "200", "-", firefox)
	c := combined("09:40:00", "192.0.2.1", "GET /c", "200", "-", firefox)
	want, _, err := read(t, a+b+c, "shop.example")
	if err != nil || want[1] != "19T09Z visits direct deep 1 partial" {
		t.Fatal(want, err)
	}
	got, _, err := read(t, pack(a)+pack(b)+c, "shop.example")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	whole := pack(strings.Repeat(a, 1000))
	if got, _, err := read(t, whole[:len(whole)-5]); err == nil || got != nil {
		t.Errorf("a packed file that was cut off: %v, %v", got, err)
	}
}

func TestPreview(t *testing.T) {
	f := accesslog.New(func() time.Time { return now }, nil)
	text := combined("09:00:00", "192.0.2.1", "GET /a?mail=a@b.example", "200", "https://www.google.com/", firefox) +
		combined("09:00:01", "192.0.2.1", "GET /b", "200", "https://shop.example/a", firefox) +
		combined("09:00:02", "192.0.2.1", "GET /c", "200", "https://shop.example/b?mail=a@b.example", firefox) + "cut o"
	for _, file := range []string{text, pack(text), pack(strings.Repeat(text, 300))[:400]} {
		got, err := f.Preview(strings.NewReader(file), nil)
		if err != nil || !got.Fixed || len(got.Rows) == 0 {
			t.Errorf("%+v, %v", got, err)
			continue
		}
		if all := fmt.Sprint(got); strings.Contains(all, "192.0.2.1") || strings.Contains(all, "mail") {
			t.Errorf("it shows who visited: %s", all)
		}
	}
	got, err := f.Preview(strings.NewReader(text), nil)
	if diff := cmp.Diff([]string{"shop.example"}, got.Mapping.Hosts); diff != "" || err != nil || len(got.Rows) != 3 {
		t.Errorf("%v %v\n%s", got.Rows, err, diff)
	}
	got, err = f.Preview(strings.NewReader("www.two.example "+text), nil)
	if len(got.Mapping.Hosts) != 0 || err != nil { // one of three lines has a host
		t.Errorf("%v, %v", got.Mapping, err)
	}
	if _, err := f.Preview(strings.NewReader("date,visits\n2026-11-01,10\n"), nil); err == nil {
		t.Error("a table is taken for a log")
	}
}

// Real lines of each format can be read.
func TestRecordedLines(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	files, err := filepath.Glob(filepath.Join(dir, "visits", "accesslog", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded logs", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if strings.HasPrefix(name, "LICENSE") {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, warnings, err := read(t, string(b))
		if strings.HasSuffix(name, "-malformed.log") { // attacks on the server, no HTTP
			if err == nil || !strings.Contains(err.Error(), "no requests") {
				t.Errorf("%s: %v", name, err)
			}
		} else if err != nil {
			t.Errorf("%s: %v, %v", name, warnings, err)
		} else {
			t.Log(name, warnings)
		}
	}
}
