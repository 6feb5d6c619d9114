package words

import (
	"strings"
	"sync"

	"github.com/aaaton/golem/v4/dicts/de"
)

// German is the German dictionary. Its source has no frequencies and leaves out words that have
// only one form. Those are the most common ones, so they are listed here.
var German = sync.OnceValue(func() *Set {
	s := &Set{level: make(map[uint32]Level, 350_000)}
	if raw, err := de.New().GetResource(); err == nil {
		s.addForms(raw, Rare, foldGerman)
	}
	for w := range strings.FieldsSeq(germanCommon) {
		s.level[hash(foldGerman(w))] = Common
	}
	return s
})

func foldGerman(w string) string {
	return umlauts.Replace(strings.ToLower(w))
}

var umlauts = strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "ß", "ss", "é", "e")

const germanCommon = `
der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner ich du er sie es wir ihr mich dich sich uns
euch mir dir ihm ihn ihnen mein meine dein deine sein seine seinen seiner ihre ihren ihrer unser unsere euer eure dieser diese dieses
diesen diesem jener jede jeder jedes jeden alle alles allen man wer was wen wem wessen welche welcher welches etwas nichts niemand
jemand einander selbst beide beiden viel viele vielen mehr meist wenig wenige einige mehrere ander andere anderen an auf aus außer bei
beim bis durch entlang für gegen gegenüber gemäß hinter im in ins innerhalb außerhalb mit mittels nach neben ohne pro seit statt trotz
über überm übers um unter unterm vom von vor während wegen zu zum zur zwischen zufolge dank laut per via am ans aber als also anstatt
bevor da damit dass denn dennoch deshalb deswegen doch ehe entweder falls indem jedoch nachdem noch nun ob obwohl oder sobald sodass
solange sondern sonst sowie sowohl trotzdem und weder weil wenn wie wobei wodurch wohingegen zumal zwar ab abends aha allein allerdings
allzu auch auseinander außerdem bald bereits besonders bestimmt bisher bloß dabei dadurch dafür dagegen daher dahin dahinter damals
danach daneben daran darauf daraus darin darüber darum darunter davon davor dazu dazwischen dort dorthin draußen drin drinnen drüben
durchaus eben ebenfalls ebenso egal eher eigentlich einfach einmal einst endlich erst etwa fast folglich fort früh früher gar ganz
genau genug gerade geradezu gern gerne gestern gleich gleichzeitig glücklicherweise halt heute heutzutage her herauf heraus herein
herum herunter hervor hier hierbei hierfür hierher hin hinaus hinein hinten hinunter hinzu höchst immer immerhin inzwischen irgend
irgendwann irgendwas irgendwer irgendwie irgendwo ja je jedenfalls jederzeit jemals jetzt kaum kürzlich lang lange längst leider lieber
los mal manchmal mehrmals meistens miteinander mitten möglich morgen morgens nacheinander nachher nachts nah nämlich natürlich nebenbei
nein neu neulich nicht nie niemals nirgends nochmals normalerweise nur oben oft öfter ohnehin plötzlich quasi raus rein rechts
rückwärts rund schließlich schon sehr selten sicher so sofort sogar somit später stets tatsächlich teils überall überhaupt übrigens
umsonst ungefähr unten unterwegs unbedingt vielleicht vielmals vorbei vorher vorn vorne vorwärts wann warum weg weiter weiterhin
wenigstens wieder wieso wirklich wo woanders woher wohin wohl womit woran worauf ziemlich zuerst zufällig zuletzt zunächst zurück
zusammen zuvor zuweilen bitte danke hallo okay tschüss null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig
dreißig vierzig fünfzig sechzig hundert tausend ist sind war waren bin bist seid wird werden wurde wurden hat haben hatte hatten kann
können konnte konnten muss müssen musste will wollen wollte soll sollen sollte darf dürfen durfte mag mögen mochte möchte würde würden
wäre wären hätte hätten gibt geht macht machen kommt sagt sagen weiß wissen lässt steht liegt
`
