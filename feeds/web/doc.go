// Package web reads pages: of blogs, newsletters, forums and shows that have no feed.
//
// A source is an address and the pages that it links to, as far as its settings allow. Each page is one document
// whose text is the main part of the page, without menus, sidebars and footers. A page counts as changed when
// that text has changed, whatever else of its HTML did.
//
// Colly follows the links, over a transport of the door: its guard, its limits, one polite rate for each host, and
// the copy of robots.txt that it keeps. Both obey that file, colly before each request and the door at each
// redirect too.
//
// A read is short. Pages that are left over stay in the position, and the next read continues with them, so a
// host that wants long waits between requests holds up no worker.
package web
