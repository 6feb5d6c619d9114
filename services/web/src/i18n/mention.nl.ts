import type * as en from './mention.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');

export const mention: typeof en.mention = {
  synthetic: 'Door AI gemaakt, zegt de uitgever',
  about: (t) => `rond ${t}`,
  adverts: (s) => `Reclame verschuift de tijd, tot ${s} s.`,
  against: 'Ertegen',
  all: 'Alles tonen',
  around: 'Omliggende tekst',
  audioFailed: 'De opname kon niet worden afgespeeld. Open de opname bij de uitgever.',
  back: 'Inbox',
  backTo: (t) => `Terug naar ${t}`,
  before: (n) => `Eerder in deze show (${n})`,
  copies: (n) => `Ook hier verschenen (${n})`,
  cut: 'Deze tekst is erg lang, dus je ziet alleen het begin.',
  dismissedHits: (n) => `Afgewezen (${n})`,
  dismissHit: (words) => `“${words}” is hier niet het merk`,
  from: (t) => `Afspelen vanaf ${t}`,
  hit: (i, n) => `treffer ${i} van ${n}`,
  hits: 'Treffers',
  iHearIt: 'Ik hoor het nu',
  minutes: (min, s) => `${plural(min, 'minuut', 'minuten')} ${s}`,
  next: 'Volgende treffer',
  filmPlay: 'Speel via YouTube; die ziet je dan',
  noAudio: 'Geen audio.',
  noText: 'Er is geen transcript: de naam staat in de titel of de beschrijving.',
  notes: 'Beschrijving',
  others: (n) => `Andere merken hierin (${n})`,
  ownBy: {
    domain: (d) => `Gepubliceerd op ${d}`,
    handle: (h) => `Geplaatst door ${h}`,
    author: (a) => `De auteur is ${a}`,
  },
  ownShow: 'eigen show',
  pause: 'Pauzeren',
  play: 'Afspelen',
  player: 'Speler',
  position: 'Positie',
  previous: 'Vorige treffer',
  restoreHit: (words) => `“${words}” terugzetten`,
  skip: (s) => (s < 0 ? `${-s} seconden terug` : `${s} seconden verder`),
  speed: 'Snelheid',
  surest: (shown, total) => `Je ziet de ${shown} zekerste van ${total.toLocaleString('nl')}.`,
  time: (at, of) => `${at} van ${of}`,
  times: (n) => `${n}×`,
  transcript: 'Transcript',
  whole: 'Volledig transcript',
  why: 'Waarom',
};

export const memo: typeof en.memo = {
  assign: 'Toewijzen',
  assigned: (who) => `Voor ${who}`,
  assignHelp: 'Een naam of e-mailadres. Laat leeg om aan niemand toe te wijzen.',
  editNote: 'Notitie bewerken',
  heard: 'Verstaan als',
  heardAs: (brand) => `Hoe is ${brand} hier verstaan?`,
  heardHelp: 'Precies zoals het in het transcript staat. Het archief wordt er dan ook op doorzocht.',
  note: 'Notitie',
};

export const fields: typeof en.fields = {
  text: 'Gezegd',
  written: 'In de tekst',
  title: 'In de titel',
  notes: 'In de beschrijving',
  chapter: 'In een hoofdstuktitel',
};
