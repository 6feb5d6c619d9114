import type { annotations as english } from './annotations.en';

export const annotations: typeof english = {
  add: 'Notitie toevoegen',
  allSites: 'Alle sites',
  change: 'Wijzigen',
  changeIt: (name) => `${name} wijzigen`,
  counting: 'Telling',
  countings: { counted: 'Volledig geteld', not_counted: 'Niet volledig geteld' },
  days: 'Dagen',
  deleted: (name) => `${name} verwijderd`,
  deleteIt: (name) => `${name} verwijderen`,
  empty: 'Nog geen notities.',
  emptyHelp: 'Noteer releases, campagnes en storingen: rapporten houden er rekening mee.',
  from: 'Eerste dag',
  help: 'Rapporten houden rekening met deze dagen: na een wijziging worden ze opnieuw gemaakt.',
  kind: 'Soort',
  kinds: { release: 'Nieuwe versie', campaign: 'Campagne', outage: 'Storing', other: 'Anders' },
  name: 'Naam',
  site: 'Site waarvoor het geldt',
  to: 'Laatste dag',
};
