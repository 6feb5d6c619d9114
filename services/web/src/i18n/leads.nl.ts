import { pluralIn } from './plural';
import type { leads as english } from './leads.en';

const plural = pluralIn('nl-NL');
const keptHash = 'Van het adres wordt alleen een hash bewaard, tenzij je ervoor kiest het te bewaren.';

export const leads: typeof english = {
  add: 'Bron toevoegen',
  address: 'Adres om naartoe te sturen',
  addressOff:
    'Er kan nog niets ontvangen worden: de publieke kant staat uit. Een beheerder zet die aan met ' +
    'public.listen en public.url in de configuratie.',
  addressHelp: 'Plak het in het formulier of het andere systeem. Wie het kent, kan leads sturen.',
  allSites: 'Alle sites',
  allSources: 'Alle bronnen',
  allStages: 'Alle fasen',
  answer: 'Antwoord',
  answered: (n, all) => `${plural(all, 'lead', 'leads')}, ${n.toLocaleString('nl-NL')} met een antwoord.`,
  arrived: 'Laatst iets ontvangen',
  changeIt: (n) => `${n} wijzigen`,
  change: 'Wijzigen',
  copyAddress: (n) => `Adres voor ${n} kopiëren`,
  cut: 'Alleen het begin is bewaard.',
  empty: 'Vraag "Hoe ken je ons?"',
  emptyHelp:
    'Zet die vraag in je formulier of CRM en koppel het hier, of importeer een CSV. Uit de antwoorden ' +
    'blijkt ' +
    'welke vermeldingen mensen zich herinneren.',
  erase: 'Wissen',
  eraseIt: 'Deze lead wissen?',
  eraseForGood:
    'Dat kan niet ongedaan gemaakt worden. Ook als de bron opnieuw gelezen wordt, blijft hij weg.',
  fetch: 'Nu lezen',
  fetchIt: (n) => `${n} nu lezen`,
  health: 'Toestand',
  imported: 'Daar geïmporteerd',
  importedHelp:
    'Deze lead is in het andere systeem geïmporteerd, dus zegt de tijd niets. Hij telt niet mee in ' +
    'rapporten.',
  importFile: 'CSV importeren',
  keep: 'E-mailadressen bewaren',
  keepHelp: 'Anders wordt van elk alleen een hash bewaard. Alleen wie mag wijzigen ziet de adressen.',
  key: 'Nummer daar',
  kind: 'Waar ze vandaan komen',
  landing: 'Landingspagina',
  list: 'Leads',
  match: {
    heading: 'Bedoelt',
    alias: 'Onthoud deze woorden als andere naam van de show',
    aliasHelp: 'Leads die dit schrijven horen voortaan bij de show. Laat het leeg om niets te onthouden.',
    byPerson: (who) => (who === '' ? 'Bevestigd' : `Bevestigd door ${who}`),
    channel: 'Alleen een soort of netwerk',
    channelMeans: 'Noemt alleen een soort of netwerk',
    confirm: 'Bevestigen',
    correct: 'Verbeteren',
    couldBe: (n) => `${plural(n, 'vermelding kan', 'vermeldingen kunnen')} bedoeld zijn`,
    inNote: 'Gelezen in de notitie.',
    mention: 'Aflevering, video of post',
    mentionAny: 'Geen bepaalde',
    named: 'Noemt deze',
    none: 'Iets anders',
    noneMeans: 'Bedoelt geen vermelding',
    noShows: 'Geen show had je genoemd voordat deze lead kwam.',
    pending: 'Nog niet gelezen',
    save: 'Bewaren',
    saved: 'Koppeling van een lead bewaard',
    show: 'Show',
    takeBack: 'Ongedaan maken: opnieuw koppelen',
    toConfirm: 'Te bevestigen',
    all: 'Alle koppelingen',
    judged: 'Bevestigd',
    aboutMention: 'Alleen leads die één vermelding kunnen bedoelen.',
    aboutAll: 'Alle leads tonen',
  },
  byShow: {
    heading: 'Shows die leads noemden',
    help:
      'Iedereen telt één keer mee. Er wordt niets geschat: de meeste leads zeggen niet waar ze je van ' +
      'kennen.',
    show: 'Show',
    leads: 'Leads',
    named: 'Daarvan één vermelding',
    won: 'Klanten',
    value: 'Binnengehaalde waarde',
    stages: 'Fasen',
  },
  aliases: {
    help: 'Nog geen. Een lead verbeteren voegt ze toe, of doe het hier.',
    add: 'Woorden toevoegen',
    example: 'de vissenpodcast',
    name: 'Naam van de show of persoon',
    of: 'Wat ze bedoelen',
    person: 'Een presentator, gast of auteur',
    show: 'Een show',
    wording: 'Wat leads schrijven',
    heading: 'Hoe leads shows noemen',
    means: (show) => `bedoelt ${show}`,
    remove: 'Verwijderen',
    removeIt: (w) => `De woorden ${w} verwijderen`,
  },
  name: 'Naam',
  noAnswer: 'Geen antwoord',
  none: 'Nog geen',
  note: 'Notitie',
  number: 'Leads',
  pause: 'Pauzeren',
  pauseIt: (n) => `${n} pauzeren`,
  person: 'E-mailadres',
  remove: 'Verwijderen',
  removeIt: (n) => `${n} verwijderen`,
  removeForGood: (n, count) =>
    `${n} wordt verwijderd, met ${plural(count, 'lead', 'leads')}. Dat kan niet ongedaan gemaakt worden. ` +
    'Rapporten worden opnieuw gemaakt.',
  resume: 'Hervatten',
  resumeIt: (n) => `${n} hervatten`,
  search: 'Zoek in antwoorden en notities',
  site: 'Site',
  source: 'Bron',
  sources: 'Waar leads vandaan komen',
  stage: 'Fase',
  noStage: 'Zonder fase',
  test: 'Proef',
  testHelp: 'Zo te zien probeerde iemand het formulier uit. Deze lead telt niet mee in rapporten.',
  time: 'Wanneer',
  value: 'Waarde',
  words: {
    waitingForRequest: 'Nog niets ontvangen',
    waitingForFile: 'Uit een bestand',
  },
  types: {
    form: {
      name: 'Formulier',
      summary: 'Leads die een formulier op je site, of een formulierbouwer, stuurt.',
      limits: 'Bestanden worden niet aangenomen. Een verzoek mag 64 KB zijn.',
      fields: {
        answer: {
          label: 'Veld van het antwoord',
          help:
            'Naam van het veld met het antwoord op hoe ze je kennen. Leeg: het wordt aan de naam herkend.',
        },
        person: { label: 'Veld van het e-mailadres', help: keptHash },
        note: { label: 'Veld van een notitie' },
        landing: {
          label: 'Veld van de landingspagina',
          help: 'Alleen het pad en de utm-parameters worden bewaard.',
        },
        stage: { label: 'Veld van de fase' },
        value: { label: 'Veld van de waarde' },
        time: {
          label: 'Veld van de tijd',
          help: 'RFC 3339, of seconden sinds 1970. Leeg: de tijd van ontvangst.',
        },
        id: { label: 'Veld van het nummer', help: 'Waaraan de lead in jouw systeem te herkennen is.' },
        honeypot: {
          label: 'Lokveld',
          help: 'Een veld dat mensen niet zien. Wie het invult is een programma.',
        },
        check: {
          label: 'Bewijs van de afzender',
          help:
            'Hoe de afzender bewijst dat een verzoek echt is. Het adres is genoeg als niemand anders het ' +
            'ziet; een formulier op een pagina toont het aan iedereen.',
          choices: {
            none: 'Alleen het adres',
            bearer: 'Bearer-token (header Authorization)',
            webhook: 'Handtekening volgens Standard Webhooks',
          },
        },
        secret: { label: 'Sleutel', help: 'Het bearer-token, of de sleutel die met whsec_ begint.' },
        redirect: {
          label: 'Pagina na het versturen',
          help: 'Waar de browser heen gaat nadat een formulier van een pagina is verstuurd.',
        },
        origins: {
          label: 'Sites met het formulier',
          help: 'Verzoeken van pagina\'s van andere sites worden geweigerd. Leeg: alles wordt aangenomen.',
        },
      },
    },
    hubspot: {
      name: 'HubSpot',
      summary: 'De contacten van een HubSpot-account.',
      limits:
        'Deals en notities worden niet gelezen. Een contact dat in HubSpot verwijderd is blijft staan, ' +
        'tenzij ' +
        'HubSpot bericht dat het om privacy verwijderd is.',
      fields: {
        url: { label: 'Adres', help: 'Laat het zoals het is.' },
        token: {
          label: 'Toegangstoken',
          help: 'Van een private app met de scopes crm.objects.contacts.read en crm.schemas.contacts.read.',
        },
        answer: {
          label: 'Eigenschap van het antwoord',
          help: 'Interne naam van de eigenschap met het antwoord op hoe ze je kennen.',
        },
        note: {
          label: 'Eigenschap van de notitie',
          help: 'Interne naam van een eigenschap waarin verkopers schrijven.',
        },
        value: { label: 'Eigenschap van de waarde' },
        landing: {
          label: 'Eigenschap van de eerste pagina',
          help: 'Alleen het pad en de utm-parameters worden bewaard.',
        },
        write_to: {
          label: 'Eigenschap om in te schrijven',
          help:
            'Interne naam van een eigen teksteigenschap, waarin de vermelding komt die een contact ' +
            'bedoelt. Leeg: er wordt niets geschreven. De app heeft de scope ' +
            'crm.objects.contacts.write nodig.',
        },
        client_secret: {
          label: 'Sleutel van de app',
          help:
            'Bij HubSpot heet die client secret. Alleen nodig voor zijn berichten, waardoor wijzigingen ' +
            'meteen te zien zijn.',
        },
      },
    },
    typeform: {
      name: 'Typeform',
      summary: 'Antwoorden op een formulier van Typeform.',
      limits:
        'Antwoorden van voor de webhook worden niet gelezen: exporteer ze en importeer het bestand. De ' +
        'pagina ' +
        'waar de bezoeker vandaan kwam is alleen bekend als het formulier er verborgen velden voor heeft.',
      fields: {
        secret: { label: 'Sleutel', help: 'Kies er een en vul die ook in bij de webhook in Typeform.' },
        answer: {
          label: 'Vraag van het antwoord',
          help: 'Referentie van de vraag hoe ze je kennen. Leeg: de vraag wordt aan de woorden herkend.',
        },
        person: { label: 'Vraag van het e-mailadres', help: 'Leeg: de eerste vraag die erom vraagt.' },
        note: { label: 'Vraag van een notitie' },
      },
    },
    csv: { name: 'CSV-bestand' },
    api: { name: 'API' },
  },
};
