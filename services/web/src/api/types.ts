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
  };
  type: string;
  sureness: Sureness;
  state: State;
  reason: string;
  starred: boolean;
  hits: Hit[];
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
}

export interface Facet {
  value: string;
  label: string;
  count: number;
}

export interface Totals {
  passages: number;
  documents: number;
  suggest: string;
  facets: Record<string, Facet[]>;
}

export interface Brand {
  id: string;
  name: string;
  aliases: string[];
  handles: string[];
  domains: string[];
  context: string[];
  exclude: string[];
  own: boolean;
}

export interface NewBrand {
  name: string;
  aliases: string[];
  domains: string[];
  context: string[];
  exclude: string[];
  own: boolean;
}

export interface Source {
  id: string;
  url: string;
  name: string;
  health: string;
  error: string;
  documents: number;
  lastRead: string;
}

export interface Rule {
  id: string;
  name: string;
  brands: string[];
  kinds: string[];
  channels: string[];
  minConfidence: number;
  active: boolean;
}

export interface Channel {
  id: string;
  name: string;
  type: string;
  url: string;
  active: boolean;
}

export interface Delivery {
  id: string;
  channel: string;
  mention: string;
  rules: string[];
  state: string;
  attempts: number;
  created: string;
  error: string;
}
