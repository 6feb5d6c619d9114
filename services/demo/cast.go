package demo

// trouble is the fault of a show's feed, if it has one.
type trouble int

const (
	fine trouble = iota
	gone
	malformed
	slow
)

// show is an invented podcast. Formats are its transcript formats.
type show struct {
	slug, name, language, author, about string
	hosts                               []string
	formats                             []string
	chapters                            bool
	trouble                             trouble
	first                               int // number of the oldest episode that is still listed
	count                               int // episodes in the back catalogue
	colour                              uint32
	archive                             []int // days before the base time of episodes that name our brand, instead of count
}

// liveOrder is the order in which shows publish while the world runs.
var liveOrder = [...]string{
	"pipeline-weekly", "groei-op-gehoor", "dark-social-club", "marketing-aan-de-maas",
	"attribution-hour", "revops-field-notes", "de-koude-mail",
}

func cast() []*show {
	return []*show{
		{
			slug: "pipeline-weekly", name: "Pipeline Weekly", language: "en", author: "Halvard Media",
			about: "Two people who have been paged about a dashboard at night talk about what fills a B2B pipeline.",
			hosts: []string{"Maud Ellery", "Tobias Crane"}, formats: []string{"vtt"}, chapters: true,
			first: 79, count: 11, colour: 0x1f4e79,
		},
		{
			slug: "attribution-hour", name: "The Attribution Hour", language: "en", author: "Odile Fairweather",
			about: "Last click is a habit, not a truth. Conversations about measuring what marketing did.",
			hosts: []string{"Odile Fairweather"}, formats: []string{"srt"},
			first: 31, count: 10, colour: 0x7a3b2e,
		},
		{
			slug: "dark-social-club", name: "Dark Social Club", language: "en", author: "Priya Sandoval-Lund",
			about: "What people share where nobody is counting: group chats, forwarded mails, the corridor after the talk.",
			hosts: []string{"Priya Sandoval-Lund"}, formats: []string{"json"},
			first: 44, count: 10, colour: 0x2d2a4a,
		},
		{
			slug: "groei-op-gehoor", name: "Groei op Gehoor", language: "nl", author: "Studio Wolkenkust",
			about: "Elke week een gesprek met iemand die een B2B-bedrijf laat groeien zonder te schreeuwen.",
			hosts: []string{"Jorinde Talsma"}, formats: []string{"html"},
			first: 112, count: 11, colour: 0x0f6b5c,
		},
		{
			slug: "marketing-aan-de-maas", name: "Marketing aan de Maas", language: "nl", author: "Kadelicht",
			about: "Twee Rotterdammers over merken, meten en wat er misgaat zodra iemand een dashboard bouwt.",
			hosts: []string{"Sjoerd Bakhuizen", "Naima el Fassi"}, formats: []string{"vtt"}, chapters: true,
			first: 58, count: 10, colour: 0xb4541a,
		},
		{
			slug: "de-koude-mail", name: "De Koude Mail", language: "nl", author: "Ruben Oosterwal",
			about: "Over verkoop die begint voordat er een formulier is ingevuld.",
			hosts: []string{"Ruben Oosterwal"}, formats: []string{"txt"},
			first: 20, count: 9, colour: 0x4a6fa5,
		},
		{
			slug: "revops-field-notes", name: "RevOps Field Notes", language: "en", author: "Linden Marsh Group",
			about: "Notes from the people who keep the CRM honest.",
			hosts: []string{"Desmond Achterberg"}, formats: []string{"txt", "srt", "vtt"}, chapters: true,
			first: 12, count: 9, colour: 0x385723,
		},
		{
			slug: "zaal-zeven", name: "Zaal Zeven", language: "nl", author: "Festival van de Groei",
			about: "De praatjes uit de kleinste zaal van het festival, zonder dia's. Nog zonder transcript.",
			hosts: []string{"Wietske Hoogland"}, chapters: true,
			first: 5, count: 8, colour: 0x6b2d5c,
		},
		{
			slug: "cafe-conversie", name: "Café Conversie", language: "nl", author: "René Kruijff",
			about: "Borrelpraat over conversie, opgenomen in een café dat één microfoon heeft.",
			hosts: []string{"René Kruijff"}, formats: []string{"srt"}, trouble: malformed,
			first: 3, count: 8, colour: 0x8a5200,
		},
		{
			slug: "the-long-funnel", name: "The Long Funnel", language: "en", author: "Ambrose Whitlock",
			about: "A slow podcast about long sales cycles, on a slow server.",
			hosts: []string{"Ambrose Whitlock"}, formats: []string{"vtt"}, trouble: slow,
			first: 7, count: 8, colour: 0x444444,
		},
		{
			slug: "growth-hackers-diner", name: "Growth Hackers' Diner", language: "en", author: "Unknown",
			about: "Closed for good.", trouble: gone,
		},
		{
			slug: archiveShow, name: "The Slow Quarter", language: "en", author: "Verity Lockhart",
			about: "A show that took the last five months off. Its old episodes are what the reports of the demo are about.",
			hosts: []string{"Verity Lockhart"}, formats: []string{"vtt"},
			first: 1, archive: archiveDays, colour: 0x5b4636,
		},
	}
}
