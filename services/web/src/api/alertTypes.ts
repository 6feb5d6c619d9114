// Types of alerts: rules, channels and deliveries.
import type { TypeChoice, ReportHeadline } from './generated/types.gen';
import type { Mention } from './types';

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

/** A channel type and the fields of its form, as its adapter describes them. */
export interface ChannelType {
  type: string;
  name: string;
  summary: string;
  limits: string;
  signed: string; // the field with the signing secret, which the server makes if left out; empty if unsigned
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
  choices: TypeChoice[];
}

export interface ChannelDraft {
  name: string;
  type: string;
  values: Record<string, string | boolean>; // by field; of the secrets only those to replace
  topics: string[]; // what it gets messages about
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
  topics: string[]; // what it gets messages about
  events: string[];
  active: boolean;
  switchedOff: SwitchedOff | null; // null if a person switched it off, or if it is on
}

/** Why Namedrop switched a channel off. */
export interface SwitchedOff {
  at: string;
  code: string;
  params: Record<string, string>;
  error: string; // in English
}

export interface Delivery {
  id: string;
  channel: string;
  channelType: string; // empty if the channel was deleted
  report: string; // id; empty in a message about mentions
  headline: ReportHeadline | null; // what the report said
  mention: string; // the first one, or the one that leads the report
  more: number; // how many mentions it has beyond that
  brand: string; // empty, like title and source, if the mention no longer exists
  title: string;
  source: string;
  rules: string[];
  event: string;
  state: string;
  attempts: number;
  created: string;
  notBefore: string;
  error: string; // in English
  code: string;
  params: Record<string, string>;
}

export interface Attempt {
  at: string;
  number: number;
  status: number;
  error: string; // in English; empty where it was delivered
  code: string;
  params: Record<string, string>;
  answer: string;
  took: number;
}
