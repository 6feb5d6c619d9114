import { useMemo, useRef, useState } from 'react';
import { useLanguage, useMessages } from '../i18n';
import { copyText } from '../text/copy';
import { ownBuild } from './build';
import classes from './Broken.module.css';
import { reportOf } from './reportOf';

/** Report is what helps to find the fault, to be read and copied. It is sent nowhere by itself. */
export function Report({ error, components }: { error: unknown; components: string }) {
  const m = useMessages();
  const { language } = useLanguage();
  const [copied, setCopied] = useState<boolean | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const details = useRef<HTMLDetailsElement>(null);
  const text = useMemo(
    () => reportOf({ error, components, language, build: ownBuild(), at: new Date(), address: window.location, browser: navigator.userAgent, width: innerWidth, height: innerHeight }),
    [error, components, language],
  );
  const copy = async () => {
    const ok = await copyText(text);
    setCopied(ok);
    if (ok || !details.current) return;
    details.current.open = true;
    area.current?.select();
  };
  return (
    <div className={classes.report}>
      <p className={classes.text}>{m.broken.reportHelp}</p>
      <div className={classes.ways}>
        <button type="button" className={classes.button} onClick={() => void copy()}>
          {m.broken.copyReport}
        </button>
        <span role="status">{copied === null ? '' : copied ? m.acts.copied : m.acts.copyByHand}</span>
      </div>
      <details ref={details} className={classes.details}>
        <summary>{m.broken.showReport}</summary>
        <textarea ref={area} readOnly rows={14} className={classes.area} aria-label={m.broken.report} value={text} />
      </details>
    </div>
  );
}
