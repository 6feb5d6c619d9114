import type * as en from './sources.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');
const feedAddress = {
  label: 'Adres van de feed',
  help:
    'Zet bij een besloten feed de gebruikersnaam en het wachtwoord in het adres: ' +
    'https://naam:wachtwoord@host/feed.',
};

export const sources: typeof en.sources = {
  addresses: 'Losse berichten en pagina\'s',
  addressAdded: 'Toegevoegd',
  addressRetry: (url: string) => `${url} opnieuw proberen`,
  addressStates: { waiting: 'Wacht', read: 'Gelezen', failed: 'Niet gelezen', dropped: 'Niet bewaard' },
  addressUnnamed: 'Er staat geen van je merken in.',
  addressesNone: 'Nog geen.',
  hub: 'Hub (WebSub)',
  hubDenied: 'De hub weigerde. De feed wordt op de gewone tijden gelezen.',
  hubStates: {
    asked: (host: string) => `${host} is gevraagd te melden wanneer de feed verandert`,
    telling: (host: string) => `${host} meldt wanneer de feed verandert`,
    failed: (host: string) => `${host} meldt niet wanneer de feed verandert`,
  },
  hubTold: (when: string) => `Laatste wijziging gemeld ${when}`,
  hubUntil: (when: string) => `Tot ${when}; daarna wordt het opnieuw gevraagd`,
  acts: (n) => `Acties voor ${n}`,
  add: 'Toevoegen',
  added: (n) => `${n} toegevoegd`,
  again: 'Namedrop probeert het vanzelf opnieuw.',
  all: 'Alle',
  allWell: 'Alle bronnen zijn in orde.',
  callsItself: (n) => `Oorspronkelijke naam: ${n}`,
  count: (n) => plural(n, 'aflevering', 'afleveringen'),
  credentials: (n) => `${n} was al toegevoegd; voortaan wordt met de nieuwe inloggegevens gelezen`,
  empty: 'Plak een link of OPML.',
  emptyHelp: 'Podcastspelers kunnen wat je volgt als OPML exporteren.',
  example: 'https://',
  fetch: 'Nu lezen',
  findIt: 'Zoeken op link of naam',
  follows: 'Volgt',
  fromFile: 'Geïmporteerd',
  health: 'Status',
  import: 'OPML-bestand',
  imported: (added, known) =>
    `${plural(added, 'bron', 'bronnen')} toegevoegd${known > 0 ? `, ${known} al eerder toegevoegd` : ''}.`,
  items: 'Afleveringen en berichten',
  kind: 'Wat wil je toevoegen?',
  known: (n) => `${n} was al toegevoegd`,
  label: 'Link, accountnaam, hashtag of naam van een show',
  labelHelp:
    'Feed, pagina, forum, Apple Podcasts of Spotify, @kanaal op YouTube, r/subreddit, #hashtag, ' +
    '@naam@server.',
  last: 'Laatste items',
  understood: {
    feed: 'Het is een feed.',
    page: 'Gevonden op de pagina.',
    apple: 'Gevonden via de link van Apple Podcasts.',
    spotify: 'Gevonden via de naam op Spotify.',
    account: 'De openbare berichten van dit account.',
    forum: 'Het is een forum: alle nieuwe berichten.',
    name: 'Gevonden op naam.',
    post: 'Eén bericht, dat één keer wordt gelezen.',
    watched: 'De pagina heeft geen feed en wordt zelf gelezen.',
  },
  mentions: 'Vermeldingen',
  name: 'Naam',
  newName: (n) => `Nieuwe naam voor ${n}`,
  nothing: 'Er is niets gevonden. Probeer het adres van de feed zelf.',
  pause: 'Pauzeren',
  paused: 'Gepauzeerd',
  read: 'Laatst gelezen',
  refused: (line, text, why) => `Regel ${line}${text === '' ? '' : ` (${text})`}: ${why}`,
  remove: 'Verwijderen',
  removed: (n) => `${n} verwijderd; de vermeldingen blijven`,
  rename: 'Naam wijzigen',
  renamed: (n) => `Naam gewijzigd in ${n}`,
  repaired: 'In orde (hersteld)',
  repairs: (n) => `${plural(n, 'onderdeel', 'onderdelen')} hersteld of weggelaten.`,
  resume: 'Hervatten',
  resumed: 'Hervat',
  search: 'Zoek een bron',
  site: 'Website',
  address: 'Adres',
  episode: 'Aflevering of bericht',
  fetched: (docs, mentions) =>
    docs <= 0 && mentions <= 0
      ? 'Gelezen. Niets nieuws.'
      : 'Gelezen: ' +
        `${plural(Math.max(docs, 0), 'nieuwe aflevering of bericht', 'nieuwe afleveringen en berichten')}, ` +
        `${plural(Math.max(mentions, 0), 'nieuwe vermelding', 'nieuwe vermeldingen')}.`,
  filesToGo: (n) => `${plural(n, 'bestand wordt', 'bestanden worden')} nog opgehaald.`,
  fullText: 'Tekst uit de feed',
  half: (time) => `De helft binnen ${time}`,
  latency: 'Van publicatie tot vermelding',
  latencyUnknown: (n) =>
    `Nog niet bekend: ${plural(n, 'nieuwe vermelding', 'nieuwe vermeldingen')} tot nu toe, ` +
    `er zijn er minstens 5 nodig.`,
  measured: (n) => `Van de laatste ${plural(n, 'vermelding', 'vermeldingen')} die nieuw waren`,
  most: (time) => `95% binnen ${time}`,
  never: 'Nog niet gelezen',
  newest: 'Nieuwste afleveringen en berichten',
  next: 'Volgende keer',
  noEpisodes: 'Er zijn geen afleveringen: bij artikelen en berichten zit de tekst erbij.',
  notFetched: 'Nog niet opgehaald.',
  nothingYet: 'Er is nog niets gelezen.',
  overview: 'Overzicht',
  published: 'Gepubliceerd',
  reading: 'Wordt nu gelezen',
  summaryOnly: 'Alleen een samenvatting: de tekst staat niet in de feed.',
  transcripts: 'Transcripten',
  undated: 'Geen datum',
  untitled: 'Zonder titel',
  whenResumed: 'Zodra je hervat',
  coverage: (n, all) =>
    `${n.toLocaleString('nl')} van ${plural(all, 'aflevering', 'afleveringen')} gelezen`,
  notesOnly: (n) => `${n.toLocaleString('nl')} alleen op beschrijving`,
  ways: {
    publisher: 'van de uitgever', captions: 'automatische ondertitels', twin: 'van YouTube',
    speech: 'herkend',
  },
  channel: 'YouTube-kanaal',
  channelAddress: 'Adres van het kanaal',
  channelEpisodes: (n) => `${plural(n, 'aflevering heeft', 'afleveringen hebben')} daar een video.`,
  channelFind: 'Zoeken',
  channelFound: {
    feed: 'link in de feed', page: 'link op de pagina van de show', name: 'gevolgd onder deze naam',
  },
  channelHelp:
    'Staat een show ook op YouTube, dan zijn de afleveringen te lezen met de ondertitels van hun video\'s.',
  channelNone: 'In de feed en op de pagina van de show is geen kanaal gevonden.',
  channelRemove: 'Niet het kanaal',
  channelUse: 'Gebruiken',
  channelUseOf: (address) => `${address} gebruiken`,
  trouble: 'Vraagt aandacht',
  types: {
    podcast: {
      name: 'Podcast',
      summary: 'De feed van een podcast, openbaar of besloten.',
      limits: 'Afleveringen zonder transcript worden doorzocht op titel, beschrijving en hoofdstukken.',
      fields: { url: feedAddress },
    },
    feed: {
      name: 'Blog of nieuwsfeed',
      summary: 'Een RSS-, Atom- of JSON-feed met artikelen.',
      limits: 'Alleen de tekst in de feed zelf wordt gelezen, en veel feeds bevatten alleen samenvattingen.',
      fields: { url: feedAddress },
    },
    bluesky: {
      name: 'Bluesky',
      summary:
        'Openbare berichten op Bluesky waarin een van je merken genoemd wordt, enkele seconden nadat ze ' +
        'geschreven zijn.',
      limits:
        'Berichten worden bekeken zodra ze binnenkomen en alleen bewaard als er een merk in staat. Een ' +
        'merk dat je later toevoegt, wordt dus alleen in nieuwe berichten gevonden.',
      fields: {
        query: {
          label: 'Alleen berichten met',
          help:
            'Woorden die ook in een bericht moeten staan, met spaties ertussen. Laat leeg voor elk bericht ' +
            'waarin een merk genoemd wordt.',
        },
      },
    },
    youtube: {
      name: 'YouTube',
      summary: 'De video\'s van een kanaal of afspeellijst op YouTube, met hun ondertitels.',
      limits:
        'De nieuwste 15 tot 30 video\'s worden gevonden. Ondertitels worden langzaam gelezen, en helemaal ' +
        'niet als YouTube het adres van deze machine blokkeert, zoals bij de meeste cloudproviders. ' +
        'Video\'s voor leden, voor volwassenen en privévideo\'s zijn niet te lezen.',
      fields: {
        url: {
          label: 'Kanaal',
          help:
            'Adres of @naam van het kanaal, of een afspeellijst. Met het adres van een video volg je ' +
            'zijn kanaal.',
        },
      },
    },
    hackernews: {
      name: 'Hacker News',
      summary: 'Verhalen en reacties op Hacker News met je zoekwoorden, nieuwe en die van vroeger.',
      limits:
        'Alleen berichten waarin een van je merken genoemd wordt, worden bewaard. Een nieuw bericht wordt ' +
        'enkele minuten nadat het geschreven is gevonden, zodra het in de zoekmachine staat. Van vroeger ' +
        'worden de nieuwste 20.000 treffers gelezen.',
      fields: {
        query: {
          label: 'Woorden',
          help:
            'Waarnaar gezocht wordt: de naam of het domein van een merk. Aanhalingstekens houden woorden ' +
            'bij elkaar.',
        },
      },
    },
    mastodon: {
      name: 'Mastodon',
      summary:
        'Openbare berichten op een Mastodon-server: die met een hashtag, of die een zoekopdracht ' +
        'vindt.',
      limits:
        'Alleen berichten waarin een van je merken genoemd wordt, worden bewaard. Een server kent ' +
        'alleen de berichten die hem bereikt hebben, dus volg een hashtag op meerdere grote ' +
        'servers. Voor een zoekopdracht is een token nodig, en die vindt alleen berichten van ' +
        'mensen die dat toestaan.',
      fields: {
        url: {
          label: 'Hashtag of server',
          help:
            'Adres van een hashtag op een server, of #hashtag@server. Voor een zoekopdracht het ' +
            'adres van de server.',
        },
        query: {
          label: 'Woorden om op te zoeken',
          help: 'Alleen met het adres van een server, en met een token.',
        },
        token: {
          label: 'Toegangstoken',
          help:
            'Van een toepassing met read:search (voor een zoekopdracht) of read:statuses, te ' +
            'maken onder Ontwikkelaars in de instellingen van je account daar. Voor hashtags is ' +
            'op open servers geen token nodig.',
        },
      },
    },
    reddit: {
      name: 'Reddit',
      summary:
        'Nieuwe berichten of reacties in subreddits, of berichten die een zoekopdracht op Reddit ' +
        'vindt, via de feeds van Reddit.',
      limits:
        'Alleen berichten waarin een van je merken genoemd wordt, worden bewaard. De nieuwste 100 ' +
        'staan in de feed, zonder likes. Reddit weigert vaak machines van cloudproviders; dan ' +
        'wordt er een uur niets gevraagd. Auteurs worden nooit aan leads gekoppeld.',
      fields: {
        url: {
          label: 'Subreddit of zoekopdracht',
          help:
            'Adres van een subreddit, van meerdere met een + ertussen, of van een zoekopdracht. ' +
            'Met /comments erachter worden reacties gelezen in plaats van berichten. r/naam mag ' +
            'ook.',
        },
      },
    },
    lemmy: {
      name: 'Lemmy',
      summary:
        'Openbare berichten en reacties op een Lemmy-server, van een community of van alles wat ' +
        'hij kent.',
      limits:
        'Alleen berichten waarin een van je merken genoemd wordt, worden bewaard. Een server kent ' +
        'alleen de community\'s die iemand daar volgt.',
      fields: {
        url: {
          label: 'Server of community',
          help: 'Adres van een server of van een community daarop, of !community@server.',
        },
        query: {
          label: 'Woorden om op te zoeken',
          help: 'Lees wat de zoekfunctie van de server vindt, in plaats van alles wat nieuw is.',
        },
      },
    },
    discourse: {
      name: 'Discourse',
      summary: 'Nieuwe berichten op een forum dat op Discourse draait.',
      limits:
        'Alleen berichten waarin een van je merken genoemd wordt, worden bewaard. De nieuwste ' +
        '1.000 berichten worden teruggelezen. Forums die hun berichten pas na inloggen tonen, ' +
        'zijn niet te lezen.',
      fields: {
        url: {
          label: 'Forum',
          help: 'Adres van het forum, of van een onderwerp of categorie daarop.',
        },
      },
    },
    web: {
      name: 'Webpagina\'s',
      summary: 'Pagina\'s van een blog, nieuwsbrief, forum of show zonder feed.',
      limits:
        'Leest wat robots.txt toestaat, hooguit 20 pagina\'s per keer en 1.000 in totaal. Pagina\'s ' +
        'waarvoor een login of een programma in de browser nodig is, zijn niet te lezen. Een feed is ' +
        'sneller en heeft datums: gebruik die waar er een is.',
      fields: {
        url: {
          label: 'Pagina',
          help: 'De pagina die de andere opsomt, of de ene pagina die gevolgd wordt.',
        },
        depth: {
          label: 'Links om te volgen',
          help:
            '0 leest alleen deze pagina, 1 de pagina\'s waar zij naar verwijst, 2 die waar deze naar ' +
            'verwijzen. Hooguit 3.',
        },
        under: {
          label: 'Alleen pagina\'s onder',
          help:
            'Het begin van hun pad. Standaard dat van de pagina; / betekent de hele site.',
        },
        noindex: {
          label: 'Pagina\'s lezen die vragen niet geïndexeerd te worden',
          help: 'Standaard worden pagina\'s met noindex of noai overgeslagen.',
        },
      },
    },
    single: {
      name: 'Losse berichten en pagina\'s',
      summary: 'Eén bericht of pagina, één keer gelezen op het adres, of geplakt.',
      limits:
        'Het wordt niet opnieuw gelezen, dus wijzigingen en verwijderingen worden niet gezien. ' +
        'LinkedIn en andere tonen de meeste berichten alleen aan mensen: plak hun tekst. Antwoorden ' +
        'onder een bericht worden niet gelezen.',
      fields: {
        url: {
          label: 'Adres',
          help:
            'Van één bericht op LinkedIn, X, Mastodon, Bluesky, Reddit, Hacker News, Lemmy, Discourse ' +
            'of Telegram, of van een pagina.',
        },
        text: {
          label: 'Tekst',
          help:
            'Geplakt, voor een bericht dat niet op te halen is. Laat leeg om het adres te laten lezen.',
        },
        author: { label: 'Auteur', help: 'Van een geplakt bericht.' },
        published: {
          label: 'Datum',
          help: 'Van een geplakt bericht. De nummers van berichten op LinkedIn en X bevatten hem al.',
        },
      },
    },
    telegram: {
      name: 'Telegram',
      summary: 'Berichten van een openbaar kanaal op Telegram.',
      limits:
        'Alleen berichten waarin een van je merken genoemd wordt, worden bewaard. De nieuwste 400 ' +
        'berichten worden teruggelezen. Groepen, privékanalen en kanalen zonder voorbeeld op het ' +
        'web zijn niet te lezen, en Telegram als geheel is niet te doorzoeken.',
      fields: {
        url: {
          label: 'Kanaal',
          help: 'Adres van het kanaal: t.me/kanaal.',
        },
      },
    },
    webmention: {
      name: 'Webmention',
      summary: 'Pagina\'s die je website laten weten dat ze ernaar linken.',
      limits:
        'Je pagina\'s moeten het adres van de openbare kant noemen met /webmention erachter,' +
        ' en weinig sites versturen Webmentions. Een pagina wordt één keer gelezen en ' +
        'bewaard als ze naar een van je domeinen linkt.',
      fields: {
        hosts: {
          label: 'Verdere domeinen',
          help: 'Domeinen van jou naast die van je merken en sites, gescheiden door komma\'s.',
        },
      },
    },
    podping: {
      name: 'Podping',
      summary:
        'Hosts van podcasts kondigen nieuwe afleveringen aan: podcasts die je volgt, worden' +
        ' dan meteen gelezen.',
      limits:
        'Levert zelf niets. Enkele grote hosts doen mee, de meeste niet; alle ' +
        'podcasts worden nog steeds op hun gewone tijden gelezen. Wat langer dan een uur ' +
        'geleden is aangekondigd, komt bij die keren mee.',
      fields: {
        url: {
          label: 'Hive-node',
          help: 'Een node van de Hive-keten die eerst wordt gevraagd. Laat leeg voor openbare.',
        },
      },
    },
    mailbox: {
      name: 'Mailbox',
      summary: 'Berichten van andere diensten die per e-mail komen, zoals die van Google Alerts.',
      limits:
        'Van een bericht worden hoogstens 100 links gelezen, elk één keer en volgens de ' +
        'robots.txt van de host; een pagina wordt alleen bewaard als een van je merken erin' +
        ' genoemd wordt. De berichten worden niet bewaard. Gebruik een mailbox of map die ' +
        'alleen daarvoor is. Er wordt niets in gewijzigd of als gelezen gemarkeerd. ' +
        'Diensten die om aanmelden in de browser vragen (OAuth), hebben een app-wachtwoord ' +
        'nodig.',
      fields: {
        server: {
          label: 'IMAP-server',
          help: 'De naam, met :poort als dat niet 993 is.',
        },
        user: {
          label: 'Gebruiker',
          help: 'Zoals je je bij de mailbox aanmeldt.',
        },
        password: {
          label: 'Wachtwoord',
          help: 'Een app-wachtwoord als de dienst die heeft.',
        },
        senders: {
          label: 'Afzenders',
          help:
            'Alleen berichten van deze adressen of domeinen worden gelezen, gescheiden door' +
            ' komma\'s. Links in andere kunnen iets bevestigen of opzeggen.',
        },
        folder: {
          label: 'Map',
          help: 'Waar de berichten staan.',
        },
        security: {
          label: 'Versleuteling',
          help: 'Geen is alleen voor een server op deze machine.',
          choices: { none: 'Geen' },
        },
      },
    },
    messages: {
      name: 'Geposte berichten',
      summary:
        'Berichten van andere diensten die een programma naar de API stuurt, als e-mail of ' +
        'als tekst.',
      limits:
        'Van een bericht worden hoogstens 100 links gelezen, elk één keer en volgens de ' +
        'robots.txt van de host; een pagina wordt alleen bewaard als een van je merken erin' +
        ' genoemd wordt. De berichten worden niet bewaard.',
      fields: {
        senders: {
          label: 'Afzenders',
          help:
            'Alleen e-mails van deze adressen of domeinen worden gelezen, gescheiden door ' +
            'komma\'s. Laat leeg om alles te lezen.',
        },
      },
    },
  },
  which: 'Welke bedoel je?',
  words: {
    waiting: 'Nog niet gelezen',
    healthy: 'In orde',
    failing: 'Mislukt, wordt opnieuw geprobeerd',
    throttled: 'Vraagt om te wachten',
    blocked: 'Blokkeert Namedrop',
    gone: 'Definitief verdwenen',
    broken: 'Onleesbaar',
    needs_key: 'Heeft een sleutel nodig',
  },
};
