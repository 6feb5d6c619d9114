import type { TypeTexts } from '../sources/fields';
import { pluralIn } from './plural';

const plural = pluralIn('en-GB');
const onlyHash = 'Only a hash of the address is kept, unless you choose to keep it.';

/** Leads and where they come from. */
export const leads = {
  add: 'Add a source',
  address: 'Address to send to',
  addressOff:
    'Nothing can be sent here yet: the public side is off. An admin turns it on with public.listen and ' +
    'public.url in the configuration.',
  addressHelp: 'Paste it into the form or the other system. Whoever knows it can send leads.',
  allSites: 'All sites',
  allSources: 'All sources',
  allStages: 'All stages',
  answer: 'Answer',
  answered: (n: number, all: number) =>
    `${plural(all, 'lead', 'leads')}, ${n.toLocaleString('en-GB')} with an answer.`,
  arrived: 'Last arrival',
  changeIt: (n: string) => `Edit ${n}`,
  change: 'Edit',
  copyAddress: (n: string) => `Copy the address for ${n}`,
  cut: 'Only its beginning is kept.',
  empty: 'Ask "How did you hear about us?"',
  emptyHelp:
    'Add that question to your form or CRM and connect it here, or import a CSV. The answers show which ' +
    'mentions people remember.',
  erase: 'Erase',
  eraseIt: 'Erase this lead?',
  eraseForGood: 'It can\'t be brought back, and stays away when its source is read again.',
  fetch: 'Read now',
  fetchIt: (n: string) => `Read ${n} now`,
  health: 'Status',
  imported: 'Imported there',
  importedHelp: 'It was imported into its system, so its time says nothing. It doesn\'t count in reports.',
  importFile: 'Import a CSV',
  keep: 'Keep e-mail addresses',
  keepHelp: 'Otherwise only a hash of each is stored. Only people who may edit see the addresses.',
  key: 'ID there',
  kind: 'Where they come from',
  landing: 'Landing page',
  list: 'Leads',
  match: {
    heading: 'Means',
    alias: 'Remember these words as another name of the show',
    aliasHelp:
      'Leads who write them are matched with the show from now on. Leave it empty to remember nothing.',
    byPerson: (who: string) => (who === '' ? 'Confirmed' : `Confirmed by ${who}`),
    channel: 'Only a kind or a network',
    channelMeans: 'Names only a kind or a network',
    confirm: 'Confirm',
    correct: 'Correct',
    couldBe: (n: number) => `${plural(n, 'mention', 'mentions')} could be meant`,
    inNote: 'Read in the sales note.',
    mention: 'Episode, video or post',
    mentionAny: 'No single one',
    named: 'Names this one',
    none: 'Something else',
    noneMeans: 'Means no mention',
    noShows: 'No show had mentioned you before this lead came.',
    pending: 'Not read yet',
    save: 'Save',
    saved: 'Match of a lead saved',
    show: 'Show',
    takeBack: 'Undo: match it again',
    toConfirm: 'To confirm',
    all: 'All matches',
    judged: 'Confirmed',
    aboutMention: 'Only leads who could mean one mention.',
    aboutAll: 'Show all leads',
  },
  byShow: {
    heading: 'Shows that leads named',
    help: 'Each person counts once. Nothing is estimated: most leads don\'t say where they heard of you.',
    show: 'Show',
    leads: 'Leads',
    named: 'Of them, one mention',
    won: 'Customers',
    value: 'Value won',
    stages: 'Stages',
  },
  aliases: {
    help: 'None yet. Correcting a lead adds one, or add one here.',
    add: 'Add a wording',
    example: 'the fish podcast',
    name: 'Name of the show or person',
    of: 'What it means',
    person: 'A host, guest or author',
    show: 'A show',
    wording: 'What leads write',
    heading: 'What leads call shows',
    means: (show: string) => `means ${show}`,
    remove: 'Remove',
    removeIt: (w: string) => `Remove the wording ${w}`,
  },
  name: 'Name',
  noAnswer: 'No answer',
  none: 'None yet',
  note: 'Note',
  number: 'Leads',
  pause: 'Pause',
  pauseIt: (n: string) => `Pause ${n}`,
  person: 'E-mail address',
  remove: 'Remove',
  removeIt: (n: string) => `Remove ${n}`,
  removeForGood: (n: string, count: number) =>
    `${n} is deleted with ${plural(count, 'lead', 'leads')}. Undo is not possible. Reports are made again ` +
    'without them.',
  resume: 'Resume',
  resumeIt: (n: string) => `Resume ${n}`,
  search: 'Find in answers and notes',
  site: 'Site',
  source: 'Source',
  sources: 'Where leads come from',
  stage: 'Stage',
  noStage: 'Without a stage',
  test: 'Test',
  testHelp: 'Someone seems to have tried out the form. It doesn\'t count in reports.',
  time: 'When',
  value: 'Value',
  words: {
    waitingForRequest: 'Nothing received yet',
    waitingForFile: 'From a file',
  },
  // Our own words for types of sources, by type and field. For any other type the server's are shown.
  types: {
    form: {
      name: 'Form',
      summary: 'Leads that a form on your site, or a form builder, sends.',
      limits: 'Files are not accepted. A request may have 64 KB.',
      fields: {
        answer: {
          label: 'Field of the answer',
          help:
            'Name of the field with the answer to how they heard about you. Empty: it is found by its name.',
        },
        person: { label: 'Field of the e-mail address', help: onlyHash },
        note: { label: 'Field of a note' },
        landing: { label: 'Field of the landing page', help: 'Only its path and utm parameters are kept.' },
        stage: { label: 'Field of the stage' },
        value: { label: 'Field of the value' },
        time: {
          label: 'Field of the time',
          help: 'RFC 3339, or seconds since 1970. Empty: the time at which it is received.',
        },
        id: { label: 'Field of the ID', help: 'What identifies the lead in your system.' },
        honeypot: {
          label: 'Honeypot field',
          help: 'A field that people don\'t see. Whoever fills it in is a program.',
        },
        check: {
          label: 'Proof of the sender',
          help:
            'How the sender proves that a request is genuine. The address is enough where others don\'t ' +
            'see it; a form on a page shows it to everyone.',
          choices: {
            none: 'The address alone',
            bearer: 'Bearer token (Authorization header)',
            webhook: 'Standard Webhooks signature',
          },
        },
        secret: { label: 'Secret', help: 'The bearer token, or the signing secret that begins with whsec_.' },
        redirect: {
          label: 'Page after sending',
          help: 'Where the browser goes after a form was sent from a page.',
        },
        origins: {
          label: 'Sites with the form',
          help: 'Requests from pages of other sites are refused. Empty: all are accepted.',
        },
      },
    },
    hubspot: {
      name: 'HubSpot',
      summary: 'The contacts of a HubSpot account.',
      limits:
        'Deals and notes are not read. A contact that is deleted in HubSpot stays, unless HubSpot sends ' +
        'a notice that it was deleted for privacy.',
      fields: {
        url: { label: 'Address', help: 'Leave it as it is.' },
        token: {
          label: 'Access token',
          help: 'Of a private app with the scopes crm.objects.contacts.read and crm.schemas.contacts.read.',
        },
        answer: {
          label: 'Property of the answer',
          help: 'Internal name of the property with the answer to how they heard about you.',
        },
        note: {
          label: 'Property of the sales note',
          help: 'Internal name of a property in which salespeople write.',
        },
        value: { label: 'Property of the value' },
        landing: { label: 'Property of the first page', help: 'Only its path and utm parameters are kept.' },
        write_to: {
          label: 'Property to write to',
          help:
            'Internal name of a text property of your own, which gets the mention that a contact means. ' +
            'Empty: nothing is written. The app needs the scope crm.objects.contacts.write.',
        },
        client_secret: {
          label: 'Secret of the app',
          help:
            'HubSpot calls it client secret. Only needed for its notices, which make changes appear at once.',
        },
      },
    },
    typeform: {
      name: 'Typeform',
      summary: 'Responses to a form of Typeform.',
      limits:
        'Responses from before the webhook are not read: export them and import the file. The page that ' +
        'the visitor came from is known only if the form has hidden fields for it.',
      fields: {
        secret: {
          label: 'Secret',
          help: 'Choose one, and enter it in the settings of the webhook in Typeform too.',
        },
        answer: {
          label: 'Question of the answer',
          help: 'Reference of the question how they heard about you. Empty: it is found by its words.',
        },
        person: {
          label: 'Question of the e-mail address',
          help: 'Empty: the first question that asks for one.',
        },
        note: { label: 'Question of a note' },
      },
    },
    csv: { name: 'CSV file' },
    api: { name: 'API' },
  } as Record<string, TypeTexts>,
};
