package podcast

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// months are the beginnings of month names, without accents, in English, Dutch, German, the languages from
// Latin (Catalan and Galician too), the Nordic ones with Finnish and Icelandic, the Baltic ones, the Slavic
// ones in either script, Hungarian, Basque, Greek, Turkish, Azerbaijani, Malay, Hebrew and Arabic. The
// longest that fits counts: "marraskuu" is November, "march" is March.
var months = map[time.Month]string{
	1:  "jan ian ene gen xan sij sty sau led oca tam jaa urt yan янв яну јан січ сту ιαν ינו يناير",
	2:  "feb fev vee vel lut uno sub hel vas ots фев феб лют φεβ פבר فبراير",
	3:  "mar maa mac mrt mrz maerz bre ozu kov мар бер сак μαρ מרץ مارس",
	4:  "apr avr abr api kwi dub nis huh bal tra апр кві кра απρ אפר ابريل",
	5:  "may mei mai mag maj kve tou geg svi маи мая мај тра μαι מאי مايو",
	6:  "jun juin juun giu iun xun cze cerv cvn haz kes bir eka lipn iyun iyn июн јун юни чер чэр ιουν יונ يونيو",
	7:  "jul juil juul lug iul xul lip cervenc cvc hei lie srpa srpnj uzt tem iyul iyl июл јул юли лип ліп ιουλ יול يوليو",
	8:  "aug aou ago avg agu abu elo rugp srp sie kol ogo avq ag авг сер жні αυγ אוג اغسطس",
	9:  "sep set sze syy rugs ruj ira wrz zar eyl sen сен сеп вер σεπ ספט سبتمبر",
	10: "oct okt ott out lok spa urr paz rij eki окт жов кас οκτ אוק اكتوبر",
	11: "nov noi marr lap lis aza stu kas noy ноя ное нов лис ліс νοε נוב نوفمبر",
	12: "dec dez dic dek det des dis pro ara gru jou abe дек дец гру сне δεκ דצמ ديسمبر",
}

// croatian are the names that mean another month in Croatian than in Polish and Czech.
var croatian = map[string]time.Month{"lip": 6, "srp": 7, "lis": 10}

// monthNamed returns the month of a name or a number. language is that of the feed.
func monthNamed(name, language string) (time.Month, bool) {
	if n := number(name); n >= 1 && n <= 12 {
		return time.Month(n), true
	}
	if primary(language) == "he" {
		name = strings.TrimPrefix(name, "ב") // "in"
	}
	month, longest := time.Month(0), 0
	for m, starts := range months {
		for start := range strings.FieldsSeq(starts) {
			if len(start) > longest && strings.HasPrefix(name, start) && (start != "ag" || name == start) {
				month, longest = m, len(start)
			}
		}
	}
	if p := primary(language); longest == 3 && (p == "hr" || p == "bs") {
		if m, ok := croatian[name[:3]]; ok {
			month = m
		}
	}
	return month, month > 0
}

// folded returns a date in small letters, without accents, with digits of ASCII and single spaces.
func folded(s string) string {
	plain := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), runes.Map(asciiDigit), norm.NFC)
	out, _, err := transform.String(plain, strings.ToLower(s))
	if err != nil {
		out = s
	}
	return strings.Join(strings.Fields(out), " ")
}

// asciiDigit returns the digit that an Arabic, Persian or Indian one stands for.
func asciiDigit(r rune) rune {
	for _, zero := range []rune{0x0660, 0x06f0, 0x0966, 0x09e6} {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}
