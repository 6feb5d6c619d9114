// Package youtube reads videos of YouTube: a channel's or a playlist's list of videos, and the
// captions of a video.
//
// Videos are listed by the channel's feed. That feed is missing for hours or days for channels that
// are alive, so a 404 or a 500 never counts against a channel: the list that the app shows is the
// second way, and an error is reported only if both fail.
//
// [Captions] fills videos with their captions. It asks the players of YouTube's own apps, one after
// the other, since each of them may be closed to programs at any time; which ones is a setting. Tracks
// that people wrote come before automatic ones. Each answer that YouTube gives in place of captions has
// a fault of its own.
//
// Everything passes one [Gate]: one request at a time, a pause of changing length between two videos,
// a budget for the day, and a stop of hours once YouTube blocks this address. The gate never
// waits: what can't be sent now is put off, so that no other source is delayed.
package youtube
