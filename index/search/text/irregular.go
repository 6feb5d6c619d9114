package text

import "strings"

// irregular are forms of English verbs and nouns that no ending tells: who asks why
// they leave finds why they left. Forms that are a word of their own more often than a
// form of the other (saw, found, bore) are left out, and so is went: a stem keeps the
// first letter of its word.
var irregular = func() map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(`leave left
hear heard
buy bought
sell sold
pay paid
spend spent
say said
tell told
think thought
bring brought
build built
choose chose chosen
grow grew grown
lose lost
make made
keep kept
get got gotten
give gave given
take took taken
write wrote written
speak spoke spoken
know knew known
come came
become became
begin began begun
run ran
win won
send sent
teach taught
catch caught
drive drove driven
break broke broken
forget forgot forgotten
hold held
meet met
mean meant
feel felt
show shown
sink sank
rise rose risen
fall fell fallen
throw threw thrown
fight fought
seek sought
steal stole stolen
woman women
man men
child children
person people`, "\n") {
		forms := strings.Fields(line)
		for _, f := range forms[1:] {
			out[f] = forms[0]
		}
	}
	return out
}()
