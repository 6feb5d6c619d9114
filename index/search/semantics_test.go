package search_test

import "testing"

func TestWordsAndOperators(t *testing.T) {
	x := library(t,
		"both en: We compared Acme with Globex for a quarter.",
		"acme en: Acme raised its prices again.",
		"globex en: Globex is hiring in Utrecht.",
		"neither en: Nothing about either of them.",
	)
	check(t, x, []expect{
		{"acme", "acme both"},
		{"ACME", "acme both"},
		{"acme globex", "both"},
		{"globex acme", "both"},
		{"acme AND globex", "both"},
		{"acme and globex", "both"},
		{"acme && globex", "both"},
		{"acme OR globex", "acme both globex"},
		{"acme or globex", "acme both globex"},
		{"acme || hiring", "acme both globex"},
		{"acme | hiring", "acme both globex"},
		{"acme -globex", "acme"},
		{"acme NOT globex", "acme"},
		{"acme AND NOT globex", "acme"},
		{"-acme", "globex neither"},
		{"-acme -globex", "neither"},
		{"NOT (acme OR globex)", "neither"},
		{"NOT NOT acme", "acme both"},
		{"-(-acme)", "acme both"},
		{"(-acme globex)", "globex"},
		{"(-globex acme) OR hiring", "acme globex"},
		{"acme -acme", ""},
		{"acme OR -acme", "acme both globex neither"},
		{"acme - globex", "both"}, // a dash between spaces is punctuation
		{"acme −globex", "acme"},  // a minus sign, as some keyboards write it
		// AND binds closer than OR.
		{"hiring OR acme globex", "both globex"},
		{"acme globex OR hiring", "both globex"},
		{"(hiring OR acme) globex", "both globex"},
		{"(acme OR hiring) -globex", "acme"},
		{"acme (globex OR prices)", "acme both"},
		{"((acme))", "acme both"},
		{"(acme (globex (quarter)))", "both"},
		{"prices raised", "acme"},
		{"acme acme", "acme both"},
		{"*", "acme both globex neither"},
		{"* -acme", "globex neither"},
	})
}

func TestPhrases(t *testing.T) {
	x := library(t,
		"moved en: They switched from Acme to Globex in June.",
		"back en: From Acme they never switched away.",
		"twice en: from here to there and from there to here",
		"quote en: He said: “the best tool”, period.",
		"gap en: The very best tool of all.",
		"across en: the end. Of the best.",
	)
	check(t, x, []expect{
		{`"switched from"`, "moved"},
		{`"SWITCHED From"`, "moved"},
		{`"from acme"`, "back moved"},
		{`"acme from"`, ""},
		{`"from acme to globex"`, "moved"},
		{`"from acme to globex in july"`, ""},
		{`"from there to here"`, "twice"},
		{`"from here to here"`, ""},
		{`"the best tool"`, "quote"},
		{`"best tool"`, "gap quote"},
		{`"the end of the best"`, "across"}, // punctuation does not break a phrase
		{`"prices"`, ""},
		{`"switch from"`, ""}, // no other forms in quotes
		{`“switched from”`, "moved"},
		{`„switched from“`, "moved"},
		{`«switched from»`, "moved"},
		{`”switched from”`, "moved"},
		{`"switched from" globex`, "moved"},
		{`"switched from" OR "best tool"`, "gap moved quote"},
		{`-"best tool" best`, "across"},
		{`"switched from""best tool"`, ""},
		// Quotes of only common words are answered by pairs of neighbours.
		{`"of the"`, "across"},
		{`"of the best"`, "across"},
		{`"to there"`, "twice"},
		{`"and from there"`, "twice"},
	})
}

func TestNear(t *testing.T) {
	x := library(t,
		"one en: acme globex",
		"two en: acme and globex",
		"four en: acme one two three globex",
		"turned en: globex then acme",
		"self en: acme acme",
		"only en: acme alone",
	)
	check(t, x, []expect{
		{"acme NEAR/1 globex", "one"},
		{"acme NEAR/2 globex", "one turned two"},
		{"acme NEAR/3 globex", "one turned two"},
		{"acme NEAR/4 globex", "four one turned two"},
		{"acme NEAR globex", "four one turned two"},
		{"acme ONEAR/2 globex", "one two"},
		{"globex ONEAR/2 acme", "turned"},
		{"acme NEAR/1 acme", "self"}, // a word is not next to itself
		{`"acme and" NEAR/1 globex`, "two"},
		{"(acme OR then) NEAR/1 globex", "one turned"},
		{"globex NEAR/1 then NEAR/1 acme", "turned"},
		{"acme NEAR/2 globex NEAR/2 then", ""}, // a chain measures from the ends of what is near
		{"acme NEAR/1 (globex OR acme)", "one self"},
		{"-(acme NEAR/2 globex) globex", "four"},
		{"acm* NEAR/1 globex", "one"},
		{"akme~1 NEAR/1 globex", "one"},
		{"raw:acme NEAR/1 globex", "one"},
		{"raw:Acme NEAR/1 globex", ""},
	})
}

func TestWildcardsAndTypos(t *testing.T) {
	x := library(t,
		"price en: price",
		"pricing en: pricing",
		"prize en: prize",
		"brand en: attribution",
		"typo en: atribution",
		"far en: contribution",
		"short en: ab",
		"unicode de: München",
	)
	check(t, x, []expect{
		{"pric*", "price pricing"},
		{"PRIC*", "price pricing"},
		{"p*", "price pricing prize"},
		{"prices*", ""},
		{"price~1", "price prize"},
		{"pirce~1", "price"}, // two neighbours swapped are one change
		{"attribution~", "brand typo"},
		{"attribution~1", "brand typo"},
		{"attribution", "brand"},
		{"contribution~2", "far"},
		{"abc~1", "short"},
		{"munchen~1", "unicode"},
		{"münchn~1", "unicode"},
		{"mün*", "unicode"},
		{"pric* -pricing", ""}, // without all forms of the word
		{`pric* -"pricing"`, "price"},
		{"pric* OR priz*", "price pricing prize"},
		{"zzz*", ""},
	})
}

func TestCommonWords(t *testing.T) {
	x := library(t,
		"band en: The Who played all night.",
		"question en: Who played the organ?",
		"plain en: Somebody played the organ.",
		"article en: An organ of the state.",
	)
	check(t, x, []expect{
		{"who played", "band plain question"}, // who is optional beside another word
		{"The Who played", "band question"},   // capitals inside a name insist
		{`"the who"`, "band"},
		{`"who"`, "band question"},
		{"the who", "band question"}, // nothing but common words: all count
		{"the", "article band plain question"},
		{"organ the", "article plain question"},
		{"what about the organ", "article plain question"},
		{"-the", ""},
		{"organ -the", ""},
		{"organ -who", "article plain"},
		{`raw:"The Who"`, "band"},
		{"raw:Who", "band question"},
		{"who OR state", "article band question"},
	})
}
