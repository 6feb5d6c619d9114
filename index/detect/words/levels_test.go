package words_test

import (
	"strings"
	"testing"

	"github.com/namedrop/namedrop/index/detect/words"
)

// Words that companies are named after, and names that are no words.
func TestLevelsOfNames(t *testing.T) {
	for _, c := range []struct {
		language string
		level    words.Level
		list     string
	}{
		{"en", words.Common, "house next people time make work"},
		{"en", words.Unknown, "hubspot zendesk mailchimp datadog kubernetes spotify xyzzy"},
		{"nl", words.Common, "huis appel brood geen omdat twee"},
		{"nl", words.Rare, "kompas anker baken ladder wolk"},
		{"nl", words.Unknown, "coolblue bol datadijk"},
		{"de", words.Common, "nicht wirklich zwanzig uber"},
		{"de", words.Unknown, "datev personio celonis"},
	} {
		for w := range strings.FieldsSeq(c.list) {
			if got := words.For(c.language).Level(w); got != c.level {
				t.Errorf("%s %q has level %d, want %d", c.language, w, got, c.level)
			}
		}
	}
	var none *words.Set
	if none.Level("house") != words.Unknown {
		t.Error("a set that is nil has words")
	}
}

func TestRolesOfSmallWords(t *testing.T) {
	for _, c := range []struct {
		language string
		role     words.Role
		list     string
	}{
		{"en", words.Determiner, "a An THIS my every"},
		{"en", words.Article, "the The"},
		{"en", words.Place, "on via With at versus"},
		{"en", words.Modal, "to will can't we let's"},
		{"en", words.Object, "it me them"},
		{"en", words.Of, "of"},
		{"en", words.None, "house Ada het und verylongword"},
		{"nl", words.Determiner, "een deze geen"},
		{"nl", words.Article, "de Het"},
		{"nl", words.Object, "hem ze"},
		{"nl", words.None, "the huis"},
		{"de", words.Determiner, "ein keine"},
		{"de", words.Article, "der dem vom"},
		{"de", words.Modal, "wird können ich"},
		{"de", words.None, "Haus the"},
		{"fr", words.Article, "the"}, // English where there is no list
	} {
		for w := range strings.FieldsSeq(c.list) {
			if got := words.GrammarOf(c.language).Role(w); got != c.role {
				t.Errorf("%s %q has role %d, want %d", c.language, w, got, c.role)
			}
		}
	}
	if words.GrammarOf("en").Role("") != words.None {
		t.Error("no word has a role")
	}
}

func TestWordsOfTime(t *testing.T) {
	for w := range strings.FieldsSeq("january may mei marz sept dinsdag samstag fri") {
		if !words.Calendar(w) {
			t.Errorf("%q is not in the calendar", w)
		}
	}
	for w := range strings.FieldsSeq("year years week maand stunde tage keer mal") {
		if !words.Time(w) {
			t.Errorf("%q is no time", w)
		}
	}
	for w := range strings.FieldsSeq("house May yearly januaries timeline") {
		if words.Calendar(w) || words.Time(w) {
			t.Errorf("%q is taken for a time", w)
		}
	}
}
