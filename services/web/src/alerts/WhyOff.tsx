import type { Channel } from '../api/types';
import page from '../frame/page.module.css';
import { undelivered } from '../frame/why';
import { useMessages } from '../i18n';
import { moment } from '../text/time';

/** WhyOff says that a channel is off, and since when and why if Namedrop switched it off itself. */
export function WhyOff({ channel: c }: { channel: Channel }) {
  const m = useMessages();
  if (c.active) return null;
  if (!c.switchedOff) return <div className="meta">{m.alerts.off}</div>;
  const { at, ...failure } = c.switchedOff;
  return (
    <div className={page.care}>
      {m.alerts.offSince(moment(at, m))} <span className="meta">{undelivered({ ...failure, detail: failure.error }, m)}</span>
    </div>
  );
}
