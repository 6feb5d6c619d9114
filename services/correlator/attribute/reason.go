package attribute

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Reason is why an answer was matched as it was: a code with parameters, so that it can be said in any language.
type Reason struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params,omitempty"`
}

// because returns a reason. Parameters are given as name, value, name, value.
func because(code string, params ...any) Reason {
	r := Reason{Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if r.Params == nil {
			r.Params = map[string]any{}
		}
		r.Params[params[i].(string)] = params[i+1]
	}
	return r
}

// about is the reason of an answer that is about something other than a mention.
func about(k elsewhere) Reason { return because("elsewhere", "place", elsewhereCues[k].place) }

// Unreadable is the reason of an answer whose reading failed.
func Unreadable() Reason { return because("unreadable") }

// ReasonTexts are the reasons in English, by code. People is a list of names, place a key of [Places], month and
// weekday are numbers, and why is made of the reasons that follow.
var ReasonTexts = map[string]string{
	"address":            "One mention fits: the answer holds the mention's own address",
	"show_named":         "One mention fits: the answer names {show}, and {why}",
	"people_named":       "One mention fits: the answer names {people}, and {why}",
	"title":              "One mention fits: the answer repeats words of its title",
	"show_mentions":      "The answer names {show}, and {n} of its mentions could be meant",
	"show_number":        "The answer names {show}. None of its mentions has the number {n}",
	"show_old":           "The answer names {show}, but what it means was published more than 90 days before",
	"show_later":         "No mention of {show} had been published by then",
	"show_search":        "The answer has the words of {show}, but is about a search",
	"show_and_place":     "The answer names {show} and {place}, and neither as the one that made the difference",
	"several_shows":      "The answer names {n} shows, and none as the one that made the difference",
	"people_of_show":     "The answer names {people}, of {show}, and {n} of its mentions could be meant",
	"people_several":     "The answer names {people}, which fits mentions of several shows",
	"people_old":         "The answer names {people}, whose mentions were published more than 90 days before",
	"people_later":       "No mention with {people} had been published by then",
	"people_event":       "The answer names {people}, but at an event",
	"people_advertising": "The answer names {people} and advertising",
	"titles_of_show":     "The answer repeats words of several titles of {show}",
	"titles_of_several":  "The answer repeats words of titles of several shows",
	"place_only":         "The answer names only {place}, not which show or account",
	"place_without":      "No mention is on what the answer names ({place})",
	"elsewhere":          "The answer is about {place}",
	"denied":             "The answer says that this is not where",
	"stranger":           "The answer names a show or a person without a mention",
	"nothing":            "Nothing in the answer fits a mention",
	"no_words":           "The answer has no words",
	"orders":             "The text gives orders to the matcher, which is not where somebody heard of the brand",
	"unreadable":         "The answer could not be read",

	// What follows, in why.
	"no_other_of_show":   "no other of its mentions was published in the 90 days before",
	"no_other_of_people": "no other mention with that name was published in the 90 days before",
	"number":             "the number {n}",
	"person":             "{person} is in it",
	"place":              "it is {place}",
	"language":           "the language fits",
	"title_fits":         "its title fits",
	"brand":              "the brand is named",
	"latest":             "it is the latest one",
	"this_week":          "the time fits (this week)",
	"last_week":          "the time fits (last week)",
	"this_month":         "the time fits (this month)",
	"last_month":         "the time fits (last month)",
	"yesterday":          "the time fits (yesterday)",
	"today":              "the time fits (today)",
	"so_long_ago":        "the time fits (so long ago)",
	"weekday":            "the time fits ({weekday})",
	"month":              "the time fits ({month})",
	"day":                "the time fits ({day} {month})",
}

// Places are the kinds, networks and other sources that a reason can name, in English.
var Places = map[string]string{
	"podcast": "a podcast", "youtube": "YouTube", "linkedin": "LinkedIn", "mastodon": "Mastodon", "reddit": "Reddit", "hackernews": "Hacker News",
	"newsletter": "a newsletter", "bluesky": "Bluesky", "x": "X", "lemmy": "Lemmy", "telegram": "Telegram", "forum": "a forum", "article": "an article",
	"post": "a post", "instagram": "Instagram", "tiktok": "TikTok", "facebook": "Facebook", "radio": "the radio",
	"search": "a search", "person": "somebody they know", "event": "an event", "advertising": "advertising", "assistant": "an AI assistant",
	"company": "the company itself", "forgotten": "nothing they remember", "directory": "a directory",
}

var parameter = regexp.MustCompile(`\{\w+\}`)

// Reason returns why, in an English sentence without its full stop.
func (r Result) Reason() string { return English(r.Reasons) }

// English says reasons in a sentence without its full stop: the first is the sentence, its {why} is the others.
func English(reasons []Reason) string {
	if len(reasons) == 0 {
		return ""
	}
	var why []string
	for _, d := range reasons[1:] {
		why = append(why, d.english(""))
	}
	return reasons[0].english(and(why))
}

func (r Reason) english(why string) string {
	return parameter.ReplaceAllStringFunc(ReasonTexts[r.Code], func(p string) string {
		name := strings.Trim(p, "{}")
		v := r.Params[name]
		switch n := v.(type) {
		case []string:
			return and(n)
		case int:
			if name == "month" {
				return time.Month(n).String()
			} else if name == "weekday" {
				return time.Weekday(n).String()
			}
		case string:
			if name == "place" {
				return Places[n]
			}
		}
		if name == "why" {
			return why
		}
		return fmt.Sprint(v)
	})
}
