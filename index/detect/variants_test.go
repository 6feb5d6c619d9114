package detect_test

import (
	"testing"

	"github.com/namedrop/namedrop/index"
)

// variants is a name of each shape, none of which is a word.
var variants = []index.Brand{
	{ID: "one", Name: "Zorvelta"},
	{ID: "camel", Name: "HubPeak"},
	{ID: "two", Name: "Meridian Labs"},
	{ID: "hyphen", Name: "Ver-Lano"},
	{ID: "amp", Name: "Tarnow & Sons"},
	{ID: "digits", Name: "9Vaults"},
	{ID: "caps", Name: "QXRT"},
	{ID: "apostrophe", Name: "Kessler's"},
	{ID: "dotted", Name: "plovik.io"},
	{ID: "symbol", Name: "V++"},
	{ID: "accents", Name: "Čevařina"},
	{ID: "umlaut", Name: "Zürwald"},
	{ID: "kana", Name: "ソラノ"},
	{ID: "han", Name: "蓝湖"},
	{ID: "cyrillic", Name: "Зорвель"},
}

func TestCase(t *testing.T) {
	checkExamples(t, mustNew(t, variants...), "en", []example{
		{"We moved to Zorvelta last year.", []string{"one=Zorvelta"}},
		{"we moved to zorvelta last year", []string{"one=zorvelta"}},
		{"WE MOVED TO ZORVELTA LAST YEAR", []string{"one=ZORVELTA"}},
		{"We moved to zORVELTA last year.", []string{"one=zORVELTA"}},
		{"Our Hubpeak account and the hubpeak app.", []string{"camel=Hubpeak", "camel=hubpeak"}},
		{"Made at MERIDIAN LABS in May.", []string{"two=MERIDIAN LABS"}},
		{"The qxrt results and QXRT stock.", []string{"caps=qxrt?", "caps=QXRT"}},
	})
}

func TestPluralAndPossessive(t *testing.T) {
	checkExamples(t, mustNew(t, variants...), "en", []example{
		{"Two Zorveltas on one desk.", []string{"one=Zorveltas"}},
		{"Zorvelta's pricing is fair.", []string{"one=Zorvelta"}},
		{"Zorvelta’s pricing is fair.", []string{"one=Zorvelta"}},
		{"The Zorveltas' pricing is fair.", []string{"one=Zorveltas"}},
		{"A Zorveltass is no plural.", nil},
		{"Meridian Labs' new office", []string{"two=Meridian Labs"}},
		{"Meridian Labs's new office", []string{"two=Meridian Labs"}},
		{"We eat at Kessler's on Fridays.", []string{"apostrophe=Kessler's"}},
		{"We eat at Kesslers on Fridays.", []string{"apostrophe=Kesslers"}},
		{"Three QXRTs in a rack.", []string{"caps=QXRTs"}},
	})
}

func TestJoinedAndSplit(t *testing.T) {
	checkExamples(t, mustNew(t, variants...), "en", []example{
		{"We use Hub Peak daily.", []string{"camel=Hub Peak"}},
		{"We use hub-peak daily.", []string{"camel=hub-peak"}},
		{"We use Hub_Peak daily.", []string{"camel=Hub_Peak"}},
		{"We use Hub/Peak daily.", []string{"camel=Hub/Peak"}},
		{"We use Hub\nPeak daily.", []string{"camel=Hub\nPeak"}},
		{"We use Hub\u00a0Peak daily.", []string{"camel=Hub\u00a0Peak"}},
		{"We use Hub (Peak) daily.", nil},
		{"We use Hub and Peak daily.", nil},
		{"We sat in the hub. Peak hours are over.", nil},
		{"We went to MeridianLabs and to meridian-labs.", []string{"two=MeridianLabs", "two=meridian-labs"}},
		{"Labs Meridian is another company.", nil},
		{"Meridian's Labs are far away.", nil},
		{"Verlano, Ver Lano and Ver‑Lano are one.", []string{"hyphen=Verlano", "hyphen=Ver Lano", "hyphen=Ver‑Lano"}},
		{"Q X R T and Q.X.R.T. and Q-X-R-T", []string{"caps=Q X R T", "caps=Q.X.R.T", "caps=Q-X-R-T"}},
		{"9 Vaults and 9Vaults and 9-vaults", []string{"digits=9 Vaults", "digits=9Vaults", "digits=9-vaults"}},
	})
}

func TestAndIsWrittenManyWays(t *testing.T) {
	checkExamples(t, mustNew(t, variants...), "en", []example{
		{"Tarnow & Sons won.", []string{"amp=Tarnow & Sons"}},
		{"Tarnow and Sons won.", []string{"amp=Tarnow and Sons"}},
		{"Tarnow AND Sons won.", []string{"amp=Tarnow AND Sons"}},
		{"Tarnow&Sons won.", []string{"amp=Tarnow&Sons"}},
		{"Tarnow und Sons won.", []string{"amp=Tarnow und Sons"}},
		{"Tarnow en Sons won.", []string{"amp=Tarnow en Sons"}},
		{"Tarnow or Sons won.", nil},
		{"Tarnow won, and so did the Sons.", nil},
	})
}

func TestHyphenatedWords(t *testing.T) {
	checkExamples(t, mustNew(t, variants...), "en", []example{
		{"A Zorvelta-style pipeline.", []string{"one=Zorvelta"}},
		{"The non-Zorvelta world.", []string{"one=Zorvelta"}},
		{"A pre-HubPeak-era tool.", []string{"camel=HubPeak"}},
		{"Zorvelta—the company—grew.", []string{"one=Zorvelta"}},
		{"Zorvelta…and more", []string{"one=Zorvelta"}},
		{"(Zorvelta), “Zorvelta”, [Zorvelta]", []string{"one=Zorvelta", "one=Zorvelta", "one=Zorvelta"}},
	})
}

func TestNamesInsideWordsAreNotHits(t *testing.T) {
	checkExamples(t, mustNew(t, variants...), "en", []example{
		{"hubpeaking and hubpeakish", nil},
		{"subzorvelta and Zorveltabase", nil},
		{"Zorvelta2 is not the same", nil},
		{"2Zorvelta neither", nil},
		{"ZorveltaZorvelta", nil},
		{"Zorv elta? Yes, split at any letter.", []string{"one=Zorv elta"}},
	})
}

func TestSymbolsAndScripts(t *testing.T) {
	checkExamples(t, mustNew(t, variants...), "en", []example{
		{"Written in V++ and v++.", []string{"symbol=V++", "symbol=v++"}},
		{"Written in V, V+ and V #.", nil},
		{"Čevařina, Cevarina and ČEVAŘINA", []string{"accents=Čevařina", "accents=Cevarina", "accents=ČEVAŘINA"}},
		{"C\u030ceva\u0159ina with a combining caron", []string{"accents=C\u030ceva\u0159ina"}},
		{"Zu\u0308rwald, Zurwald and ZÜRWALD", []string{"umlaut=Zu\u0308rwald", "umlaut=Zurwald", "umlaut=ZÜRWALD"}},
		{"昨日ソラノを使った。ソラノ！", []string{"kana=ソラノ", "kana=ソラノ"}},
		{"我们用蓝湖画图，蓝 湖", []string{"han=蓝湖", "han=蓝 湖"}},
		{"Мы перешли на Зорвель. ЗОРВЕЛЬ!", []string{"cyrillic=Зорвель", "cyrillic=ЗОРВЕЛЬ"}},
		{"Hub\u00adPeak with a soft hyphen", []string{"camel=Hub\u00adPeak"}},
		{"Hub\u200dPeak with a joiner", []string{"camel=Hub\u200dPeak"}},
		{"HubPeak\u200d🚀 and HubPeak\ufe0f", []string{"camel=HubPeak", "camel=HubPeak"}},
		{"Ｈｕｂｐｅａｋ in full width", []string{"camel=Ｈｕｂｐｅａｋ"}},
	})
}
