import { Link } from 'react-router';
import type { Channel, RuleDraft } from '../api/types';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';

/** SendsNothing says which channels of a rule are off, and that it sends nothing if all of them are. */
export function SendsNothing({ rule, channels }: { rule: RuleDraft; channels: Channel[] }) {
  const m = useMessages();
  const used = channels.filter((c) => rule.channels.includes(c.id));
  const off = used.filter((c) => !c.active);
  if (!rule.active || off.length === 0) return null;
  return (
    <div className={page.care}>
      {off.length === used.length && `${m.alerts.sendsNothing} `}
      {off.map((c) => (
        <Link key={c.id} to={`/alerts/channels/${c.id}`}>
          {m.alerts.isOff(c.name)}
        </Link>
      ))}
    </div>
  );
}
