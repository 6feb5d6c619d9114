// What the desk shows. The files beside this one make it from the API's generated types: they fill in
// what is absent, so that components need no checks. Types that need no change are taken as they are.
import type { TypeChoice, Cue, Explanation, MentionGrade, OwnShowBy, Proposal, Reason, RefusedLine } from './generated/types.gen';
export type { Cue, Proposal };
export type * from './alertTypes';

export type Kind = 'podcast' | 'video' | 'post' | 'page';
export type State = 'new' | 'seen' | 'confirmed' | 'dismissed';
type ConfidenceClass = 'sure' | 'likely' | 'unsure';

export interface Hit {
  id: string; // within its mention
  field: string;
  second: number | null;
  speaker: string;
  quote: string;
  surface: string;
  confidence: number;
  confidenceClass: ConfidenceClass;
  reason: string; // in English
  reasons: Reason[]; // the same as codes; empty for hits that were found before there were any
  start: number;
  end: number;
  link: string; // to the publisher, at that second where that is possible
}

export interface Mention {
  id: string;
  revision: number;
  brand: { id: string; name: string; own: boolean };
  document: {
    id: string;
    kind: string;
    title: string;
    author: string;
    url: string;
    published: string;
    undated: boolean; // published is when it was first seen
    synthetic: string; // the evidence that AI made it
    language: string;
    source: string;
    sourceId: string;
  };
  type: string;
  confidenceClass: ConfidenceClass;
  state: State;
  reason: string;
  ownShow: OwnShowBy | null; // why the show is taken to be the brand's own
  starred: boolean;
  assignee: string;
  note: string;
  hits: Hit[]; // in order of time
  dismissed: Hit[]; // one by one
  best: number; // the index of the hit to show where only one is shown
  hitsTotal: number;
  judgedHere?: boolean; // in this browser: it leaves the lists in which it no longer belongs
  copies: Copy[]; // the other documents that carry the same conversation
  report: MentionGrade | null;
}

/** A document that carries the same conversation, and the brand's mention in it. */
export interface Copy {
  id: string; // of the mention
  kind: string;
  title: string;
  source: string;
  published: string;
  link: string;
}

/** What became of a part of a document, such as its transcript. */
export interface Part {
  part: string;
  state: string; // read, pending, failed or absent
  host: string;
  type: string;
  language: string;
  attempts: number;
  next: string;
  error: string; // in English
  code: string;
  params: Record<string, string>;
  retry: boolean;
  progress: number; // of a pending one that takes long, from 0 to 1
  seconds: number; // of speech: the length of the recording that was recognised, 0 if unknown
}

export interface Doc {
  id: string;
  kind: string;
  title: string;
  source: string;
  sourceId: string;
  notes: string;
  url: string;
  text: string;
  cues: Cue[];
  published: string;
  language: string;
  hasAudio: boolean;
  duration: number;
  shift: number; // seconds that the recording is ahead of the transcript, as somebody heard
  /** Where the search that led here matches, as code points; null without one. */
  marks: { title: [number, number][]; notes: [number, number][]; text: [number, number][] } | null;
  /** There is more text than this. */
  cut: boolean;
  mentions: Mention[];
  parts: Part[];
}

export interface Page<T> {
  items: T[];
  next: string;
}

/** A piece of a passage. It is marked where it matches the query. */
export interface Marked {
  text: string;
  marked: boolean;
}

interface FoundPassage {
  id: string;
  part: 'title' | 'notes' | 'chapter' | 'text' | 'head';
  second: number | null;
  speaker: string;
  pieces: Marked[];
}

export interface FoundDocument {
  id: string;
  kind: string;
  title: string;
  source: string;
  url: string;
  published: string;
  passages: FoundPassage[];
  more: number;
  similar: { id: string; source: string; title: string; published: string }[]; // the same conversation elsewhere
}

export interface Facet {
  value: string;
  count: number;
}

export interface Totals {
  passages: number;
  documents: number;
  suggest: string;
  rebuilding: string[]; // parts of the index whose documents may be missing: months, years, undated or all
  relaxed: Explanation | null; // what the results match, where nothing matches the query itself
  facets: Record<string, Facet[]>;
}

/** A brand as its form holds it. */
export interface BrandDraft {
  name: string;
  aliases: string[];
  heardAs: string[];
  soundsLike: string[];
  handles: string[];
  domains: string[];
  context: string[];
  exclude: string[];
  competesWith: string;
  own: boolean;
  active: boolean;
}

export interface Brand extends BrandDraft {
  id: string;
  revision: number;
  confirmed: number;
  judged: number;
  dismissed: number;
  effect: string; // what reviewing its mentions does to the confidence of its hits
  learnt: Learnt | null; // what the last reviews changed; known of one brand only
}

interface Learnt {
  at?: string; // absent until something was learnt
  mentions: number; // that the last look at the newest mentions changed
  pending: boolean;
}

/** Something about a brand that its owner should know: a name that is an ordinary word. */
export interface Finding {
  code: string;
  params: Record<string, string>;
  says: string; // in English
}

/** What the inbox of a brand would hold. */
export interface InboxPreview {
  sure: number;
  likely: number;
  unsure: number;
  rows: { document: string; kind: string; title: string; confidenceClass: string; hit: { quote: string; surface: string; start: number } }[];
}

/** Suggestions from the archive for a brand, and what its inbox would look like without and with them. */
export interface Proposals {
  name: string; // of the brand that was asked about
  documents: number;
  whole: boolean;
  aliases: Proposal[];
  heardAs: Proposal[];
  domains: Proposal[];
  context: Proposal[];
  nearby: Proposal[]; // names of other brands
  exclude: Proposal[];
  inbox: InboxPreview;
  improved: InboxPreview;
}

export interface Rescan {
  state: string;
  done: number;
  total: number;
  appears: number;
  changes: number;
  goes: number;
  error: string;
}

/** Warning is something that was repaired or left out. detail is English. */
export interface Warning {
  code: string;
  params?: Record<string, string>;
  detail: string;
  cause?: Warning;
}

export interface Source {
  id: string;
  url: string;
  query: string; // the search terms or the account, for types of sources that have them
  settings: Record<string, unknown>;
  site: string;
  type: string;
  name: string;
  title: string; // the feed's own title; name is what the user called it, if they did
  health: string;
  error: string; // in English
  code: string; // of error, empty where it is about warnings
  params: Record<string, string>;
  warnings: number; // repairs and omissions at the last read
  details: Warning[]; // the first warnings; empty if an older version stored them, in error only
  paused: boolean;
  documents: number;
  lastRead: string;
  due: string;
  follows: { id: string; name: string }[];
}

/** A source with what was made of it. */
export interface SourceDetail extends Source {
  every: number; // seconds between reads, 0 while unknown
  listed: number; // items at the last read
  mentions: number;
  transcripts: TranscriptCount[];
  coverage: Coverage;
  twin: Twin | null;
  hub: Hub | null;
  latency: { mentions: number; p50: number | null; p95: number | null };
  work: { reading: boolean; parts: number; undetected: number; done: boolean };
}

/** A post or page that is read once. */
export interface Address {
  id: string;
  url: string;
  state: 'waiting' | 'read' | 'failed' | 'dropped';
  document: string; // its id, '' until it is read
  error: string;
  code: string;
  params: Record<string, string>;
  created: string;
}

/** The hub that tells when a feed has changed. */
export interface Hub {
  host: string;
  state: 'asked' | 'telling' | 'failed';
  until: string;
  told: string;
  error: string;
  denied: boolean;
}

/** How many recordings were read, and in which ways. */
export interface Coverage {
  recordings: number;
  read: number;
  ways: { way: string; recordings: number }[];
}

/** The YouTube channel that has the recordings of a podcast. */
export interface Twin {
  source: string;
  name: string;
  url: string;
  episodes: number;
}

/** A channel that may be a podcast's. */
export interface TwinProposal {
  url: string;
  name: string;
  found: string;
}

/** How many episodes share the state of their transcript and its reason. */
export interface TranscriptCount {
  state: string;
  documents: number;
  error: string;
  code: string;
  params: Record<string, string>;
}

export interface SourceDocument {
  id: string;
  kind: string;
  title: string;
  published: string;
  undated: boolean;
  hasText: boolean;
  parts: Part[];
}

/** A source type and the fields of its form. The texts are the server's, in English. */
export interface SourceType {
  type: string;
  name: string;
  summary: string;
  limits: string;
  addable: boolean;
  fields: SourceField[];
}

export interface SourceField {
  name: string;
  kind: string;
  required: boolean;
  label: string;
  help: string;
  example: string;
  default: string;
  choices: TypeChoice[];
}

/** NewSource is a source as it is added. */
export interface NewSource {
  type: string;
  url?: string;
  query?: string;
  settings?: Record<string, unknown>;
  secret?: string;
  name?: string;
  title?: string;
}

/** The search for a brand on one network. */
export interface BrandSearch {
  type: string;
  name: string;
  limits: string;
  on: boolean;
  finds: string[];
  sources: { id: string; name: string; health: string; paused: boolean }[];
}

/** A source found behind what was pasted. */
export interface Candidate {
  url: string;
  query: string; // and settings: where an adapter recognized what was pasted
  settings?: Record<string, unknown>;
  type: string;
  name: string;
  author: string;
  items: number;
  understood: string;
  recent: { title: string; url: string; published: string }[];
}

export interface Imported {
  added: number;
  known: number;
  refused: RefusedLine[];
}
