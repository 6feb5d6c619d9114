import type { TypeTexts } from '../sources/fields';
import { pluralIn } from './plural';

const plural = pluralIn('en-GB');
const feedAddress = {
  label: 'Address of the feed',
  help: 'For a private feed, put the user name and password in it: https://user:password@host/feed.',
};

export const sources = {
  addresses: 'Single posts and pages',
  addressAdded: 'Added',
  addressRetry: (url: string) => `Retry ${url}`,
  addressStates: { waiting: 'Waiting', read: 'Read', failed: 'Not read', dropped: 'Not kept' },
  addressUnnamed: 'It names none of your brands.',
  addressesNone: 'None yet.',
  hub: 'Hub (WebSub)',
  hubDenied: 'The hub refused. The feed is read at its usual times.',
  hubStates: {
    asked: (host: string) => `${host} was asked to tell when the feed changes`,
    telling: (host: string) => `${host} tells when the feed changes`,
    failed: (host: string) => `${host} doesn't tell when the feed changes`,
  },
  hubTold: (when: string) => `Last change announced ${when}`,
  hubUntil: (when: string) => `Until ${when}, then it is asked again`,
  acts: (n: string) => `Actions for ${n}`,
  add: 'Add',
  added: (n: string) => `${n} added`,
  again: 'Namedrop tries again automatically.',
  all: 'All',
  allWell: 'All sources are OK.',
  callsItself: (n: string) => `Original name: ${n}`,
  count: (n: number) => plural(n, 'episode', 'episodes'),
  credentials: (n: string) => `${n} was already added; it will be read with the new credentials`,
  empty: 'Paste a link or OPML.',
  emptyHelp: 'Podcast players can export what you follow as OPML.',
  example: 'https://',
  fetch: 'Read now',
  findIt: 'Find it by a link or name',
  follows: 'Follows',
  fromFile: 'Imported',
  health: 'Status',
  import: 'OPML file',
  imported: (added: number, known: number) =>
    `${plural(added, 'source', 'sources')} added${known > 0 ? `, ${known} already added before` : ''}.`,
  items: 'Episodes and posts',
  kind: 'What to add',
  known: (n: string) => `${n} was already added`,
  label: 'A link, a handle, a hashtag or the name of a show',
  labelHelp:
    'A feed, a page, a forum, Apple Podcasts or Spotify, @channel on YouTube, r/subreddit, #hashtag, ' +
    '@name@server.',
  last: 'Last items',
  understood: {
    feed: 'It is a feed.',
    page: 'Found on the page.',
    apple: 'Found by its Apple Podcasts link.',
    spotify: 'Found by its name on Spotify.',
    account: 'The public posts of this account.',
    forum: 'It is a forum: all of its new posts.',
    name: 'Found by its name.',
    post: 'One post, which is read once.',
    watched: 'It has no feed, so the page itself is read.',
  } as Record<string, string>,
  mentions: 'Mentions',
  name: 'Name',
  newName: (n: string) => `New name for ${n}`,
  nothing: 'Nothing was found. Try the address of the feed itself.',
  pause: 'Pause',
  paused: 'Paused',
  read: 'Last read',
  refused: (line: number, text: string, why: string) =>
    `Line ${line}${text === '' ? '' : ` (${text})`}: ${why}`,
  remove: 'Remove',
  removed: (n: string) => `${n} removed; its mentions stay`,
  rename: 'Rename',
  renamed: (n: string) => `Renamed to ${n}`,
  repaired: 'OK (repaired)',
  repairs: (n: number) => `${plural(n, 'part', 'parts')} repaired or left out.`,
  resume: 'Resume',
  resumed: 'Resumed',
  search: 'Find a source',
  site: 'Website',
  address: 'Address',
  episode: 'Episode or post',
  fetched: (docs: number, mentions: number) =>
    docs <= 0 && mentions <= 0
      ? 'Read. Nothing new.'
      : `Read: ${plural(Math.max(docs, 0), 'new episode or post', 'new episodes and posts')}, ` +
        `${plural(Math.max(mentions, 0), 'new mention', 'new mentions')}.`,
  filesToGo: (n: number) => `${plural(n, 'file is', 'files are')} still being fetched.`,
  fullText: 'Text of the feed',
  half: (time: string) => `Half within ${time}`,
  latency: 'From publication to mention',
  latencyUnknown: (n: number) =>
    `Not known yet: ${plural(n, 'new mention', 'new mentions')} so far, at least 5 are needed.`,
  measured: (n: number) => `Of the last ${plural(n, 'mention', 'mentions')} that were new`,
  most: (time: string) => `95% within ${time}`,
  never: 'Not read yet',
  newest: 'Newest episodes and posts',
  next: 'Next read',
  noEpisodes: 'There are no episodes: articles and posts come with their text.',
  notFetched: 'Not fetched yet.',
  nothingYet: 'Nothing has been read yet.',
  overview: 'Overview',
  published: 'Published',
  reading: 'Being read now',
  summaryOnly: 'Summary only: the feed doesn\'t contain the text.',
  transcripts: 'Transcripts',
  undated: 'No date',
  untitled: 'Untitled',
  whenResumed: 'When it is resumed',
  coverage: (n: number, all: number) =>
    `${n.toLocaleString('en-GB')} of ${plural(all, 'episode', 'episodes')} read`,
  notesOnly: (n: number) => `${n.toLocaleString('en-GB')} by ${n === 1 ? 'its' : 'their'} notes only`,
  ways: {
    publisher: 'publisher', captions: 'automatic captions', twin: 'YouTube',
    speech: 'recognised',
  } as Record<string, string>,
  channel: 'YouTube channel',
  channelAddress: 'Address of the channel',
  channelEpisodes: (n: number) => `${plural(n, 'episode has', 'episodes have')} a video there.`,
  channelFind: 'Find',
  channelFound: {
    feed: 'linked in the feed', page: 'linked on the show\'s page', name: 'followed under this name',
  } as Record<string, string>,
  channelHelp:
    'Where a show is on YouTube too, its episodes can be read by the captions of their videos.',
  channelNone: 'No channel was found in the feed or on the show\'s page.',
  channelRemove: 'Not its channel',
  channelUse: 'Use',
  channelUseOf: (address: string) => `Use ${address}`,
  trouble: 'Needs attention',
  // The desk's own words for types of sources, by type and field. For any other type the server's are shown.
  types: {
    podcast: {
      name: 'Podcast',
      summary: 'A podcast\'s feed, public or private.',
      limits: 'Episodes without a transcript are searched by title, notes and chapters.',
      fields: { url: feedAddress },
    },
    feed: {
      name: 'Blog or news feed',
      summary: 'An RSS, Atom or JSON feed of articles.',
      limits: 'Only the text in the feed itself is read, and many feeds contain only summaries.',
      fields: { url: feedAddress },
    },
    bluesky: {
      name: 'Bluesky',
      summary: 'Public posts on Bluesky that name one of your brands, seconds after they are written.',
      limits:
        'Posts are checked as they arrive and only those that name a brand are stored, so a brand that you ' +
        'add later is found in new posts only.',
      fields: {
        query: {
          label: 'Only posts with',
          help:
            'Words that a post must have as well, separated by spaces. Leave it empty to get all posts ' +
            'that name a brand.',
        },
      },
    },
    youtube: {
      name: 'YouTube',
      summary: 'The videos of a YouTube channel or playlist, with their captions.',
      limits:
        'The newest 15 to 30 videos are listed. Captions are read slowly, and not at all where YouTube ' +
        'blocks this machine\'s address, as it does for most cloud providers. Videos for members, for ' +
        'adults and private ones can\'t be read.',
      fields: {
        url: {
          label: 'Channel',
          help:
            'Address or @handle of the channel, or a playlist. The address of a video follows its ' +
            'channel.',
        },
      },
    },
    hackernews: {
      name: 'Hacker News',
      summary: 'Stories and comments on Hacker News that have your words, new ones and those of the past.',
      limits:
        'Only posts that name one of your brands are stored. A new post is found some minutes after it ' +
        'was written, once it is in the search. Of the past, the newest 20,000 hits are read.',
      fields: {
        query: {
          label: 'Words',
          help: 'What to search for: the name or the domain of a brand. Quotes keep words together.',
        },
      },
    },
    mastodon: {
      name: 'Mastodon',
      summary:
        'Public posts on a Mastodon server: those with a hashtag, or those that a search finds.',
      limits:
        'Only posts that name one of your brands are stored. A server knows only the posts that ' +
        'reached it, so follow a hashtag on several large servers. A search needs a token, and ' +
        'finds only posts of people who allow that.',
      fields: {
        url: {
          label: 'Hashtag or server',
          help:
            'Address of a hashtag on a server, or #hashtag@server. For a search, the address of ' +
            'the server.',
        },
        query: {
          label: 'Words to search for',
          help: 'Only with the address of a server, and with a token.',
        },
        token: {
          label: 'Access token',
          help:
            'Of an application with read:search (for a search) or read:statuses, made under ' +
            'Development in your account\'s settings there. Hashtags need none on open servers.',
        },
      },
    },
    reddit: {
      name: 'Reddit',
      summary:
        'New posts or comments in subreddits, or posts that a search on Reddit finds, by ' +
        'Reddit\'s feeds.',
      limits:
        'Only posts that name one of your brands are stored. The newest 100 are listed, without ' +
        'likes. Reddit often refuses machines of cloud providers, and then nothing is asked for ' +
        'an hour. Authors are never matched with leads.',
      fields: {
        url: {
          label: 'Subreddit or search',
          help:
            'Address of a subreddit, of several joined by +, or of a search. With /comments ' +
            'behind it, comments are read in place of posts. r/name works too.',
        },
      },
    },
    lemmy: {
      name: 'Lemmy',
      summary: 'Public posts and comments on a Lemmy server, of a community or of all that it knows.',
      limits:
        'Only posts that name one of your brands are stored. A server knows only the communities ' +
        'that one of its members follows.',
      fields: {
        url: {
          label: 'Server or community',
          help: 'Address of a server or of a community on it, or !community@server.',
        },
        query: {
          label: 'Words to search for',
          help: 'Read what the search of the server finds, in place of everything that is new.',
        },
      },
    },
    discourse: {
      name: 'Discourse',
      summary: 'New posts on a forum that runs on Discourse.',
      limits:
        'Only posts that name one of your brands are stored. The newest 1,000 posts are read ' +
        'back. Forums that show their posts only after a login can\'t be read.',
      fields: {
        url: {
          label: 'Forum',
          help: 'Address of the forum, or of any topic or category on it.',
        },
      },
    },
    web: {
      name: 'Web pages',
      summary: 'Pages of a blog, newsletter, forum or show that has no feed.',
      limits:
        'Reads what robots.txt allows, at most 20 pages at a time and 1,000 pages in all. Pages that ' +
        'need a login or a program in the browser can\'t be read. A feed is faster and has dates: use ' +
        'it where there is one.',
      fields: {
        url: { label: 'Page', help: 'The page that lists the others, or the one page to watch.' },
        depth: {
          label: 'Links to follow',
          help:
            '0 reads this page only, 1 the pages that it links to, 2 those that these link to. At ' +
            'most 3.',
        },
        under: {
          label: 'Only pages under',
          help:
            'The beginning of their path. By default that of the page; / means the whole site.',
        },
        noindex: {
          label: 'Read pages that ask not to be indexed',
          help: 'By default pages marked noindex or noai are left out.',
        },
      },
    },
    single: {
      name: 'Single posts and pages',
      summary: 'One post or page, read once by its address, or pasted.',
      limits:
        'It isn\'t read again, so edits and deletions aren\'t seen. LinkedIn and others show most ' +
        'posts to people only: paste their text. Replies and comments below a post aren\'t read.',
      fields: {
        url: {
          label: 'Address',
          help:
            'Of one post on LinkedIn, X, Mastodon, Bluesky, Reddit, Hacker News, Lemmy, Discourse or ' +
            'Telegram, or of a page.',
        },
        text: {
          label: 'Text',
          help:
            'Pasted, for a post that can\'t be fetched. Leave it empty to have the address read.',
        },
        author: { label: 'Author', help: 'Of a pasted post.' },
        published: {
          label: 'Date',
          help: 'Of a pasted post. The numbers of posts on LinkedIn and X hold it already.',
        },
      },
    },
    telegram: {
      name: 'Telegram',
      summary: 'Posts of a public channel on Telegram.',
      limits:
        'Only posts that name one of your brands are stored. The newest 400 posts are read back. ' +
        'Groups, private channels and channels without a preview on the web can\'t be read, and ' +
        'Telegram can\'t be searched as a whole.',
      fields: {
        url: {
          label: 'Channel',
          help: 'Address of the channel: t.me/channel.',
        },
      },
    },
    webmention: {
      name: 'Webmention',
      summary: 'Pages that tell your web site that they link to it.',
      limits:
        'Your pages have to name the address of the public side with /webmention behind it,' +
        ' and few sites send Webmentions. A page is read once and kept if it links to one ' +
        'of your domains.',
      fields: {
        hosts: {
          label: 'Further domains',
          help: 'Domains of yours beside those of your brands and sites, separated by commas.',
        },
      },
    },
    podping: {
      name: 'Podping',
      summary: 'Hosts of podcasts announce new episodes: podcasts that you follow are then read at once.',
      limits:
        'It brings nothing of its own. Some large hosts take part, most don\'t; all ' +
        'podcasts are still read at their usual times. What was announced longer than an ' +
        'hour ago is left to those reads.',
      fields: {
        url: {
          label: 'Hive node',
          help: 'A node of the Hive chain to ask first. Leave it empty for public ones.',
        },
      },
    },
    mailbox: {
      name: 'Mailbox',
      summary: 'Alerts of other services that arrive by e-mail, such as those of Google Alerts.',
      limits:
        'At most 100 links of a message are read, each once and by the robots.txt of its ' +
        'host; a page is stored only if it names one of your brands. The messages are not ' +
        'stored. Use a mailbox or folder for alerts only. Nothing in it is changed or ' +
        'marked as read. Services that ask for a sign-in in the browser (OAuth) need a ' +
        'password for apps.',
      fields: {
        server: {
          label: 'IMAP server',
          help: 'Its name, with :port unless that is 993.',
        },
        user: {
          label: 'User',
          help: 'As you sign in to the mailbox.',
        },
        password: {
          label: 'Password',
          help: 'A password for apps where the service has them.',
        },
        senders: {
          label: 'Senders',
          help:
            'Only messages from these addresses or domains are read, separated by commas. ' +
            'Links in others could confirm or cancel something.',
        },
        folder: {
          label: 'Folder',
          help: 'Where the alerts are.',
        },
        security: {
          label: 'Encryption',
          help: 'None is for a server on this machine only.',
          choices: { none: 'None' },
        },
      },
    },
    messages: {
      name: 'Posted messages',
      summary: 'Alerts of other services that a program posts to the API, as e-mails or as text.',
      limits:
        'At most 100 links of a message are read, each once and by the robots.txt of its ' +
        'host; a page is stored only if it names one of your brands. The messages are not ' +
        'stored.',
      fields: {
        senders: {
          label: 'Senders',
          help:
            'Only e-mails from these addresses or domains are read, separated by commas. ' +
            'Leave it empty to read all.',
        },
      },
    },
  } as Record<string, TypeTexts>,
  which: 'Which one do you mean?',
  words: {
    waiting: 'Not read yet',
    healthy: 'OK',
    failing: 'Failing, retrying',
    throttled: 'Asked us to wait',
    blocked: 'Blocks Namedrop',
    gone: 'Permanently gone',
    broken: 'Can\'t be read',
    needs_key: 'Needs a key',
  } as Record<string, string>,
};
