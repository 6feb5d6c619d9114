import { pluralIn } from './plural';
import type { share as english } from './share.en';

const plural = pluralIn('nl-NL');

export const share: typeof english = {
  add: 'Maak een link',
  days: (n) => plural(n, 'dag', 'dagen'),
  expires: 'Geldig voor',
  help:
    'Wie de link heeft, kan dit rapport en latere versies ervan lezen zonder in te loggen, en verder ' +
    'niets. De namen van bekende gebeurtenissen en van andere vermeldingen op dezelfde dagen staan erin.',
  links: 'Links die nu werken',
  madeBy: (who, day) => `gemaakt door ${who} op ${day}`,
  none: 'Nog geen links.',
  off:
    'Gedeelde rapporten staan op de publieke kant, en die is uit. Zet dit in de configuratie en start ' +
    'Namedrop opnieuw om hem aan te zetten. Plaats er een proxy met TLS voor.',
  once: 'Kopieer de link nu: hij wordt niet nog eens getoond.',
  revoke: 'Intrekken',
  share: 'Delen',
  title: 'Deel dit rapport',
  unavailable: {
    busy: { title: 'Te veel verzoeken', text: 'Wacht een minuut en probeer het opnieuw.' },
    gone: {
      title: 'Dit rapport is niet meer beschikbaar',
      text: 'De vermelding waar het over ging, is ingetrokken.',
    },
    over: {
      title: 'Deze link werkt niet',
      text: 'Hij is misschien verlopen of ingetrokken. Vraag degene die hem stuurde om een nieuwe.',
    },
    silent: {
      title: 'Het rapport kon niet worden geladen',
      text: 'De server reageert niet. Probeer het zo nog eens.',
    },
  },
  until: (day) => `Gedeeld tot ${day}`,
  untilRow: (day) => `tot ${day}`,
};
