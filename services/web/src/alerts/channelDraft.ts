import type { Channel, ChannelDraft, ChannelField, ChannelType } from '../api/types';

/** start is the draft that a form begins with. The first kind offered is the webhook, which needs no other service. */
export function start(channel: Channel | undefined, types: ChannelType[]): ChannelDraft {
  if (!channel) return { name: '', type: (types.find((t) => t.type === 'webhook') ?? types[0])?.type ?? '', values: {}, topics: ['mentions'], events: [], active: true };
  const values: ChannelDraft['values'] = {};
  for (const [name, value] of Object.entries(channel.settings)) values[name] = typeof value === 'boolean' ? value : String(value ?? '');
  return { name: channel.name, type: channel.type, values, topics: channel.topics, events: channel.events, active: channel.active };
}

/** asked are the fields that a person fills in: a signing secret is made. */
export const asked = (type: ChannelType): ChannelField[] => type.fields.filter((f) => f.name !== type.signed);

/** missing reports whether a field that is needed is empty; a secret that is set may stay so. */
export function missing(draft: ChannelDraft, fields: ChannelField[], set: string[]): boolean {
  return fields.some((f) => f.required && String(draft.values[f.name] ?? '').trim() === '' && !(f.kind === 'secret' && set.includes(f.name)));
}
