package words

import "strings"

// Role is the grammatical effect of a small word on its neighbours.
type Role uint8

const (
	None       Role = iota
	Determiner      // a, this, my: a common noun follows
	Article         // the: a common noun or a name follows
	Place           // on, via, with: often a name follows
	Modal           // to, will, can: a verb follows
	Object          // it, me, them: follows a verb
	Of              // of: follows a common noun
)

// Grammar is the small words of one language.
type Grammar map[string]Role

// Role returns the role of a word in any case.
func (g Grammar) Role(word string) Role {
	if len(word) == 0 || len(word) > 10 {
		return None
	}
	return g[strings.ToLower(word)]
}

// GrammarOf returns the small words of the language of a BCP 47 tag, or English when there is no
// list.
func GrammarOf(language string) Grammar {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch primary {
	case "de":
		return germanGrammar
	case "nl":
		return dutchGrammar
	}
	return englishGrammar
}

var englishGrammar = grammar(map[Role]string{
	Determiner: "a an this that these those every each any some another no which what such one more most very so too my your his her its our their",
	Article:    "the",
	Place:      "on via using with at from in into like use uses used than through joined called and or plus versus vs by for between",
	Modal:      "to will can could would should shall might must may we'll you'll they'll i'll he'll she'll it'll let's i'd we'd you'd don't didn't doesn't won't can't couldn't wouldn't gonna just then we you they i who",
	Object:     "it me them him us you things",
	Of:         "of",
})

var dutchGrammar = grammar(map[Role]string{
	Determiner: "een deze die dit dat elke elk ieder iedere geen mijn jouw uw zijn haar ons onze hun welke zo'n veel meer meest",
	Article:    "de het",
	Place:      "op via met van bij naar in voor tegen door over zoals gebruik gebruikt gebruiken en of door",
	Modal:      "te zal zullen kan kunnen kon moet moeten wil willen gaan gaat ik wij we jullie",
	Object:     "het me hem ze ons hen mij",
})

var germanGrammar = grammar(map[Role]string{
	Determiner: "ein eine einen einem einer eines dieser diese dieses diesem diesen jeder jede jedes kein keine keinen mein meine dein sein seine seinem seinen ihr ihre ihrem unser unsere welche welcher viele mehr",
	Article:    "der die das den dem des im am zur zum vom ins",
	Place:      "bei mit von für über auf via wie nutzt nutzen verwendet gegen durch und oder",
	Modal:      "zu wird werden kann können muss müssen will wollen soll wir ich sie",
	Object:     "es mich ihn uns dich",
})

func grammar(lists map[Role]string) Grammar {
	g := Grammar{}
	// Lower roles win where a word has two.
	for role := Of; role > None; role-- {
		for _, w := range strings.Fields(lists[role]) {
			g[w] = role
		}
	}
	return g
}

// Calendar reports whether a folded word is a month or a day, in full or short.
func Calendar(word string) bool { return calendar[word] }

// Time reports whether a lower-case word is a period of time, as in "next year".
func Time(word string) bool {
	switch strings.TrimSuffix(word, "s") {
	case "year", "month", "week", "day", "hour", "minute", "second", "quarter", "time", "morning", "night",
		"jaar", "jaren", "maand", "dag", "dagen", "uur", "minuut", "kwartaal", "tijd", "keer",
		"jahr", "jahre", "monat", "woche", "wochen", "tag", "tage", "stunde", "quartal", "mal":
		return true
	}
	return false
}

var calendar = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
januari februari maart mei juni juli augustus oktober maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
januar februar marz mai dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
`) {
		m[w] = true
	}
	return m
}()
