// Package fetches counts fetches of pages by programs that name themselves: chats that draw the preview
// of a link, AI assistants that read a page for a person, and crawlers.
//
// Somebody who pastes a link into a chat can't be seen, but the chat's fetch of the page can. It comes once
// for each share, or less often where the chat keeps previews. So counts of previews are lower bounds.
//
// A user agent is a claim. It is checked against the addresses that the operator publishes ([Addresses]), where
// they are known. Addresses of clients are used for this check only, and not kept.
//
// Memory is bounded: a counter has a limit of rows, beyond which the pages aren't told apart. Paths are cut,
// and of a user agent the first half kilobyte counts.
package fetches
