import type * as en from './brands.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');

export const brands: typeof en.brands = {
  searches: 'Zoeken op netwerken',
  searchesHelp: 'Ze volgen de namen en domeinen van dit merk en lezen ook wat het netwerk van vroeger heeft.',
  searchFinds: (what) => `Vindt ${what}`,
  searchAll: 'elk nieuw bericht dat een merk noemt',
  active: 'Actief',
  add: 'Merk toevoegen',
  aliases: 'Heet ook',
  competesWith: (n) => `Concurrent van ${n}`,
  context: 'Contextwoorden',
  delete: 'Verwijderen',
  deleted: (n) => `${n} verwijderd`,
  domains: 'Domeinen',
  effects: {
    raises: 'Dat verhoogt de zekerheid van vermeldingen.',
    lowers: 'Dat verlaagt de zekerheid van vermeldingen.',
    leaves: 'Dat verandert de zekerheid van vermeldingen niet.',
  },
  empties: (list) => `Wordt leeggemaakt: ${list}`,
  empty: 'Naar welk merk moet Namedrop zoeken?',
  emptyHelp: 'Voeg eerst je eigen merk toe en daarna je concurrenten.',
  examples: {
    aliases: 'Acme Cloud', heardAs: 'ek mie', soundsLike: 'ak mie', domains: 'acme.example', handles: '@acme',
    context: 'pipeline, CRM', exclude: 'tekenfilm, coyote',
  },
  exclude: 'Uitsluiten in de buurt van',
  handles: 'Accountnamen',
  heard: (as) => `verstaan als ${as}`,
  heardAs: 'Verstaan als',
  soundsLike: 'Klinkt als',
  help: {
    aliases: 'Andere namen die mensen gebruiken.',
    context: 'Ze bevestigen het merk als de naam ook een gewoon woord is.',
    domains: 'De webadressen van het merk.',
    exclude: 'Woorden waaruit blijkt dat iets anders bedoeld is.',
    handles: 'De accounts van het merk op sociale media.',
    heardAs: 'Wat spraakherkenning van de naam maakt.',
    soundsLike: 'Hoe je de naam uitspreekt, in letters. Voor Engels.',
  },
  inbox: 'Zo zou de inbox eruitzien',
  inboxEmpty: 'De inbox zou leeg zijn: de naam komt niet voor in het archief.',
  inboxImproved: 'Met al deze suggesties:',
  inboxOf: (sure, likely, unsure) => `${sure} zeker, ${likely} waarschijnlijk, ${unsure} onzeker`,
  inboxUnsure: 'Onzekere vermeldingen zie je pas als je erom vraagt.',
  known: 'Ook bekend als',
  learning: 'Namedrop leert van je laatste beoordelingen.',
  learnt: (dismissed, confirmed, changed) =>
    `Geleerd van ${[
      dismissed > 0 ? plural(dismissed, 'afwijzing', 'afwijzingen') : '',
      confirmed > 0 ? plural(confirmed, 'bevestiging', 'bevestigingen') : '',
    ].filter(Boolean).join(' en ')}. Gewijzigd door de laatste: ` +
    `${plural(changed, 'andere vermelding', 'andere vermeldingen')}.`,
  lookedAt: (n, whole) =>
    `${whole ? '' : 'Nieuwste '}` +
    `${plural(n, 'aflevering, bericht of pagina', 'afleveringen, berichten en pagina\'s')} bekeken.`,
  looking: 'Het archief wordt doorzocht…',
  name: 'Naam',
  next: 'Volgende stap',
  nextAlert: 'Stel nu een alert in, dan hoor je het als er nieuwe vermeldingen zijn.',
  nextInbox: 'Nieuwe vermeldingen verschijnen in de inbox.',
  nextSource: 'Voeg nu een bron toe. Namedrop leest de shows, sites en zoekopdrachten die je toevoegt.',
  noSuggestions: 'Geen suggesties.',
  off: 'Gepauzeerd',
  ofJudged: (right, of) => `${right} van ${of}`,
  ordinaryHelp: 'Voeg het domein of contextwoorden toe, anders zijn de meeste vermeldingen onzeker.',
  ordinaryHelped: 'Aan het domein, de contextwoorden en de uitsluitingen is te zien of het merk bedoeld is.',
  ours: 'Ons eigen merk',
  own: 'Van ons',
  precision: 'Nauwkeurigheid',
  proposed: {
    domains: 'Domeinen',
    context: 'Woorden bij vermeldingen die kloppen',
    nearby: 'Andere merken in de buurt, als contextwoord',
    exclude: 'Woorden bij onzekere vermeldingen, om uit te sluiten',
    aliases: 'Heet ook',
    heardAs: 'Verstaan als',
  },
  rescanned: (a, c, g) =>
    `Opgeslagen. Archief opnieuw doorzocht: ${a} toegevoegd, ${c} gewijzigd, ${g} verwijderd.`,
  rescanning: (done, total) => `Opgeslagen. Het archief wordt opnieuw doorzocht: ${done} van ${total}.`,
  right: (right, of) =>
    `${right} van ${plural(of, 'beoordeelde vermelding was', 'beoordeelde vermeldingen waren')} juist.`,
  rival: 'Concurrent',
  seeInbox: 'Vermeldingen bekijken',
  setAlert: 'Alert instellen',
  suggest: 'Suggesties zoeken',
  suggestHelp:
    'Domeinen, namen en woorden in de buurt, uit het archief. Druk op een suggestie om die toe te voegen ' +
    'en nog eens om die te verwijderen. Er verandert niets totdat je opslaat.',
  suggestions: 'Suggesties uit het archief',
  take: (text, list) => `${text} toevoegen aan ${list}`,
  toInbox: 'Vermeldingen',
  tryExample: (n) => `We stapten vorig jaar over op ${n} en zijn gebleven.`,
  tryNone: 'De naam is in deze tekst niet gevonden.',
  tryOut: 'Uitproberen',
  tryText: 'Voorbeeldtekst',
  unjudged: 'Nog niets beoordeeld. Bevestig vermeldingen of wijs ze af, dan leert Namedrop ervan.',
  whose: 'Soort merk',
};
