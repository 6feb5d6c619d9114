import type { accounts as en } from './accounts.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');

/** Accounts die de bronnen van een netwerk delen. */
export const accounts: typeof en = {
  add: 'Account toevoegen',
  budget: (used, limit, period) =>
    `${limit === '' ? used : `${used} van ${limit}`} ${period === 'day' ? 'vandaag' : 'deze maand'}`,
  changeIt: (n) => `${n} wijzigen`,
  heading: 'Accounts',
  help:
    'Sommige netwerken vragen om een account. Je voert het één keer in en alle bronnen van het netwerk ' +
    'gebruiken het. Wachtwoorden en tokens worden nooit meer getoond.',
  name: 'Naam',
  network: 'Netwerk',
  of: 'Account',
  removeIt: (n) => `${n} verwijderen`,
  sources: (n) => plural(n, 'bron', 'bronnen'),
  types: {
    bluesky: {
      summary: 'Een naam met een app-wachtwoord, voor de zoekfunctie. Namedrop leest er alleen mee.',
      fields: {
        handle: { label: 'Gebruikersnaam', help: 'Van een account daar.' },
        password: {
          label: 'App-wachtwoord',
          help: 'Gemaakt in de instellingen daar. Niet het wachtwoord van het account.',
        },
        server: { label: 'Server', help: 'Alleen als het account niet op bsky.social staat.' },
      },
    },
    mastodon: {
      summary: 'Een toegangstoken van één server, voor de zoekfunctie daar.',
      fields: {
        server: { label: 'Server', help: 'Waar het account is.' },
        token: {
          label: 'Toegangstoken',
          help: 'Van een toepassing met read:statuses en read:search, daar in de instellingen gemaakt.',
        },
      },
    },
    x: {
      summary: 'Een bearer-token van de API van X, die je per bericht betaalt.',
      fields: {
        token: { label: 'Bearer-token', help: 'Van een app in de ontwikkelaarsconsole van X.' },
        cap: {
          label: 'Hoogste uitgave per maand, in dollars',
          help: 'Geteld vóór elk verzoek, tegen de prijs van X. Daarboven wordt niets gelezen.',
        },
      },
    },
  },
  used: 'Gebruikt',
};
