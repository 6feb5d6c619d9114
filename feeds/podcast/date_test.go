package podcast

import (
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

func TestDatesWrittenByHand(t *testing.T) {
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, time.UTC)
	}
	for s, want := range map[string]time.Time{
		"2 nov 2026 07:00":                          at(11, 2, 7),
		"ma, 02 nov 2026 07:00:00 +0100":            at(11, 2, 6),
		"Mo, 02 Mai 2026 07:00:00 +0200":            at(5, 2, 5),
		"di, 03 mrt 2026 07:00:00 +0100":            at(3, 3, 6),
		"Mar, 03 Mars 2026 07:00:00 +0100":          at(3, 3, 6),
		"lundi 2 novembre 2026":                     at(11, 2, 0),
		"2 de noviembre de 2026":                    at(11, 2, 0),
		"Mon, 2 Nov 26 07:00 EST":                   at(11, 2, 12),
		"Mon,02 Nov 2026 07:00:00 CET":              at(11, 2, 6),
		"Mon, 02 Nov 2026 24:00:00 GMT":             at(11, 3, 0),
		"Mon, 02 Nov 2026 06:59:60 GMT":             at(11, 2, 7),
		"Mon, 02 Nov 2026 07:00:00 GMT+2":           at(11, 2, 5),
		"Mon, 02 Nov 2026 07:00:00 -05:00":          at(11, 2, 12),
		"Mon, 02 Sept 2026 07:00:00 +0200":          at(9, 2, 5),
		"Sept. 2nd, 2026":                           at(9, 2, 0),
		"November 2, 2026 7:00 PM":                  at(11, 2, 19),
		"2. November 2026, 07:00 Uhr MEZ":           at(11, 2, 6),
		"  Mon,   02  Nov 2026   07:00:00 GMT ":     at(11, 2, 7),
		"1793602800":                                at(11, 2, 7),
		"1793602800000":                             at(11, 2, 7),
		"20261102":                                  at(11, 2, 0),
		"2026/11/02 07:00:00":                       at(11, 2, 7),
		"2026-11-02t07:00:00+01":                    at(11, 2, 6),
		"2026-11-02T07":                             at(11, 2, 7),
		"2026-11-02T07:00:00 Europe/Amsterdam":      at(11, 2, 6),
		"Mon, 2 Nov 2026 02:00:00 America/New_York": at(11, 2, 7),
		"lun, 02 ott 2026 07:00:00 +0000":           at(10, 2, 7),
		"2 gennaio 2026":                            at(1, 2, 0),
		"2 ноября 2026 г., 07:00":                   at(11, 2, 7),
		"2 мая 2026":                                at(5, 2, 0),
		"poniedziałek, 2 listopada 2026":            at(11, 2, 0),
		"2 Kasım 2026 07:00":                        at(11, 2, 7),
		"3. 11. 2026":                               at(11, 3, 0),
		"2026-W45-1":                                at(11, 2, 0),
		"2026年11月2日 07:00":                          at(11, 2, 7),
		"31/12/2026 07:00":                          at(12, 31, 7),
		"12/31/2026 7 PM":                           at(12, 31, 19),
		"Monday 31-12-2026":                         at(12, 31, 0),
		"2 Nov 2026 GMT+2":                          at(11, 2, 0),
		"2 Nov 2026 +0000":                          at(11, 2, 0),
		"2nd of November 2026":                      at(11, 2, 0),
		"dimanche 1er novembre 2026":                at(11, 1, 0),
		"Mon, 02 Nov 2026 07.00.00 +0100":           at(11, 2, 6),
		"20261102T070000Z":                          at(11, 2, 7),
		"Mon Nov 02 07:00:00 GMT+02:00 2026":        at(11, 2, 5),
		"Mon Nov  2 07:00:00 2026":                  at(11, 2, 7),
	} {
		if got, ok := date(s, ""); !ok || !got.Equal(want) {
			t.Errorf("%q: %v %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "soon", "Thu, 31 Jun 2026 07:00:00 GMT", "2026-W45", "42", "Mon, 02 Nov", "99 Nov 2026", "2 nov 2026 07:99", "0000-00-00", "2026-13-01", "31/31/2026", "1.2.3", "20261341"} {
		if got, ok := date(s, ""); ok {
			t.Errorf("%q is no date, read as %v", s, got)
		}
	}
}

// The parser takes zones that it doesn't know for UTC, half a day off.
func TestZonesByTheirNames(t *testing.T) {
	for zone, want := range map[string]int{"JST": -2, "AEST": -3, "MEZ": 6, "EST": 12, "CEST": 5, "GMT": 7, "XYZ": 7, "+0100": 6} {
		for _, form := range []string{"Mon, 02 Nov 2026 07:00:00 " + zone, "Mon Nov 02 07:00:00 " + zone + " 2026"} {
			body := `<rss version="2.0"><channel><item><guid>1</guid><title>One</title><pubDate>` + form + `</pubDate></item></channel></rss>`
			b, err := Parse([]byte(body), "", feeds.Source{})
			if err != nil {
				t.Fatal(err)
			}
			if got := b.Documents[0].Published; !got.Equal(time.Date(2026, 11, 2, want, 0, 0, 0, time.UTC)) {
				t.Errorf("%q is read as %v, want %d:00 on the 2nd", form, got, want)
			}
		}
	}
}

// Dates in words and in numbers, as publishers of many languages write them: all are 2 August 2026, 18:55 UTC.
func TestDatesOfManyLanguages(t *testing.T) {
	want := time.Date(2026, 8, 2, 18, 55, 0, 0, time.UTC)
	for language, forms := range map[string][]string{
		"":      {"2026 August 2, 18:55", "2 AUG 2026 6:55 p.m.", "Sunday 02 August 2026 18:55"},
		"ar":    {"2 أغسطس 2026 18:55", "الأحد، ٢ أغسطس ٢٠٢٦ 18:55"},
		"be":    {"2 жніўня 2026, 18:55"},
		"bg":    {"нд, 02 авг 2026 18:55:00 +0000", "2 август 2026 г. 18:55"},
		"ca":    {"dg., 2 d’ag. 2026 18:55", "diumenge, 2 d'agost de 2026 18:55"},
		"cs":    {"ne, 02 srp 2026 18:55:00 GMT", "2. srpna 2026 18:55", "2.8.2026 18:55"},
		"da":    {"søn, 02 aug 2026 20:55:00 +0200"},
		"de":    {"So., 2. Aug. 2026 20:55 MESZ", "02/08/2026, 18:55 Uhr"},
		"el":    {"Κυρ, 02 Αυγ 2026 18:55:00 GMT", "2 Αυγούστου 2026 18:55"},
		"es":    {"dom., 2 ago. 2026 6:55 p. m.", "2º de agosto del 2026 18:55"},
		"et":    {"P, 02 aug 2026 18:55:00 GMT"},
		"eu":    {"ig., 02 abu. 2026 18:55:00"},
		"fi":    {"su, 02 elo 2026 18:55:00 GMT", "2. elokuuta 2026 18.55"},
		"fr":    {"dimanche 2 août 2026 à 18h55"},
		"gl":    {"dom., 02 ago. 2026 18:55:00"},
		"he":    {"יום א', 02 אוג 2026 18:55:00", "2 באוגוסט 2026 18:55"},
		"hr":    {"ned, 02 kol 2026 18:55:00 GMT", "2. kolovoza 2026. 18:55"},
		"hu":    {"V, 02 aug. 2026 18:55:00 GMT", "2026. augusztus 2. 18:55", "2026. 08. 02. 18:55"},
		"id":    {"Min, 02 Agu 2026 18:55:00 GMT", "Minggu, 2 Agustus 2026 18:55"},
		"is":    {"sun, 02 ágú 2026 18:55:00 GMT"},
		"it":    {"dom, 02 ago 2026 18:55:00 GMT"},
		"ja":    {"2026年8月2日 18:55", "2026年8月2日(日) 午後6時55分", "2026 年 8 月 2 日 18:55"},
		"ko":    {"2026년 8월 2일 18:55", "2026년 8월 2일 오후 6:55", "2026. 8. 2. 18:55"},
		"lt":    {"sk, 02 rugp. 2026 18:55:00 GMT", "2026 m. rugpjūčio 2 d. 18:55"},
		"lv":    {"Sv, 02 aug. 2026 18:55:00 GMT", "2026. gada 2. augusts 18:55"},
		"mk":    {"нед., 02 авг. 2026 18:55:00"},
		"ms":    {"Ahd, 02 Ogo 2026 18:55:00 GMT"},
		"nb":    {"søn., 02 aug. 2026 18:55:00 GMT"},
		"nl":    {"zo 2 aug. 2026 18:55", "02-08-2026 om 18:55"},
		"pl":    {"niedz., 02 sie 2026 18:55:00 GMT"},
		"pt":    {"domingo, 2 de agosto de 2026 18h55"},
		"ro":    {"dum., 02 aug. 2026 18:55:00 GMT"},
		"ru":    {"вс, 02 авг 2026 18:55:00 GMT"},
		"sk":    {"ne, 02 aug 2026 18:55:00 GMT"},
		"sl":    {"ned., 02 avg. 2026 18:55:00 GMT"},
		"sr":    {"нед, 02 авг 2026 18:55:00 GMT", "2. avgust 2026. 18:55"},
		"sv":    {"söndag 2 augusti 2026 18:55"},
		"tr":    {"2 Ağustos 2026 18:55", "Paz, 02 Ağu 2026 18:55:00 +0000"},
		"uk":    {"нд, 02 серп 2026 18:55:00 GMT"},
		"vi":    {"CN, 02 Thg 8 2026 18:55:00", "2 tháng 8, 2026 18:55", "Chủ nhật, 02/08/2026 18:55"},
		"zh-TW": {"2026年8月2日 下午6:55", "2026年08月02日 18時55分"},
	} {
		for _, s := range forms {
			if got, ok := date(s, language); !ok || !got.Equal(want) {
				t.Errorf("%s: %q: %v %v", language, s, got, ok)
			}
		}
	}
}

// Every month of a few languages, some of which have a name in common for different months.
func TestMonthsByName(t *testing.T) {
	for language, names := range map[string]string{
		"fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
		"hu": "január február március április május június július augusztus szeptember október november december",
		"ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
		"el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
		"bg": "януари февруари март април май юни юли август септември октомври ноември декември",
		"hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
		"bs": "sij velj ožu tra svi lip srp kol ruj lis stu pro",
		"cs": "ledna února března dubna května června července srpna září října listopadu prosince",
		"pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
		"be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
		"ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"sr": "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
		"sl": "januar februar marec april maj junij julij avgust september oktober november december",
		"lt": "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
		"lv": "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
		"et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
		"ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
		"gl": "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
		"eu": "urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua",
		"is": "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
		"tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
		"id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
		"ms": "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember",
		"fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"de": "Jänner Februar März April Mai Juni Juli August September Oktober November Dezember",
		"nl": "januari februari maart april mei juni juli augustus september oktober november december",
		"it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"he": "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
		"az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
	} {
		for i, name := range strings.Fields(names) {
			got, ok := date("3 "+name+" 2026", language)
			if want := time.Date(2026, time.Month(i+1), 3, 0, 0, 0, 0, time.UTC); !ok || !got.Equal(want) {
				t.Errorf("%s: %s is read as %v, %v", language, name, got, ok)
			}
		}
	}
}

func FuzzDate(f *testing.F) {
	f.Add("So., 2. Aug. 2026 20:55 MESZ", "de")
	f.Add("2026 m. rugpjūčio 2 d.", "lt")
	f.Fuzz(func(t *testing.T, s, language string) {
		if got, ok := date(s, language); ok && (got.Year() < 0 || got.Year() > 10_000) {
			t.Errorf("%q: %v", s, got)
		}
	})
}
