// Package plausible reads visits from Plausible, in the cloud or on a server of one's own, by
// version 2 of its Stats API.
//
// Visits are counted by the hour on the clocks of the site in Plausible. A read takes up to
// [chunk] days; the first one begins 400 days ago. What Plausible may still revise, the last
// two days, is read again each time. An hour without visits is not in an answer at all: it is
// 0 only once a visit was seen before it, or else the time before the site had a counter
// would be full of zeros.
//
// Days that were imported into Plausible have no hours. They are read as days.
//
// The key is sent in a header, to the address of the feed and nowhere else: redirects are
// not followed.
package plausible
