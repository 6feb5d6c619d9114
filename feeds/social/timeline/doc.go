// Package timeline reads posts from networks that list them newest first, page after page.
//
// Each network has a package of its own, which says how a page is asked for and read. What
// they have in common is here:
//
//   - Each read takes one page and reports whether there is more, so that a long history holds up
//     nobody. The position is stored with the posts of each page.
//   - The newest page is always read completely, so posts that were edited come again with the
//     same key. Posts that were there and are missing now are looked up one by one, and those
//     that the network has deleted are reported as removals.
//   - After an outage, pages are read back to the newest post of the time before. What lies
//     beyond the limit of pages is lost, and the batch has a warning.
package timeline
