import { Link } from 'react-router';
import type { Channel, RuleDraft } from '../api/types';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';

/** SendsNothing says which channels of a rule are off or get no mentions, and that it sends nothing if that holds for all of them. */
export function SendsNothing({ rule, channels }: { rule: RuleDraft; channels: Channel[] }) {
  const m = useMessages();
  const used = channels.filter((c) => rule.channels.includes(c.id));
  const off = used.filter((c) => !c.active || !c.topics.includes('mentions'));
  if (!rule.active || off.length === 0) return null;
  return (
    <div className={page.care}>
      {off.length === used.length && `${m.alerts.sendsNothing} `}
      {off.map((c) => (
        <Link key={c.id} to={`/alerts/channels/${c.id}`}>
          {c.active ? m.alerts.noMentions(c.name) : m.alerts.isOff(c.name)}
        </Link>
      ))}
    </div>
  );
}
