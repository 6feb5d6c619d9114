import { expect, it } from 'vitest';
import { sorted } from '../api/alerts';
import type { ChannelField, ChannelType } from '../api/types';
import { asked, missing, start } from './channelDraft';

const field = (name: string, kind: string, required = false): ChannelField => ({ name, kind, required, label: name, help: '', example: '', standard: '', choices: [] });
const pigeon: ChannelType = {
  type: 'pigeon', name: 'Carrier pigeon', summary: '', limits: '', signed: 'ring',
  fields: [field('loft', 'url', true), field('weight', 'number'), field('fast', 'switch'), field('call', 'secret', true), field('ring', 'secret')],
};

it('asks for every field of a kind it has never heard of, but not for what is made', () => {
  expect(asked(pigeon).map((f) => f.name)).toEqual(['loft', 'weight', 'fast', 'call']);
});

it('begins with a webhook, or with whatever there is', () => {
  expect(start(undefined, [pigeon, { ...pigeon, type: 'webhook' }]).type).toBe('webhook');
  expect(start(undefined, [pigeon]).type).toBe('pigeon');
});

it('parts settings from secrets, takes empty settings away and keeps secrets that are left empty', () => {
  const draft = { name: 'Loft', type: 'pigeon', values: { loft: ' https://loft.example ', weight: '30', fast: true, call: '' }, topics: ['mentions'], events: [], active: true };
  expect(sorted(draft, pigeon.fields)).toEqual({ settings: { loft: 'https://loft.example', weight: 30, fast: true }, secrets: {} });
  expect(sorted({ ...draft, values: { call: 'coo' } }, pigeon.fields)).toEqual({ settings: { loft: null, weight: null, fast: false }, secrets: { call: 'coo' } });
});

it('misses a secret unless it is set', () => {
  const draft = { name: 'Loft', type: 'pigeon', values: { loft: 'https://loft.example' }, topics: ['mentions'], events: [], active: true };
  expect(missing(draft, asked(pigeon), [])).toBe(true);
  expect(missing(draft, asked(pigeon), ['call'])).toBe(false);
});

it('brings a channel back as it is', () => {
  const c = { id: 'c', revision: 1, name: 'Loft', type: 'pigeon', address: '', settings: { loft: 'https://loft.example', weight: 30, fast: true }, secrets: ['call'], topics: ['mentions', 'reports'], events: ['amended'], active: false, switchedOff: null };
  const draft = start(c, [pigeon]);
  expect(draft).toEqual({ name: 'Loft', type: 'pigeon', values: { loft: 'https://loft.example', weight: '30', fast: true }, topics: ['mentions', 'reports'], events: ['amended'], active: false });
  expect(sorted(draft, asked(pigeon)).settings).toEqual(c.settings);
});
