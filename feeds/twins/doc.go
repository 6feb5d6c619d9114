// Package twins finds the video of a podcast's episode: the same recording on YouTube.
//
// Duration, date and title have to agree together. A title alone is never enough: a show has the same
// title every December, a daily one every day, and a clip has that of the episode that it was cut from.
// Nor are the names of show and channel: they often differ, and two shows may talk to the same guest in
// one week.
//
// [Match] pairs episodes with videos. [Shift] moves the times of a video's captions to those of the episode,
// which has other advertisements.
//
// Everything here is pure: the same input gives the same result.
package twins
