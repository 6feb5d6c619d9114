import type * as en from './alerts.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');

export const alerts: typeof en.alerts = {
  about: 'Waarover',
  addChannel: 'Kanaal toevoegen',
  addRule: 'Regel toevoegen',
  allBrands: 'alle merken',
  allKinds: 'alle soorten',
  allSources: 'alle bronnen',
  andMore: (n) => `en nog ${n}`,
  atOnce: 'Elke vermelding meteen',
  attempts: (n) => plural(n, 'poging', 'pogingen'),
  below: (n) => `${n.toLocaleString('nl')} weggelaten wegens te lage zekerheid`,
  body: 'Verstuurd bericht',
  channels: 'Kanalen',
  chooseChannel: 'Kies een kanaal',
  deleteChannel: 'Kanaal verwijderen',
  deleted: (n) => `${n} verwijderd`,
  deleteForGood: 'De sleutels van het kanaal worden ook verwijderd. Dit kun je niet ongedaan maken.',
  deleteRule: 'Regel verwijderen',
  details: 'Details',
  empty: 'Nog geen alerts.',
  emptyHelp:
    'Een regel bepaalt welke vermeldingen naar welk kanaal gaan. Voor je opslaat, zie je een voorbeeld.',
  eventNames: {
    amended: 'gewijzigd (er kwam een transcript of iemand beoordeelde hem)',
    dismissed: 'afgewezen',
    removed: 'verwijderd',
  },
  events: 'Stuur ook bericht als een vermelding is',
  firstChannel: 'Voeg eerst een kanaal toe.',
  gathered: (seconds) => `Samen, na ${span(seconds)}`,
  gatheredHelp: 'Slack krijgt ze als één bericht, net als een webhook die batches aanneemt.',
  gets: 'Stuur bericht over',
  getsHelp: 'Een rapport wordt verstuurd zodra er een oordeel is, en opnieuw als dat of de marge verandert.',
  getsNothing: 'Kies er minstens één.',
  happened: { amended: 'gewijzigd', dismissed: 'afgewezen', removed: 'verwijderd', revised: 'herzien' },
  keptSecret: 'Ingesteld. Laat leeg om het te behouden.',
  kind: 'Type',
  kinds: {
    webhook: {
      name: 'Webhook',
      summary: 'Stuurt elke alert als JSON naar jouw adres, ondertekend volgens Standard Webhooks.',
      limits: 'Je ontvanger kan een bericht twee keer krijgen, beide keren met dezelfde webhook-id.',
      fields: {
        url: { label: 'Adres', help: 'Waar berichten naartoe gaan.' },
        batch: {
          label: 'Vermeldingen per verzoek',
          help:
            'Voor ontvangers die CloudEvents-batches aannemen: regels die vermeldingen verzamelen, ' +
            'sturen er tot zoveel tegelijk. ' +
            'Laat leeg om elke vermelding apart te sturen.',
        },
        secret: { label: 'Ondertekeningssleutel', help: 'Hiermee worden berichten ondertekend.' },
      },
    },
    slack: {
      name: 'Slack',
      summary: 'Plaatst alerts in een Slack-kanaal via een inkomende webhook.',
      limits:
        'Een geplaatst bericht kan niet meer worden gewijzigd. Raakt het antwoord van Slack kwijt, dan ' +
        'kan het twee keer verschijnen.',
      fields: {
        url: {
          label: 'Webhook-URL',
          help:
            'De URL van een inkomende webhook, die Slack voor één kanaal maakt. Behandel hem als een ' +
            'wachtwoord: je krijgt hem niet meer te zien.',
        },
        language: { label: 'Taal', help: 'Taal van de berichten.' },
      },
    },
  },
  least: (percent) => `minstens ${percent}%`,
  likelyToo: 'Zeker en waarschijnlijk',
  looking: 'Voorbeeld laden',
  mayHaveArrived: 'Misschien is het toch aangekomen.',
  name: 'Naam',
  nameExample: 'Ons merk, overal',
  newSecret: 'Nieuwe ondertekeningssleutel',
  nextTry: (t) => `volgende poging ${t}`,
  noDeliveries: 'Er zijn nog geen alerts verstuurd.',
  noDeliveriesHelp:
    'Je krijgt alleen alerts voor nieuwe vermeldingen, nooit voor wat in oude afleveringen gevonden is.',
  noMentions: (n) => `${n} krijgt geen vermeldingen.`,
  none: 'Geen',
  noneInState: {
    pending: 'Er wacht niets op verzending.',
    delivered: 'Geen bezorgde alerts.',
    failed: 'Geen mislukte bezorgingen.',
  },
  isOff: (n) => `${n} staat uit.`,
  off: 'Uit',
  offHelp: 'Hier gaat niets naartoe totdat je het weer aanzet. Stuur eerst een testbericht.',
  offSince: (t) => `Uitgezet op ${t}.`,
  on: 'Aan',
  onlySure: 'Alleen zeker',
  onOff: (n) => `${n} staat aan`,
  replaceSecret:
    'Berichten worden met de nieuwe én de huidige sleutel ondertekend, ' +
    'zodat je ontvanger ze aanneemt totdat je hem hebt bijgewerkt. Een nog oudere sleutel werkt niet meer.',
  replayed: (n) => `${plural(n, 'bezorging wordt', 'bezorgingen worden')} opnieuw geprobeerd.`,
  reportSaid: (words) => `Rapport: ${words}`,
  retry: 'Opnieuw proberen',
  retryAll: 'Alles opnieuw proberen',
  retrying: 'Lukt nog niet',
  rules: 'Regels',
  secret: 'Kanaal gemaakt. Kopieer de ondertekeningssleutel nu: je krijgt hem niet meer te zien.',
  secretReplaced: 'Ondertekeningssleutel vervangen. Kopieer de nieuwe nu: je krijgt hem niet meer te zien.',
  send: 'Versturen',
  sendsNothing: 'Verstuurt niets.',
  someSources: (n) => plural(n, 'bron', 'bronnen'),
  states: { pending: 'Onderweg', delivered: 'Bezorgd', failed: 'Mislukt' },
  test: 'Testbericht sturen',
  tested: (ms) => `Het testbericht is bezorgd in ${ms} ms.`,
  to: 'Sturen naar',
  topics: { mentions: 'Vermeldingen', reports: 'Rapporten' },
  unsure: (n) => `${n.toLocaleString('nl')} onzeker, nooit verstuurd`,
  what: 'Welke vermeldingen',
  when: 'Wanneer',
  would: (n, days) => `Had in de laatste ${days} dagen ${plural(n, 'alert', 'alerts')} verstuurd.`,
};

function span(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} uur`;
  if (seconds % 60 === 0) return plural(seconds / 60, 'minuut', 'minuten');
  return plural(seconds, 'seconde', 'seconden');
}
