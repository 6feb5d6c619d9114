// Package accesslog counts visits in the access log of a web server or a CDN: nginx, Apache, Caddy,
// Traefik, Cloudflare, IIS, CloudFront, AWS load balancers, plain or packed with gzip.
//
// A page view is a GET of a path that looks like a page, answered with 200 or 304, by a client
// that doesn't look like a program. A visit begins with the first page view of an address with a user agent
// after half an hour without one. Its channel is that of its first page view.
//
// Address and user agent are hashed with a random seed that exists only while the file is read. No
// address, user agent or referrer is stored, and no path of a visitor.
//
// Beside visits and page views, two counts that no visitor analytics sees: "previews" are fetches by chats
// and networks that draw the preview of a link, by chat; "assistant_fetches" are fetches by AI assistants for a
// person, by assistant. Both are claims of the user agent. The same fetches, by page and minute and checked against
// published addresses, are in [feeds.FileResult.Fetches].
//
// Three further metrics are parts of the visits, for the dark share: "deep_direct", "deep_search" and
// "deep_direct_possibly_ai" ([feeds.Untyped]).
//
// Logs have damaged lines, and requests that aren't HTTP. Such lines are counted and left out. A file of
// which most lines can't be read is refused. An hour without any line is unknown, since a part of
// the log may be missing. An hour with lines but without visits is 0. The first and the last hour are partial.
//
// The file is read as a stream. Memory is bounded by the visitors of an hour and the number of hours.
package accesslog
