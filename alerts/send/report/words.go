package report

import "github.com/namedrop/namedrop/alerts/send/text"

// words are the texts of a language. The arguments of those with %s are named beside them.
type words struct {
	title, revised string // brand, grade
	grades         map[string]string
	sentences      map[string]string // by grade, and fell: name, what moved
	bare           map[string]string // name: the sentence without numbers
	together       [2]string         // name, how many others: one, several
	more           string            // low, high, days: more visits than expected
	fewer          string            // the same: fewer
	either         string            // fewer, more, days
	day, days      string
	counted        string // observed
	expected       string // low, high
	difference     string // low, high
	visible        string // smallest visible
	window         string // site, first day, last day
	open           string
	thousands      string // between groups of three digits
	language       string
}

// wordsOf returns the words of a language, English for one that there are none of.
func wordsOf(language string) words {
	if language == text.Dutch {
		return dutch
	}
	return english
}

var english = words{
	title: "Report on %s: %s", revised: "Revised report on %s: %s",
	grades: map[string]string{"clear": "clear", "likely": "likely", "possible": "possible", "no_sign": "no sign", "cannot_tell": "can't tell"},
	sentences: map[string]string{
		"clear": "%s brought visits: %s.", "likely": "%s probably brought visits: %s.", "possible": "%s may have brought visits: %s.",
		"no_sign": "No sign that %s changed visits: %s.", "fell": "No sign that %s brought visits, which fell: %s.", "cannot_tell": "We can't tell what %s did: %s.",
	},
	bare: map[string]string{
		"clear": "%s brought visits.", "likely": "%s probably brought visits.", "possible": "%s may have brought visits.",
		"no_sign": "No sign that %s changed visits.", "cannot_tell": "We can't tell what %s did.",
	},
	together: [2]string{"%s and 1 other mention on the same days", "%s and %d other mentions on the same days"},
	more:     "between %s and %s more visits than expected in %s (95%% interval)",
	fewer:    "between %s and %s fewer visits than expected in %s (95%% interval)",
	either:   "between %s fewer and %s more visits than expected in %s (95%% interval)",
	day:      "1 day", days: "%d days",
	counted: "%s visits counted", expected: "%s to %s expected", difference: "difference %s to %s", visible: "a rise of %s or more would show",
	window: "%s, %s to %s", open: "Open the report", thousands: ",",
	language: text.English,
}

var dutch = words{
	title: "Rapport over %s: %s", revised: "Herzien rapport over %s: %s",
	grades: map[string]string{"clear": "duidelijk", "likely": "waarschijnlijk", "possible": "mogelijk", "no_sign": "geen teken", "cannot_tell": "onbekend"},
	sentences: map[string]string{
		"clear": "%s bracht bezoek: %s.", "likely": "%s bracht waarschijnlijk bezoek: %s.", "possible": "%s bracht mogelijk bezoek: %s.",
		"no_sign": "Geen teken dat %s het bezoek veranderde: %s.", "fell": "Geen teken dat %s bezoek bracht; het daalde: %s.", "cannot_tell": "We weten niet wat %s deed: %s.",
	},
	bare: map[string]string{
		"clear": "%s bracht bezoek.", "likely": "%s bracht waarschijnlijk bezoek.", "possible": "%s bracht mogelijk bezoek.",
		"no_sign": "Geen teken dat %s het bezoek veranderde.", "cannot_tell": "We weten niet wat %s deed.",
	},
	together: [2]string{"%s en 1 andere vermelding op dezelfde dagen", "%s en %d andere vermeldingen op dezelfde dagen"},
	more:     "tussen %s en %s meer bezoeken dan verwacht in %s (95%%-interval)",
	fewer:    "tussen %s en %s minder bezoeken dan verwacht in %s (95%%-interval)",
	either:   "tussen %s minder en %s meer bezoeken dan verwacht in %s (95%%-interval)",
	day:      "1 dag", days: "%d dagen",
	counted: "%s bezoeken geteld", expected: "%s tot %s verwacht", difference: "verschil %s tot %s", visible: "een stijging vanaf %s is zichtbaar",
	window: "%s, %s tot en met %s", open: "Open het rapport", thousands: ".",
	language: text.Dutch,
}
