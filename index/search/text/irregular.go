package text

import "strings"

// irregular maps irregular forms of English verbs and nouns to the base form, so that
// "leave" finds "left". Forms that are more often another word (saw, found, bore) are left
// out. So is went: views rely on a stem that keeps the first letter of its word.
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
