import type { SiteFeed } from '../api/sites';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';

/** FeedHealth is a word for how a feed of visits is doing. */
export function FeedHealth({ feed }: { feed: SiteFeed }) {
  const m = useMessages();
  if (feed.paused) return <span className={page.none}>{m.sites.paused}</span>;
  // A file is imported once: there is nothing to wait for.
  if (feed.health === 'waiting' && !feed.last_read && feed.until) return <span className={page.none}>{m.sites.imported}</span>;
  const look = feed.health === 'healthy' ? page.good : feed.health === 'waiting' ? page.none : feed.health === 'throttled' ? page.care : page.bad;
  return <span className={look}>{m.sources.words[feed.health] ?? feed.health}</span>;
}
