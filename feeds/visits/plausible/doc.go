// Package plausible reads visits from Plausible, in the cloud or on a server of one's own, by
// version 2 of its Stats API.
//
// Visits are counted by the hour, in the time zone that the site has in Plausible. One read covers
// up to [chunk] days; the first begins 400 days ago. Plausible may still revise the last two days,
// so these are read again each time. Plausible leaves hours without visits out of its answers. Such
// an hour counts as 0 only after the first visit that was ever seen: otherwise the time before the
// site was measured would be full of zeros.
//
// Days that were imported into Plausible have no hours. They are read as days.
//
// The key is sent in a header, to the address of the feed and nowhere else: redirects are
// not followed.
package plausible
