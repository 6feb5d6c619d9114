import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

interface ChannelTexts {
  name: string;
  summary: string;
  limits: string;
  fields: Record<string, { label: string; help: string }>;
}

/** Rules, channels and deliveries. */
export const alerts = {
  about: 'About',
  addChannel: 'Add a channel',
  addRule: 'Add a rule',
  allBrands: 'all brands',
  allKinds: 'all kinds',
  allSources: 'all sources',
  andMore: (n: number) => `and ${n} more`,
  atOnce: 'Each mention immediately',
  attempts: (n: number) => plural(n, 'attempt', 'attempts'),
  below: (n: number) => `${n.toLocaleString('en-GB')} left out for low confidence`,
  body: 'Message sent',
  channels: 'Channels',
  chooseChannel: 'Choose a channel',
  deleteChannel: 'Delete channel',
  deleted: (n: string) => `${n} deleted`,
  deleteForGood: 'Its secrets are deleted too. This can\'t be undone.',
  deleteRule: 'Delete rule',
  details: 'Details',
  empty: 'No alerts yet.',
  emptyHelp: 'A rule decides which mentions are sent to which channel. You see a preview before you save it.',
  eventNames: {
    amended: 'changed (a transcript arrived, or someone reviewed it)',
    dismissed: 'dismissed',
    removed: 'removed',
  } as Record<string, string>,
  events: 'Also notify when a mention is',
  firstChannel: 'Add a channel first.',
  gathered: (seconds: number) => `Together, after ${span(seconds)}`,
  gatheredHelp: 'Slack gets them as one message, and so does a webhook that accepts batches.',
  gets: 'Send messages about',
  getsHelp: 'A report is sent when it has a verdict, and again when its verdict or range changes.',
  getsNothing: 'Choose at least one.',
  happened: {
    amended: 'changed',
    dismissed: 'dismissed',
    removed: 'removed',
    revised: 'revised',
  } as Record<string, string>,
  keptSecret: 'Set. Leave empty to keep it.',
  kind: 'Type',
  kinds: {
    webhook: {
      name: 'Webhook',
      summary: 'Posts each alert as JSON to your address, signed according to Standard Webhooks.',
      limits: 'Your receiver may get a message twice, with the same webhook-id both times.',
      fields: {
        url: { label: 'Address', help: 'Where messages are posted.' },
        batch: {
          label: 'Mentions per request',
          help:
            'For receivers that accept CloudEvents batches: rules that gather mentions send up to this ' +
            'many at once. ' +
            'If empty, each mention is a request of its own.',
        },
        secret: { label: 'Signing secret', help: 'Used to sign messages.' },
      },
    },
    slack: {
      name: 'Slack',
      summary: 'Posts alerts to a Slack channel through an incoming webhook.',
      limits:
        'A message can\'t be changed once it is posted. If Slack\'s response is lost, it may be posted ' +
        'twice.',
      fields: {
        url: {
          label: 'Webhook URL',
          help:
            'The URL of an incoming webhook, which Slack creates for one channel. Treat it as a ' +
            'password: it isn\'t shown again.',
        },
        language: { label: 'Language', help: 'Language of the messages.' },
      },
    },
  } as Record<string, ChannelTexts>,
  least: (percent: number) => `at least ${percent}%`,
  likelyToo: 'Sure and likely',
  looking: 'Loading preview',
  mayHaveArrived: 'It may have arrived.',
  name: 'Name',
  nameExample: 'Our brand, anywhere',
  newSecret: 'New signing secret',
  nextTry: (t: string) => `next try ${t}`,
  noDeliveries: 'No alerts have been sent yet.',
  noDeliveriesHelp: 'Alerts are sent for new mentions only, never for those found in back catalogues.',
  noMentions: (n: string) => `${n} gets no mentions.`,
  none: 'None',
  noneInState: {
    pending: 'No deliveries are waiting.',
    delivered: 'No delivered alerts.',
    failed: 'No failed deliveries.',
  } as Record<string, string>,
  isOff: (n: string) => `${n} is off.`,
  off: 'Off',
  offHelp: 'Nothing is sent here until you switch it on again. Send a test message first.',
  offSince: (t: string) => `Switched off on ${t}.`,
  on: 'On',
  onlySure: 'Sure only',
  onOff: (n: string) => `${n} is on`,
  replaceSecret:
    'Messages will be signed with both the new secret and the current one, ' +
    'so your receiver accepts them until you have updated it. Any older secret stops working.',
  replayed: (n: number) => `Retrying ${plural(n, 'delivery', 'deliveries')}.`,
  reportSaid: (words: string) => `Report: ${words}`,
  retry: 'Retry',
  retryAll: 'Retry all',
  retrying: 'Failing',
  rules: 'Rules',
  secret: 'Channel created. Copy the signing secret now: it won\'t be shown again.',
  secretReplaced: 'Signing secret replaced. Copy the new one now: it won\'t be shown again.',
  send: 'Send',
  sendsNothing: 'Sends nothing.',
  someSources: (n: number) => plural(n, 'source', 'sources'),
  states: { pending: 'Sending', delivered: 'Delivered', failed: 'Failed' } as Record<string, string>,
  test: 'Send a test message',
  tested: (ms: number) => `The test message was delivered in ${ms} ms.`,
  to: 'Send to',
  topics: { mentions: 'Mentions', reports: 'Reports' } as Record<string, string>,
  unsure: (n: number) => `${n.toLocaleString('en-GB')} unsure, never sent`,
  what: 'Which mentions',
  when: 'When',
  would: (n: number, days: number) =>
    `Would have sent ${plural(n, 'alert', 'alerts')} in the last ${days} days.`,
};

function span(seconds: number): string {
  if (seconds % 3600 === 0) return plural(seconds / 3600, 'hour', 'hours');
  if (seconds % 60 === 0) return plural(seconds / 60, 'minute', 'minutes');
  return plural(seconds, 'second', 'seconds');
}
