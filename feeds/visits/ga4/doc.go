// Package ga4 reads visits from Google Analytics 4, by version 1 beta of its Data API.
//
// Visits are sessions by the hour, in the time zone of the property. The last four days are read again each
// time, and the last 30 once a week, because Google revises them. On the day on which summer time
// ends, Google puts two hours into one.
//
// Google leaves hours without visits out, and hours that it has not processed yet as well. So an hour is
// zero only between the first and the last hour with visits, and not where Google withholds small numbers.
package ga4
