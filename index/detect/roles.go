package detect

// Phrases that show what part the brand plays, in English, Dutch and German. All are matched as
// whole words in lower case.
var (
	// titles are positions in a company; works is how people say where they work.
	titles = []string{
		"ceo of", "ceo at", "cto of", "cto at", "cmo of", "cmo at", "coo of", "cfo of", "founder of", "co-founder of", "cofounder of", "founders of", "co-founder and ceo of",
		"head of marketing at", "head of growth at", "head of product at", "head of sales at", "head of design at", "vp of marketing at", "vp of sales at", "vp of product at", "director at",
		"president of", "engineer at", "developer at", "colleagues at",
		"oprichter van", "mede-oprichter van", "medeoprichter van", "directeur van", "ceo van", "cto van", "marketingmanager bij", "hoofd marketing bij", "eigenaar van",
		"gründer von", "gründerin von", "mitgründer von", "mitgründerin von", "geschäftsführer von", "geschäftsführerin von", "ceo von", "chef von", "chefin von", "marketingleiterin bei", "marketingleiter bei", "leiterin bei", "leiter bei",
	}
	works = []string{
		"guest from", "guest is from", "i work at", "we work at", "i work for", "i founded", "we founded", "joins us from", "joining us from",
		"te gast van", "gast van", "ik werk bij", "wij werken bij", "zu gast von", "gast von", "ich arbeite bei", "wir arbeiten bei", "ich arbeite für",
	}
	guestAfter = []string{
		"founder", "co-founder", "cofounder", "ceo", "ceo and", "'s founder", "'s ceo", "s ceo", "founders",
		"oprichter", "medeoprichter", "directeur", "topman", "topvrouw", "baas", "gründer", "gründerin", "chef", "geschäftsführer",
	}
	// presence is how people who take part are introduced or greeted.
	presence = []string{
		"my guest", "our guest", "my guests", "our guests", "guest today", "with me", "with us", "joined by", "joins me", "joins us", "joining me", "joining us", "here today",
		"welcome", "thanks for coming", "thanks for joining", "thank you for joining", "great to have you", "i'm talking to", "i am talking to", "i'm speaking with", "sitting down with", "sat down with", "in the studio",
		"te gast", "mijn gast", "onze gast", "mijn gasten", "onze gasten", "welkom", "naast mij", "tegenover mij", "bij mij", "bij ons", "aan tafel", "in de studio", "leuk dat je er bent", "fijn dat je er bent",
		"zu gast", "mein gast", "unser gast", "meine gäste", "unsere gäste", "willkommen", "bei mir", "bei uns", "neben mir", "mir gegenüber", "im studio", "schön dass du da bist", "schön, dass du da bist",
	}
	// self is how people introduce themselves; belongs are words that connect them to a company.
	self     = []string{"i am", "i'm", "ik ben", "ich bin"}
	belongs  = []string{"of", "from", "at", "van", "bij", "von", "bei"}
	headings = []string{"with", "guest", "feat", "featuring", "met", "gast", "mit"}
	articles = []string{"the", "a", "an", "de", "een", "het", "der", "die", "ein", "eine", "den", "dem", "their", "its", "former", "voormalig", "ehemaliger"}

	shows   = []string{"show", "episode", "podcast", "video", "channel", "newsletter", "aflevering", "uitzending", "kanaal", "nieuwsbrief", "folge", "sendung", "ausgabe", "kanal"}
	denials = []string{"no", "not", "without", "geen", "niet", "zonder", "kein", "keine", "keinen", "nicht", "ohne"}

	sponsorPhrases = []string{
		"brought to you by", "sponsored by", "is sponsored by", "our sponsor", "our sponsors", "today's sponsor", "this episode's sponsor", "a word from", "supported by", "thanks to our friends at",
		"support for this show", "support for this podcast", "support for this episode", "support comes from", "partnering with",
		"promo code", "coupon code", "use code", "use the code", "discount code", "with code", "paid partnership", "in partnership with",
		"mede mogelijk gemaakt door", "mogelijk gemaakt door", "gesponsord door", "onze sponsor", "sponsor van", "wordt gesponsord", "kortingscode", "met de code", "met code", "actiecode", "in samenwerking met", "aangeboden door",
		"präsentiert von", "gesponsert von", "unser sponsor", "unserem sponsor", "unterstützt von", "rabattcode", "gutscheincode", "mit dem code", "mit code", "werbung für", "wird präsentiert", "werbepartner", "in kooperation mit",
	}
	offerPhrases = []string{
		"free trial", "sign up", "at checkout", "free month", "first month", "% off", "percent off", "learn more", "get started", "go to", "head to", "check out", "link in the show notes", "link in the description",
		"gratis proefperiode", "probeer", "proberen", "eerste maand", "korting", "maand gratis", "ga naar", "link in de shownotes", "meld je aan",
		"kostenlos testen", "kostenlos", "ersten monat", "prozent rabatt", "rabatt", "geht auf", "geh auf", "link in den shownotes", "jetzt testen", "meldet euch",
	}
)
