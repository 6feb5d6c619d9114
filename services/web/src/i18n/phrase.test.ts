import { expect, it } from 'vitest';
import { NotDelivered } from '../api/alerts';
import { problemFrom } from '../api/problem';
import { why } from '../frame/why';
import { en } from './en';
import { nl } from './nl';
import { phrase } from './phrase';

const texts = { near: '{name} is near {place}', host: '{host} is busy[ ({status})]' };

it('fills in parameters, and falls back to the English of the server', () => {
  expect(phrase(texts, { code: 'near', params: { name: 'Acme', place: '{name}' }, detail: 'x' })).toBe('Acme is near {name}');
  expect(phrase(texts, { code: 'near', params: { name: 'Acme' }, detail: 'x' })).toBe('x');
  expect(phrase(texts, { code: 'far', detail: 'x' })).toBe('x');
  expect(phrase(texts, { code: 'constructor', detail: 'x' })).toBe('x');
  expect(phrase(texts, { code: 'host', params: { host: 'a.example', status: '503' }, detail: 'x' })).toBe('a.example is busy (503)');
  expect(phrase(texts, { code: 'host', params: { host: '[a]' }, detail: 'x' })).toBe('[a] is busy');
  expect(phrase(texts, { code: 'host', params: { status: '503' }, detail: 'x' })).toBe('x');
  expect(phrase(texts, { code: '', detail: 'x' })).toBe('x');
});

it('says in Dutch what the API refuses', () => {
  const exists = { detail: 'There is already a brand with the id acme.', reason: 'brand_exists', params: { id: 'acme' } };
  expect(why(problemFrom(409, exists), nl)).toBe('Er is al een merk met de id acme. Bewerk dat merk of kies een andere id.');
  expect(why(problemFrom(418, { detail: 'Teapot.', reason: 'teapot' }), nl)).toBe('Teapot.');
  expect(why(problemFrom(502, '<html>', ''), nl)).toBe(nl.states.unavailable);
});

it('says what is wrong with the fields of a form', () => {
  const errors = [
    { location: 'body.name', reason: 'empty', message: 'must not be empty' },
    { location: 'body.batch', reason: 'too_big', params: { n: '100' }, message: 'must be at most 100' },
  ];
  const refused = problemFrom(422, { detail: 'Invalid request: …', reason: 'invalid_request', errors });
  expect(why(refused, nl)).toBe('Naam mag niet leeg zijn. batch mag hoogstens 100 zijn.');
  const unknown = problemFrom(422, { detail: 'Invalid request: x.', errors: [...errors, { location: 'body', message: 'x' }] });
  expect(why(unknown, nl)).toBe('Invalid request: x.');
});

it('says why a test message did not arrive', () => {
  expect(why(new NotDelivered('receiver_error', { status: '503 Service Unavailable' }, 'x'), nl)).toBe(
    'De ontvanger meldt een eigen fout (503 Service Unavailable).',
  );
  const lost = new NotDelivered('connection_lost', { host: 'hooks.example', arrived: 'unknown' }, 'x');
  expect(why(lost, en)).toBe(
    'hooks.example broke off the connection. It may have arrived.',
  );
  expect(why(new NotDelivered('network', {}, 'connection reset'), en)).toBe('connection reset');
});
