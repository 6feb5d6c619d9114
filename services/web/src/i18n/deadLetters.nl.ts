import type { deadLetters as en } from './deadLetters.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl-NL');

export const deadLetters: typeof en = {
  title: (n) => `${plural(n, 'intern bericht kon', 'interne berichten konden')} niet worden verwerkt`,
  help:
    'Elk gaat over één aflevering, post of pagina, of over één vermelding; al het andere gaat door. ' +
    'Probeer het opnieuw als de oorzaak weg is of Namedrop is bijgewerkt. Verwijderen is definitief.',
  happened: {
    detector: 'Iets nieuws is niet op merken doorzocht.',
    indexer: 'Een wijziging staat niet in de zoekindex.',
    alerter: 'Voor een vermelding is geen alert gemaakt.',
    relay: 'Een bericht is niet op de bus gezet.',
  },
  attempts: (n) => plural(n, 'poging', 'pogingen'),
  retries: (n) => `${n.toLocaleString('nl-NL')}× opnieuw geprobeerd`,
  retry: 'Opnieuw proberen',
  discard: 'Verwijderen',
  more: (n) => `En nog ${n.toLocaleString('nl-NL')}: namedrop dead-letter list toont ze allemaal.`,
};
