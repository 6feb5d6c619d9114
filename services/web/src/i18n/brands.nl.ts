import type * as en from './brands.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');

export const brands: typeof en.brands = {
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
    aliases: 'Acme Cloud', heardAs: 'ek mie', domains: 'acme.example', handles: '@acme',
    context: 'pipeline, CRM', exclude: 'tekenfilm, coyote',
  },
  exclude: 'Uitsluiten in de buurt van',
  handles: 'Accountnamen',
  heard: (as) => `verstaan als ${as}`,
  heardAs: 'Verstaan als',
  help: {
    aliases: 'Andere namen die mensen gebruiken.',
    context: 'Ze bevestigen het merk als de naam ook een gewoon woord is.',
    domains: 'De webadressen van het merk.',
    exclude: 'Woorden waaruit blijkt dat iets anders bedoeld is.',
    handles: 'De accounts van het merk op sociale media.',
    heardAs: 'Wat spraakherkenning van de naam maakt.',
  },
  known: 'Ook bekend als',
  lookedAt: (n, whole) =>
    `${plural(n, 'aflevering, bericht of pagina', 'afleveringen, berichten en pagina\'s')} bekeken` +
    `${whole ? '' : '; gestopt bij de tijdslimiet'}.`,
  name: 'Naam',
  noSuggestions: 'Geen suggesties.',
  off: 'Gepauzeerd',
  ofJudged: (right, of) => `${right} van ${of}`,
  ours: 'Ons eigen merk',
  own: 'Van ons',
  precision: 'Nauwkeurigheid',
  rescanned: (a, c, g) =>
    `Opgeslagen. Archief opnieuw doorzocht: ${a} toegevoegd, ${c} gewijzigd, ${g} verwijderd.`,
  rescanning: (done, total) => `Opgeslagen. Het archief wordt opnieuw doorzocht: ${done} van ${total}.`,
  right: (right, of) =>
    `${right} van ${plural(of, 'beoordeelde vermelding was', 'beoordeelde vermeldingen waren')} juist.`,
  rival: 'Concurrent',
  suggest: 'Suggesties zoeken',
  suggestHelp:
    'Namen, verkeerd verstane vormen en woorden in de buurt, uit het archief. Er verandert niets totdat ' +
    'je opslaat.',
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
