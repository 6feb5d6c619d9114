package detect

// Phrases by which the part of a brand is told, in English, Dutch and German. All are
// matched as whole lower-case words.
var (
	guestBefore = []string{
		"ceo of", "ceo at", "cto of", "cto at", "cmo of", "cmo at", "coo of", "cfo of", "founder of", "co-founder of", "cofounder of", "founders of", "co-founder and ceo of",
		"head of marketing at", "head of growth at", "head of product at", "head of sales at", "head of design at", "vp of marketing at", "vp of sales at", "vp of product at", "director at",
		"president of", "guest from", "guest is from", "work at", "i work for", "i founded", "we founded", "joins us from", "joining us from", "engineer at", "developer at", "colleagues at",
		"oprichter van", "mede-oprichter van", "medeoprichter van", "directeur van", "ceo van", "cto van", "marketingmanager bij", "hoofd marketing bij", "te gast van", "gast van", "werk bij", "werkt bij", "ik werk bij", "eigenaar van",
		"gründer von", "gründerin von", "mitgründer von", "mitgründerin von", "geschäftsführer von", "geschäftsführerin von", "ceo von", "chef von", "zu gast von", "gast von", "marketingleiterin bei", "marketingleiter bei", "arbeite bei", "arbeitet bei", "leiterin bei",
	}
	guestAfter = []string{
		"founder", "co-founder", "cofounder", "ceo", "ceo and", "'s founder", "'s ceo", "s ceo", "founders",
		"oprichter", "medeoprichter", "directeur", "topman", "topvrouw", "baas", "gründer", "gründerin", "chef", "geschäftsführer",
	}
	sponsorPhrases = []string{
		"brought to you by", "sponsored by", "is sponsored by", "our sponsor", "our sponsors", "today's sponsor", "this episode's sponsor", "a word from", "supported by", "thanks to our friends at",
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
