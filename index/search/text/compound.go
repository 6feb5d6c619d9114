package text

// Parts splits a Dutch or German compound if all its parts are in the lists below:
// klantenservice gives klanten and service. Other words stay whole.
func Parts(l Language, word string) []string {
	var known map[string]bool
	switch l {
	case Dutch:
		known = dutchParts
	case German:
		known = germanParts
	default:
		return nil
	}
	if len(word) < 7 {
		return nil
	}
	return split(known, word, 4)
}

// split finds the longest first part whose rest can be split as well.
func split(known map[string]bool, word string, depth int) []string {
	if depth == 0 {
		return nil
	}
	for i := len(word) - 3; i >= 3; i-- {
		if !known[word[:i]] {
			continue
		}
		for _, link := range [...]string{"", "s", "en", "n", "es", "e"} {
			rest := word[i:]
			if len(rest) <= len(link)+2 || rest[:len(link)] != link {
				continue
			}
			rest = rest[len(link):]
			if known[rest] {
				return []string{word[:i], rest}
			}
			if more := split(known, rest, depth-1); more != nil {
				return append([]string{word[:i]}, more...)
			}
		}
	}
	return nil
}

var dutchParts = set(
	"klant", "klanten", "service", "dienst", "diensten", "afdeling", "software", "pakket", "markt", "marketing", "bureau",
	"verkoop", "inkoop", "prijs", "prijzen", "lijst", "lijsten", "bedrijf", "bedrijfs", "bedrijven", "data", "base", "bank", "banken",
	"werk", "werkgever", "werkgevers", "werknemer", "werknemers", "gebruiker", "gebruikers", "project", "projecten", "beheer", "leider", "leiding",
	"online", "winkel", "winkels", "web", "site", "handel", "groei", "strategie", "plan", "plannen", "ontwikkeling", "ontwikkelaar", "onderzoek",
	"product", "producten", "merk", "merken", "naam", "namen", "bekendheid", "reclame", "campagne", "campagnes", "doel", "groep", "groepen",
	"kosten", "besparing", "omzet", "winst", "jaar", "cijfer", "cijfers", "personeel", "personeels", "zaken", "zorg", "verzekering", "verzekeraar",
	"energie", "stroom", "auto", "fiets", "huis", "woning", "leverancier", "leveranciers", "keten", "beveiliging", "veiligheid", "veiligheids",
	"netwerk", "netwerken", "beheerder", "systeem", "systemen", "boek", "houding", "houder", "boekhoud", "programma", "proces", "processen",
	"factuur", "facturen", "betaling", "betalingen", "betaal", "rekening", "rekeningen", "verkeer", "telefoon", "gesprek", "gesprekken", "vergadering",
	"kantoor", "ruimte", "samen", "kennis", "expert", "experts", "adviseur", "advies", "overleg", "team", "teams", "manager", "directeur",
	"inhoud", "beleid", "wet", "geving", "regel", "regels", "belasting", "overheid", "gemeente", "school", "student", "studenten", "opleiding",
	"gids", "luister", "luisteraar", "luisteraars", "opname", "nieuws", "brief", "bericht", "berichten", "artikel", "blog", "zoek", "machine", "machines", "optimalisatie",
)

var germanParts = set(
	"kunden", "kunde", "dienst", "dienste", "service", "abteilung", "abteilungen", "software", "paket", "markt", "marketing", "agentur", "agenturen",
	"verkauf", "einkauf", "preis", "preise", "liste", "listen", "unternehmen", "firma", "firmen", "daten", "bank", "banken", "schutz", "sicherheit",
	"arbeit", "arbeitgeber", "geber", "nehmer", "nutzer", "benutzer", "projekt", "projekte", "leiter", "leitung", "verwaltung", "online", "handel", "laden",
	"web", "seite", "seiten", "wachstum", "strategie", "strategien", "plan", "planung", "entwicklung", "entwickler", "forschung", "produkt", "produkte",
	"marke", "marken", "name", "namen", "bekanntheit", "werbung", "werbe", "kampagne", "kampagnen", "ziel", "gruppe", "gruppen", "kosten", "umsatz",
	"gewinn", "jahr", "zahl", "zahlen", "personal", "geschaft", "geschafts", "fuhrer", "fuhrung", "versicherung", "versicherer", "energie", "strom",
	"auto", "haus", "lieferant", "lieferanten", "kette", "ketten", "netz", "netzwerk", "system", "systeme", "buch", "haltung", "programm", "prozess", "prozesse",
	"rechnung", "rechnungen", "zahlung", "zahlungen", "konto", "verkehr", "telefon", "gesprach", "besprechung", "buro", "raum", "wissen", "experte", "experten",
	"berater", "beratung", "team", "teams", "manager", "inhalt", "gesetz", "regel", "regeln", "steuer", "steuern", "schule", "student", "studenten",
	"ausbildung", "fach", "kraft", "krafte", "hersteller", "maschine", "maschinen", "bau", "wirtschaft", "wirtschafts", "forderung", "vertrag", "vertrage",
	"vertrieb", "vertriebs", "partner", "lager", "betrieb", "betriebs", "folge", "horer", "nachricht", "nachrichten", "artikel", "such", "suche", "optimierung",
)
