package attribute

// The words by which people say where they heard of something, English and Dutch. Those of a kind or
// network are tolerant of typing mistakes (cueWords).

// channelCue is a kind or a network as people call it.
type channelCue struct {
	kind, network string
	place         string // as a reason has it: a key of places
	words         *phrases
}

var channelCues = []channelCue{
	{"podcast", "", "podcast", phraseList("podcast*, pod, pods, pot cast, episode*, aflevering*, afl, ep, eps, spotify, apple podcasts, overcast, pocket casts, luisterde naar een gesprek")},
	{"video", "youtube", "youtube", phraseList("youtub*, you tube, yt, video*, vlog*, filmpje*, film op, livestream*, clip op")},
	{"", "linkedin", "linkedin", phraseList("linkedin*, linked in, lnkd, li post")},
	{"", "mastodon", "mastodon", phraseList("mastodon*, fediverse, fedi, toot*")},
	{"", "reddit", "reddit", phraseList("reddit*, subreddit*, redit")},
	{"", "hackernews", "hackernews", phraseList("hn, hacker news, hackernews, show hn, ycombinator, ask hn, orange site")},
	{"", "newsletter", "newsletter", phraseList("newsletter*, news letter*, nieuwsbrief*, nieuwsbrieven, substack*, mailing, mailinglijst")},
	{"", "bluesky", "bluesky", phraseList("bluesky, bsky, skeet*")},
	{"", "x", "x", phraseList("twitter*, tweet*, x.com")},
	{"", "lemmy", "lemmy", phraseList("lemmy")},
	{"", "telegram", "telegram", phraseList("telegram*")},
	{"", "discourse", "forum", phraseList("discourse")},
	{"page", "", "article", phraseList("article*, artikel*, blog, blogs, blogpost*, blogje, blog post*, stuk op")},
	{"post", "", "post", phraseList("post, posts, postje, posting, thread, draadje, bericht, berichten")},
	{"", "instagram", "instagram", phraseList("instagram*, insta, reel, reels")},
	{"", "tiktok", "tiktok", phraseList("tiktok*, tik tok*")},
	{"", "facebook", "facebook", phraseList("facebook*, fb")},
	{"", "radio", "radio", phraseList("radio, radio show, bnr")},
}

// cueWords are the words of cues that are recognised with a mistake.
var cueWords = func() *vocabulary {
	v := newVocabulary()
	for w := range set("podcast podcasts linkedin youtube mastodon reddit newsletter nieuwsbrief aflevering episode google collega colleague facebook instagram twitter advertentie conference chatgpt bluesky") {
		v.add(w)
	}
	return v
}()

// elsewhere are sources that are no mention.
type elsewhere int

const (
	search elsewhere = iota
	person
	fair
	advertising
	assistant
	company
	forgotten
	review
	kinds
)

type elsewhereCue struct {
	place string // a key of places
	words *phrases
}

var elsewhereCues = [kinds]elsewhereCue{
	search:      {"search", phraseList("googl*, gegoogl*, gegoegel*, search, searched, searching, a quick search, seo, bing, duckduckgo, ecosia, zoekmachine*, zoekopdracht, opgezocht, gezocht, zoeken, online zoeken, organic, web search, kagi, yahoo")},
	person:      {"person", phraseList("friend*, colleague*, coworker*, co worker*, word of mouth, referral, referred, my boss, manager, brother, sister, wife, husband, cousin, neighbour, neighbor, mate, my partner, vriend*, collega*, collegas, mond tot mond, via via, zus, zusje, broer, vrouw, man, buurman, buurvrouw, neef, nicht, baas, zwager, moeder, vader, kennis, kennissen, mother, father, dad, mum, mom, uncle, aunt, oom, tante, schoonzus, relatie, someone i know, a guy, accountant, boekhouder, consultant, ex collega, former colleague, old colleague, client of ours, klant van ons, recommended by, aangeraden door, een tip van, flatmate, roommate, huisgenoot, supplier, leverancier, investor, cto, ceo, cofounder, our agency, ons bureau, bureau")},
	fair:        {"event", phraseList("fair*, trade show*, tradeshow*, conference*, event*, expo, expos, meetup*, beurs, vakbeurs, congres, conferentie, booth, stand, summit, borrel, netwerkborrel, workshop, webinar*, your talk, hackathon, lezing, seminar, jaarbeurs, rai, evenement")},
	advertising: {"advertising", phraseList("ad, ads, advert, adverts, advertis*, advertentie*, reclame*, billboard*, sponsored, sponsor, sponsors, gesponsord*, banner*, commercial, commercials, flyer*, folder, poster, abri, spotje, promo code, leaflet, brochure, bus stop, advertorial")},
	assistant:   {"assistant", phraseList("chatgpt, chat gpt, gpt*, claude, perplexity, gemini, copilot, ai, openai, llm, deepseek, mistral, ai assistant, chatbot suggested, grok")},
	company:     {"company", phraseList("your team, your sales*, your onboarding, your support team, your rep, your sdr, your colleague*, your stand, your booth, your website, your site, your own*, your newsletter*, your linkedin page, your blog, your youtube channel, your page, your email*, your account manager, cold call*, cold email*, cold mail, outreach, sdr, jullie sales*, jullie team, jullie website, jullie site, jullie eigen*, jullie nieuwsbrief*, jullie accountmanager, accountmanager, jullie collega*, jullie onboarding, jullie support, jullie stand, jullie mail*, jullie blog, jullie linkedin*, you emailed, you called, you guys called, jullie belden, jullie mailden, from your company, works for you, works at your, werkt bij jullie, existing customer, bestaande klant, already a customer, al klant, used you before, used you at, previous job, vorige baan, vorige werkgever, vorig werk, last job, old job")},
	forgotten:   {"forgotten", phraseList("idk, dunno, don't remember, dont remember, can't remember, cant remember, cannot remember, no idea, not sure, forgot, geen idee, weet ik niet, weet niet meer, weet het niet, niet meer, geen flauw idee, vergeten, n a, na, nvt, no clue")},
	review:      {"directory", phraseList("g2, capterra, trustpilot, product hunt, producthunt, app store, marketplace, appstore, comparison site, vergelijkingssite, wikipedia, github, shopify app store, crunchbase, trustradius, getapp")},
}

var (
	// orders are what a text holds that talks to the matcher, not about a source.
	orders = phraseList(`ignore all, ignore the, ignore any, ignore previous, ignore your, ignore prior, ignore above, ignore everything, disregard all, disregard the, disregard previous, disregard any, disregard your, forget your, forget previous, forget the previous, system prompt, system message, system override, system note, new instructions, your instructions, previous instructions, prior instructions, instruction to,
		give this lead, give this answer, assign this, assign the, assign to mention, attribute this, match this, match the answer, matcher, map this, mark this, mark as, tag this, tag as, classify this, classify as, set tier, set the tier, set mention, set confidence, tier named, tier show, tier must, tier is, tier should, with tier, mention id, to mention, as named, answer with, respond with, reply with, return tier, return named, return mention, return the, return json, output tier, output the, output json, output named, output mention, confidence 1, confidence to, you are now, pretend, as an ai, override, this lead belongs, this lead to, credit this, always choose, always pick, choose mention, choose the mention, pick mention, candidates must, drop table, select from,
		negeer de, negeer alle, negeer alles, negeer je, negeer vorige, negeer eerdere, vergeet de vorige, vergeet je, deze lead, dit antwoord, ken deze, ken dit, ken toe, koppel deze, koppel dit, koppel aan, markeer dit, markeer deze, markeer als, zet de tier, zet tier, antwoord met, antwoord altijd, geef tier, geef als, geef als antwoord, kies de vermelding, kies vermelding, kies mention, wijs deze, wijs dit, wijs toe, nieuwe instructie*, vermelding id, tel dit, tel deze, classificeer*`)
	// backward denies what was said just before.
	backward = phraseList(`not where, not how, not why, not what, not it, not there, not from there, not from that, not from them, not through them, not because of, isnt where, isnt how, isnt why, wasnt it, wasnt that, wasnt where, wasnt how, wasnt why, that wasnt, it wasnt, niet daar, niet daarvan, niet daarvandaan, niet waar, niet waarvan, niet hoe, niet via hen, niet via die, daar niet, daar ken ik jullie niet, dat was het niet, was het niet, niet de reden, ken jullie daar niet, niet daardoor, daarvan niet, niet vandaar, not the reason,
		no, nope, nee, kidding, just kidding, jk, grapje, nee grapje, scratch that, nah, correction, correctie, wacht, no wait`)
	// forward denies what follows in the clause.
	forward = phraseList(`not from, not on, not via, not the, not a, not through, not by, not in, not your, not his, not her, wasnt the, wasnt a, wasnt on, wasnt from, wasnt via, wasnt through, isnt the, isnt from, not any, didnt see, didnt hear, dont listen, never heard, never listen*, never watch*, never saw, have never, dont watch, dont read, dont use, nor, neither, instead of, rather than, in plaats van, niet via, niet van, niet door, niet uit, niet op, niet in, niet de, niet het, niet die, niet bij, niet naar, luister niet, luister nooit, nooit, kijk niet, lees niet, zonder, without, i host, i run a, we host, my own, mijn eigen, ik maak zelf, wij maken zelf, no podcast*, no social*, no ads, no ad, no linkedin, no youtube, no video*, no newsletter*, no reddit, geen podcast*, geen social*, geen advertentie*, geen reclame*, geen linkedin, geen youtube, geen video*, geen nieuwsbrief*, geen reddit, geen filmpje*, unlike`)
	// deciders mark the source that made somebody act.
	deciders = phraseList(`came via, came through, came in via, came in through, came from, kwam via, kwam door, kwam binnen via, binnen via, what got me, got me here, got me to, got me over, brought me, what made me, made me, makes me, convinced, convince, persuaded, sold me, in the end, ultimately, eventually, finally, real reason, reason i, the reason, main reason, mainly, mostly, clincher, tipped me, tipped the, pushed me, because of, thanks to, for sure, definitely, decided, decisive, deciding, did it, did the trick, made the difference, turned into, signed up after, signed up because, sign up because, most of all, above all, the trigger, triggered, why i am here, why im here, why i m here, am here because, here because, won me over, hooked me, only after, only when, actually from, actually via, actually through, really from, it was really, was really, doorslag, uiteindelijk, overtuigd, overtuigde, over de streep, vooral, met name, dankzij, zeker weten, de reden, reden dat, naar aanleiding van, nav, n a v, aangemeld na, aangemeld door, aangemeld omdat, aangemeld vanwege, vanwege, hierheen, zette me, trok me, het echt, echt door, echt via, eigenlijk door, eigenlijk via, eigenlijk uit, pas toen, pas na, pas door, maakte het verschil, deed het hem, deed het, haalde me`)
	// afterwards marks what came too late to matter.
	afterwards = phraseList(`later, afterwards, after that, by then, since then, already signed, had already, already knew, already used, naderhand, achteraf, daarna, pas daarna, toen al, inmiddels, al aangemeld, was al, kende ik al, had ik al, already tried, already trialling`)
	// joins put one source beside another.
	joins = set("and also plus en ook both beide zowel tevens alsook or of en/of besides everywhere overal then daarnaast")
	// passing verbs make a person the messenger of what was heard elsewhere.
	passing = phraseList(`heard, hear, hears, told me about the, sent, sends, forward*, shared, share, shares, listens, listened, listen, watched, watches, watch, saw, read, reads, linked, passed, pointed, played, hoorde, gehoord, stuurde, stuurt, doorgestuurd, gestuurd, luistert, luisterde, luister, deelde, gedeeld, keek, zag, las, fan of, fan van, follows, volgt, tipte, raadde, recommended the, recommended an, raved, noemde, appte, gaf, gave me, mailed, slacked, whatsapp*, luistertip, episode, aflevering, afl, podcast, pod, link`)
	// relations, before or behind a first name, make it somebody else's.
	relations = set("sister brother wife husband friend colleague coworker boss cousin neighbour neighbor uncle aunt mother father dad mum mom mate daughter son zus zusje broer broertje vrouw vriend vriendin collega baas buurman buurvrouw neef nicht oom tante moeder vader zwager schoonzus dochter zoon kennis onboarding sales accountmanager marketing cto ceo finance accounting partner manager huisgenoot flatmate roommate accountant boekhouder next office kantoor trainer tandarts dentist kapper hairdresser teacher")
	// several says that more than one was heard.
	several = phraseList(`all of them, every episode, all episodes, loads of, lots of, several, a few episodes, most episodes, multiple, many episodes, couple of episodes, regularly, always listen, all the time, keep hearing, every week, each week, alle afleveringen, ze allemaal, allemaal, meerdere, een paar afleveringen, paar keer, regelmatig, altijd, steeds, vaak, elke week, iedere week, vaste luisteraar, trouwe luisteraar, verschillende, couple of times, a few times, more than once, meermaals, vaker, often, which one no, no idea which, dont know which, not sure which, forgot which, cant remember which, weet niet welke, geen idee welke, welke weet ik, welke aflevering weet, one of, een van de, ergens in, some episode, een of andere aflevering`)
	// needs are what somebody looks for, in words that a title may have by chance.
	needs     = phraseList(`need, needed, needs, looking for, looking to, we want, i want, wanted, searching for, am hiring, are hiring, nodig, zoek, zoeken, zochten, op zoek, wilden, wil graag, in search of`)
	languages = map[string]string{"english": "en", "engels": "en", "engelse": "en", "engelstalige": "en", "dutch": "nl", "nederlands": "nl", "nederlandse": "nl", "nederlandstalige": "nl", "german": "de", "duitse": "de"}
)

// small are words that say nothing about a title's subject.
var small = set(`the a an and or of to in on at for with by from about is are was were be been it its this that these those i you we they he she my your our their his her me us them him who which what when where how why not no yes so but if than then as do does did done have has had got get can could would should will just very really some any all one two more most much many out up over into after before again people actually things thing way new first last
	think thought heard hear hearing listen listened listening saw seen see watched watching read reading found find told talk talked talking talks said saying mentioned mention mentions name named dropped episode episodes podcast podcasts pod show shows video videos post posts channel guest host interview interviewed account newsletter article about something someone somebody one guy lady woman man great good nice fun really loved love liked like signed sign
	de het een en of van te in op aan voor met bij door over uit naar is zijn was waren ben bent wordt werd het dit dat deze die ik jij je jullie wij we zij ze hij mijn uw ons onze hun haar hem wie welke wat waar wanneer hoe waarom niet geen ja nee zo maar als dan ook nog al wel er toen om tot heb hebt heeft had hadden kan kon zou moet wil zal erg heel echt alle een paar meer meest veel
	gehoord hoorde luister luisterde geluisterd zag gezien kijk keek gekeken las gelezen gevonden vertelde vertelt praatte praat sprak gaat ging zei genoemd noemde aflevering afleveringen podcast filmpje kanaal gast interview iemand iets leuk mooi goed goede vorige week maand deze laatste nieuwe eerste mensen echte denk dacht volgens
	week weeks month year today yesterday january february march april may june july august september october november december januari februari maart mei juni juli augustus oktober december
	vs no nr afl aflevering ep deel part english engelse dutch nederlandse`)

// plain are words that titles and answers share by accident: one alone is not enough to tell a mention.
var plain = set(`time times team teams work working works business company companies customer customers support service tool tools software help small big make makes making use uses using used need needs three four five six seven eight nine ten best better right start started stop every never always well back down day days look looking want life money own tijd team teams werk werken werkt bedrijf bedrijven klant klanten ondernemer ondernemers klein kleine groot grote maken maakt gebruik gebruiken nodig beter beste goed elke dag dagen altijd nooit eigen geld leven zelf drie vier vijf zes zeven acht negen tien twee alleen kosten kost echt marketing sales product products data online question questions answered answer vraag vragen story stories verhaal verhalen`)
