// Package searchconsole reads from Google Search Console how often the brand's own names were searched for on
// Google, and how often such a search led to the site.
//
// Days are those of Pacific time, as Google counts them. The metrics branded_clicks and branded_impressions
// are of searches that contain one of the names. Google leaves rare searches out as soon as it
// is asked for words, so both are lower bounds. The metrics clicks and impressions are of all searches.
//
// Google says from which day on its numbers are incomplete. Those days are read again until they
// have been complete for three days.
package searchconsole
