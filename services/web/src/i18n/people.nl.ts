import type * as en from './people.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');

export const people: typeof en.people = {
  add: 'Persoon toevoegen',
  addToken: 'Token maken',
  askAdmin: 'Vraag het de beheerder die je account heeft gemaakt.',
  days: 'Verloopt na dagen (0 = onbeperkt)',
  empty: 'Er zijn nog geen accounts. Wie een ander apparaat gebruikt, heeft een account nodig.',
  firstPassword: 'Tijdelijk wachtwoord',
  neverUsed: 'nooit gebruikt',
  onlyAdmin: 'Alleen een beheerder ziet de mensen.',
  remove: 'Verwijderen',
  removeForGood: (who) =>
    `${who} wordt overal uitgelogd en kan niet meer inloggen. Dit kun je niet ongedaan maken.`,
  revoke: 'Intrekken',
  role: 'Rol',
  roles: { read: 'Lezer', write: 'Bewerker', admin: 'Beheerder' },
  scope: 'Bereik',
  scopes: { read: 'Lezen', write: 'Bewerken', admin: 'Beheren' },
  tokenFor: 'Waar is het voor?',
  tokenMade: (n) => `Token ${n} gemaakt. Kopieer het nu: je krijgt het niet meer te zien.`,
  tokens: 'API-tokens',
  tokensHelp: 'Voor programma\'s die de API gebruiken. Een token kan alleen wat het bereik toestaat.',
  used: (t) => `gebruikt: ${t}`,
};

export const signIn: typeof en.signIn = {
  again: 'Je kunt het nu opnieuw proberen.',
  button: 'Inloggen',
  byLink: 'Je bent ingelogd met een link op deze computer.',
  email: 'E-mail',
  expired: 'Je sessie is verlopen. Log in om verder te gaan waar je was.',
  firstTime: 'Voor het eerst hier?',
  known: 'Inloggen met een wachtwoord',
  length: 'Minstens 10 tekens',
  linkElsewhere: 'Een link werkt alleen op de computer waar Namedrop draait. Hier moet je inloggen.',
  linkExpired:
    'Je sessie is verlopen. Open Namedrop met een nieuwe link en kom terug naar dit venster om verder te ' +
    'gaan.',
  linkHelp: 'Op de computer waar Namedrop draait, opent deze opdracht het in je browser:',
  linkRefused: 'Deze link is ongeldig of verlopen.',
  linkTitle: 'Namedrop openen',
  linkWhere:
    'Voer de opdracht uit in de map waar je Namedrop hebt gestart of geef de gegevensmap met --data. ' +
    'De link die “namedrop serve” in de terminal toonde, werkt ook.',
  newPassword: 'Kies een wachtwoord',
  open: 'Namedrop is open op deze computer: je hoeft niet in te loggen.',
  out: 'Uitloggen',
  password: 'Wachtwoord',
  person: 'Account',
  readable: 'Deze verbinding is niet versleuteld: anderen op het netwerk kunnen je wachtwoord meelezen.',
  setUp: 'Namedrop instellen',
  setUpButton: 'Mijn account maken',
  setUpHelp:
    'Op de computer waar Namedrop draait, maakt deze opdracht een token om de eerste keer in te loggen. ' +
    'Voer hem uit in de map waarin Namedrop is gestart; in een andere map voeg je --data met de ' +
    'gegevensmap toe:',
  show: 'Wachtwoord tonen',
  title: 'Inloggen',
  token: 'Token',
  tooMany: (s) => `Te veel pogingen. Wacht ${plural(s, 'seconde', 'seconden')}.`,
  wrong: 'Het e-mailadres of het wachtwoord klopt niet.',
  wrongToken: 'Dit token bestaat niet of mag geen mensen toevoegen.',
};
