// What the desk shows, whatever the wire looks like; desk.ts translates.

export type Kind = 'podcast' | 'video' | 'post' | 'page';
export type State = 'new' | 'seen' | 'confirmed' | 'dismissed';
export type Sureness = 'sure' | 'likely' | 'unsure';

export interface Hit {
  field: string;
  second: number | null;
  speaker: string;
  quote: string;
  surface: string;
  confidence: number;
  sureness: Sureness;
  reason: string;
  start: number;
  end: number;
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
    language: string;
    source: string;
    sourceId: string;
  };
  type: string;
  sureness: Sureness;
  state: State;
  reason: string;
  ownShow: string; // how it was seen that the brand speaks for itself
  starred: boolean;
  assignee: string;
  note: string;
  hits: Hit[];
  hitsTotal: number;
}

export interface Cue {
  start: number;
  end: number;
  speaker?: string;
  text: string;
}

export interface Doc {
  id: string;
  kind: string;
  title: string;
  source: string;
  notes: string;
  url: string;
  text: string;
  cues: Cue[];
  published: string;
  language: string;
  hasAudio: boolean;
  duration: number;
  /** There is more text than this. */
  cut: boolean;
  mentions: Mention[];
}

export interface Page<T> {
  items: T[];
  next: string;
}

/** Piece of a found passage; marked is what the query asked for. */
export interface Marked {
  text: string;
  marked: boolean;
}

export interface FoundPassage {
  id: string;
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
  similar: { id: string; source: string; title: string; published: string }[]; // the same story elsewhere
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
  instead: string; // what was answered, in words, where nothing answers the query itself
  facets: Record<string, Facet[]>;
}

/** What of a brand a person writes. */
export interface BrandDraft {
  name: string;
  aliases: string[];
  heardAs: string[];
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
  says: string; // what judging did to its score
}

export interface Proposal {
  text: string;
  count: number;
  quote?: string;
}

/** What the archive proposes for a brand. */
export interface Proposals {
  documents: number;
  whole: boolean;
  aliases: Proposal[];
  heardAs: Proposal[];
  context: Proposal[];
  exclude: Proposal[];
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

export interface Source {
  id: string;
  url: string;
  query: string; // what is searched for, or who is followed, where that is what makes the source
  settings: Record<string, unknown>;
  site: string;
  type: string;
  name: string;
  title: string; // what the feed calls itself; the name is the user's own where they differ
  health: string;
  error: string;
  paused: boolean;
  documents: number;
  lastRead: string;
  due: string;
}

/** A type of source, and what has to be filled in to add one. The texts are the server's, in English. */
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
  choices: { value: string; label: string }[];
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

/** A feed that was found behind what somebody pasted. */
export interface Candidate {
  url: string;
  query: string; // and settings: of what a network recognised
  settings?: Record<string, unknown>;
  type: string;
  name: string;
  author: string;
  items: number;
}

export interface Imported {
  added: number;
  known: number;
  refused: { line: number; text: string; reason: string }[];
}

export interface RuleDraft {
  name: string;
  brands: string[];
  kinds: string[];
  sources: string[];
  channels: string[];
  minConfidence: number;
  groupSeconds: number; // 0 sends each at once
  active: boolean;
}

export interface Rule extends RuleDraft {
  id: string;
  revision: number;
}

export interface RulePreview {
  days: number;
  total: number;
  unsure: number;
  below: number;
  mentions: Mention[];
}

/** A channel type is described by its adapter; the form is made from that. */
export interface ChannelType {
  type: string;
  name: string;
  summary: string;
  limits: string;
  signed: string; // the field that is made where it is left out, or empty
  fields: ChannelField[];
}

export interface ChannelField {
  name: string;
  kind: string;
  required: boolean;
  label: string;
  help: string;
  example: string;
  standard: string; // what an empty choice means
  choices: { value: string; label: string }[];
}

export interface ChannelDraft {
  name: string;
  type: string;
  values: Record<string, string | boolean>; // by field; secrets are those to replace
  events: string[];
  active: boolean;
}

export interface Channel {
  id: string;
  revision: number;
  name: string;
  type: string;
  address: string;
  settings: Record<string, unknown>;
  secrets: string[]; // names of those that are set
  events: string[];
  active: boolean;
}

export interface Delivery {
  id: string;
  channel: string;
  channelType: string; // empty where the channel was deleted
  mention: string; // the first of them
  more: number; // how many mentions it tells of beyond that
  brand: string; // empty, like title and source, where the mention is no more
  title: string;
  source: string;
  rules: string[];
  event: string;
  state: string;
  attempts: number;
  created: string;
  notBefore: string;
  error: string;
}

export interface Attempt {
  at: string;
  number: number;
  status: number;
  reason: string; // why it failed, of those that alerts.Reason names
  error: string; // the same in English, and more finely
  answer: string;
  took: number;
}
