package words

import (
	"strings"
	"sync"
)

// Dutch is a small list of everyday words, most of them words that companies use as names or that
// speech recognition writes in place of a name.
var Dutch = sync.OnceValue(func() *Set {
	s := &Set{level: map[uint32]Level{}}
	for _, w := range strings.Fields(dutchCommon) {
		s.level[hash(w)] = Common
	}
	for _, w := range strings.Fields(dutchRare) {
		if s.level[hash(w)] == Unknown {
			s.level[hash(w)] = Rare
		}
	}
	return s
})

const dutchCommon = `
de het een geen en van in is dat op te zijn met voor niet die er aan om ook als dan maar bij nog uit door over ze zij hij wij we je jij jullie
u ik mij me mijn jouw uw ons onze hun haar hem wat wie waar wanneer hoe waarom dit deze daar hier naar tot tegen onder boven tussen
achter voorbij naast zonder binnen buiten heeft hebben had hadden was waren wordt worden werd werden kan kunnen kon konden zal zullen
zou zouden moet moeten moest mag mogen wil willen wilde gaan gaat ging doen doet deed komen komt kwam zien ziet zag geven geeft gaf
maken maakt maakte nemen neemt nam weten weet wist zeggen zegt zei vinden vindt vond staan staat stond liggen ligt lag zitten zit zat
lopen loopt liep werken werkt werkte werk leven leeft houden houdt hield laten laat liet denken denkt dacht krijgen krijgt kreeg
brengen brengt bracht blijven blijft bleef spelen speelt speelde vragen vraagt vroeg kopen koopt kocht verkopen verkoopt betalen betaalt
jaar jaren dag dagen week weken maand maanden uur uren minuut tijd keer mensen mens man vrouw kind kinderen huis huizen stad land landen
wereld weg straat water lucht vuur aarde zon maan ster sterren licht donker rood blauw groen geel wit zwart oranje paars roze grijs bruin
goed goede slecht groot grote klein kleine nieuw nieuwe oud oude jong jonge lang lange kort korte hoog hoge laag lage snel snelle
mooi mooie lekker leuk leuke veel weinig meer minder meest alle alles niets iets iemand niemand elke ieder iedereen andere ander
eerste tweede derde laatste volgende zelfde eigen samen weer altijd nooit soms vaak nu straks later vroeger vandaag gisteren morgen
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus september oktober
november december lente zomer herfst winter geld bank kaart rekening prijs winkel markt bedrijf bedrijven klant klanten product
producten dienst diensten team teams baas school boek boeken krant brief woord woorden taal naam vraag antwoord verhaal nieuws
auto fiets trein boot vliegtuig reis bos boom bomen bloem bloemen appel appels peer kaas brood melk koffie thee bier wijn vis vlees
hond kat paard koe vogel dier dieren hand handen hoofd oog ogen oor mond hart voet voeten been rug haar deur raam tafel stoel bed
kamer keuken tuin dak muur vloer trap spiegel klok telefoon computer scherm muziek film spel foto beeld kleur vorm lijn punt hoek kant
begin einde deel stuk rest groep paar aantal getal een twee drie vier vijf zes zeven acht negen tien honderd duizend miljoen
ja nee hallo dag dank graag misschien natuurlijk eigenlijk gewoon echt heel erg best wel toch al even eens pas net juist bijna
ongeveer precies vooral alleen omdat want dus of hoewel terwijl toen sinds tijdens volgens zoals zodat
plan plannen idee doel kans kracht macht recht wet regel orde staat rijk koning prins leger oorlog vrede vrijheid
`

const dutchRare = `
adem akker anker baken balans basis beker berg bever bloesem bolder bron brug buurt cirkel dam dolfijn draad draak eiland eik ekster
energie fakkel fontein fundament gids gilde golf graan haven havik hefboom helder hemel horizon ijsberg impuls kade kamp kapitein kasteel
katapult ketting kiem klaver klimop knoop kompas kraan krans kroon kwartier ladder lantaarn leeuw loods lucht magneet markt mast merel
meridiaan merk mier molen mozaiek mus nest netwerk noord oase oever olifant ooievaar oost orkaan otter paviljoen piek pijl pijler
piramide planeet ploeg poort post prisma puzzel raad raket reiger ritme rots roos ruimte schaduw schakel schild schip sleutel slot smid
sprong spoor stam steen storm stroom tak tempel toren touw tulp uil uitkijk valk vangnet veer vector veld venster vesting vink vlag
vleugel vlieger vlinder vonk vos vuurtoren waaier wal wever wiel wind wolf wolk wortel zaad zegel zeil zilver zuid zwaan zwaluw
contact contract coach koers stap stappen notie lineair doelwit segment orakel ding doen schijf lade vel plein boog kern laag
melding ticket bord schip vracht lading spoor wissel perron halte route
`
