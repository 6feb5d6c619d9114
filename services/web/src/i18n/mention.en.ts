import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

/** One mention: its player, its transcript and its notes. */
export const mention = {
  synthetic: 'Made by AI, says its publisher',
  about: (t: string) => `about ${t}`,
  adverts: (s: number) => `Adverts shift the time, up to ${s} s.`,
  against: 'Against',
  all: 'Show all',
  around: 'Surrounding text',
  audioFailed: 'The recording couldn\'t be played. Open it at the publisher instead.',
  back: 'Inbox',
  backTo: (t: string) => `Back to ${t}`,
  before: (n: number) => `Earlier on this show (${n})`,
  copies: (n: number) => `Also published here (${n})`,
  cut: 'This text is very long, so only its beginning is shown.',
  dismissedHits: (n: number) => `Dismissed (${n})`,
  dismissHit: (words: string) => `“${words}” is not the brand here`,
  from: (t: string) => `Play from ${t}`,
  hit: (i: number, n: number) => `hit ${i} of ${n}`,
  hits: 'Hits',
  iHearIt: 'I hear it now',
  minutes: (min: number, s: number) => `${plural(min, 'minute', 'minutes')} ${s}`,
  next: 'Next hit',
  filmPlay: 'Play from YouTube, which will see you',
  noAudio: 'No audio.',
  noText: 'There is no transcript: the name is in the title or the notes.',
  notes: 'Show notes',
  others: (n: number) => `Other brands here (${n})`,
  ownBy: {
    domain: (d: string) => `Published on ${d}`,
    handle: (h: string) => `Posted by ${h}`,
    author: (a: string) => `The author is ${a}`,
  },
  ownShow: 'their own show',
  pause: 'Pause',
  play: 'Play',
  player: 'Player',
  position: 'Position',
  previous: 'Previous hit',
  restoreHit: (words: string) => `Restore “${words}”`,
  skip: (s: number) => (s < 0 ? `${-s} seconds back` : `${s} seconds on`),
  speed: 'Speed',
  surest: (shown: number, total: number) =>
    `Showing the ${shown} surest of ${total.toLocaleString('en-GB')}.`,
  time: (at: string, of: string) => `${at} of ${of}`,
  times: (n: number) => `${n}×`,
  transcript: 'Transcript',
  whole: 'Full transcript',
  why: 'Why',
};

export const memo = {
  assign: 'Assign',
  assigned: (who: string) => `For ${who}`,
  assignHelp: 'A name or an e-mail address. Leave empty to assign to no one.',
  editNote: 'Edit note',
  heard: 'Heard as',
  heardAs: (brand: string) => `What does ${brand} sound like here?`,
  heardHelp: 'Exactly as the transcript has it. The archive is then searched for it as well.',
  note: 'Note',
};

/** Where in a document a hit is. */
export const fields = {
  text: 'Spoken',
  written: 'In the text',
  title: 'In the title',
  notes: 'In the notes',
  chapter: 'In a chapter title',
} as Record<string, string>;
