import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';
import { toMention } from './mentions';
import type { Attempt, Channel, ChannelDraft, ChannelField, ChannelType, Delivery, Rule, RuleDraft, RulePreview } from './types';

function toRule(r: wire.Rule): Rule {
  return {
    id: r.id,
    revision: r.revision ?? 0,
    name: r.name,
    brands: r.brands ?? [],
    kinds: r.kinds ?? [],
    sources: r.sources ?? [],
    channels: r.channels ?? [],
    minConfidence: r.min_confidence,
    groupSeconds: r.group_seconds ?? 0,
    active: r.active,
  };
}

function ruleBody(r: RuleDraft): wire.RuleBody {
  return {
    name: r.name.trim(),
    brands: r.brands,
    kinds: r.kinds as wire.RuleBody['kinds'],
    sources: r.sources,
    channels: r.channels,
    min_confidence: r.minConfidence,
    group_seconds: r.groupSeconds,
    active: r.active,
  };
}

export async function listRules(signal: AbortSignal): Promise<Rule[]> {
  return ((await data(sdk.listRules({ ...asked, signal }))).items ?? []).map(toRule);
}

/** saveRule adds a rule or changes the one with that id, unless somebody else did meanwhile. */
export async function saveRule(id: string, r: RuleDraft, revision: number): Promise<Rule> {
  if (id === '') return toRule(await data(sdk.addRule({ ...asked, body: ruleBody(r) })));
  return toRule(await data(sdk.putRule({ ...asked, path: { id }, headers: { 'If-Match': `"${revision}"` }, body: ruleBody(r) })));
}

export async function deleteRule(id: string): Promise<void> {
  await sdk.deleteRule({ ...asked, path: { id } });
}

/** previewRule returns what a rule would have sent in the last 90 days. */
export async function previewRule(r: RuleDraft, signal: AbortSignal): Promise<RulePreview> {
  const seen = await data(sdk.previewRule({ ...asked, signal, body: { ...ruleBody(r), name: r.name || '-', channels: ['-'] } }));
  return { days: seen.days, total: seen.total, unsure: seen.unsure, below: seen.below_confidence, mentions: (seen.mentions ?? []).map(toMention) };
}

function toChannel(c: wire.ChannelView): Channel {
  return {
    id: c.id, revision: c.revision ?? 0, name: c.name, type: c.type, address: c.address,
    settings: c.settings as Record<string, unknown>, secrets: c.secrets ?? [], topics: c.topics ?? [], events: c.events ?? [], active: c.active,
    switchedOff: c.switched_off ? { at: c.switched_off.at, code: c.switched_off.code ?? '', params: c.switched_off.params ?? {}, error: c.switched_off.error } : null,
  };
}

export async function listChannels(signal: AbortSignal): Promise<Channel[]> {
  return ((await data(sdk.listChannels({ ...asked, signal }))).items ?? []).map(toChannel);
}

/** listChannelTypes returns the channel types, as their adapters describe them. */
export async function listChannelTypes(signal: AbortSignal): Promise<ChannelType[]> {
  return ((await data(sdk.listChannelTypes({ ...asked, signal }))).items ?? []).map((t) => ({
    type: t.type, name: t.name, summary: t.summary, limits: t.limits ?? '', signed: t.signed ?? '',
    fields: (t.fields ?? []).map((f) => ({
      name: f.name, kind: f.kind, required: f.required, label: f.label, help: f.help ?? '', example: f.example ?? '', standard: f.default ?? '', choices: f.choices ?? [],
    })),
  }));
}

/** sorted splits a draft's values into settings and secrets. An empty setting is removed, an empty secret is kept. */
export function sorted(c: ChannelDraft, fields: ChannelField[]): { settings: Record<string, unknown>; secrets: Record<string, string> } {
  const settings: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  for (const f of fields) {
    const value = c.values[f.name] ?? '';
    const text = String(value).trim();
    if (f.kind === 'secret') {
      if (text !== '') secrets[f.name] = text;
    } else if (f.kind === 'switch') settings[f.name] = value === true;
    else if (text === '') settings[f.name] = null;
    else settings[f.name] = f.kind === 'number' && !Number.isNaN(Number(text)) ? Number(text) : text;
  }
  return { settings, secrets };
}

const channelBody = (c: ChannelDraft, fields: ChannelField[]) => ({
  name: c.name.trim(),
  ...sorted(c, fields),
  topics: c.topics as NonNullable<wire.ChannelBody['topics']>,
  events: c.events as NonNullable<wire.ChannelBody['events']>,
  active: c.active,
});

/** addChannel returns the new signing secret too, if messages are signed. The server never shows it again. */
export async function addChannel(c: ChannelDraft, fields: ChannelField[]): Promise<{ channel: Channel; secret: string }> {
  const made = await data(sdk.addChannel({ ...asked, body: { type: c.type, ...channelBody(c, fields) } }));
  return { channel: toChannel(made), secret: made.secret ?? '' };
}

export async function changeChannel(id: string, c: ChannelDraft, fields: ChannelField[], revision: number): Promise<Channel> {
  return toChannel(await data(sdk.changeChannel({ ...asked, path: { id }, headers: { 'If-Match': `"${revision}"` }, body: channelBody(c, fields) })));
}

/** newSecret replaces the signing secret of a channel and returns it. The server never shows it again. */
export async function newSecret(id: string, revision: number): Promise<string> {
  return (await data(sdk.newSecret({ ...asked, path: { id }, headers: { 'If-Match': `"${revision}"` } }))).secret ?? '';
}

export async function deleteChannel(id: string): Promise<void> {
  await sdk.deleteChannel({ ...asked, path: { id } });
}

/** NotDelivered is why a test message did not arrive. */
export class NotDelivered extends Error {
  constructor(readonly code: string, readonly params: Record<string, string>, readonly detail: string) {
    super(detail);
  }
}

/** testChannel sends a test message, and throws NotDelivered where it did not arrive. */
export async function testChannel(id: string): Promise<{ took: number }> {
  const answer = await data(sdk.testChannel({ ...asked, path: { id } }));
  if (!answer.delivered) {
    throw new NotDelivered(answer.code ?? '', answer.params ?? {}, answer.error ?? String(answer.status));
  }
  return { took: answer.took };
}

function toDelivery(d: wire.DeliveryItem): Delivery {
  return {
    id: d.id,
    channel: d.channel,
    channelType: d.channel_type ?? '',
    report: d.report ?? '',
    headline: d.items?.[0]?.headline ?? null,
    mention: d.mention,
    more: Math.max(0, (d.items ?? []).length - 1),
    brand: d.brand?.name ?? '',
    title: d.document?.title ?? '',
    source: d.document?.source.name ?? '',
    rules: d.rules ?? [],
    event: d.event,
    state: d.state,
    attempts: d.attempts,
    created: d.created,
    notBefore: d.not_before,
    error: d.error ?? '',
    code: d.code ?? '',
    params: d.params ?? {},
  };
}

export async function listDeliveries(states: ('pending' | 'delivered' | 'failed')[], cursor: string, signal: AbortSignal): Promise<{ items: Delivery[]; next: string }> {
  const page = await data(sdk.listDeliveries({ ...asked, signal, query: { state: states, cursor: cursor || undefined, limit: 100 } }));
  return { items: (page.items ?? []).map(toDelivery), next: page.next };
}

export async function getDelivery(id: string, signal: AbortSignal): Promise<{ body: string; tries: Attempt[] }> {
  const d = await data(sdk.getDelivery({ ...asked, signal, path: { id } }));
  return {
    body: d.body,
    tries: (d.tries ?? []).map(({ at, number, status = 0, error = '', code = '', params = {}, answer = '', took }) => ({
      at, number, status, error, code, params, answer, took,
    })),
  };
}

export async function retryDelivery(id: string): Promise<void> {
  await sdk.retryDelivery({ ...asked, path: { id } });
}

/** replayFailed retries all failed deliveries and returns how many. */
export async function replayFailed(): Promise<number> {
  return (await data(sdk.replayDeliveries({ ...asked, query: { state: ['failed'] } }))).replayed;
}
