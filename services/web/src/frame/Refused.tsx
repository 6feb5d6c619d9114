import { useEffect, useRef } from 'react';
import { useMessages } from '../i18n';
import classes from './page.module.css';
import { why } from './why';

/** Refused shows why a change was not saved. It scrolls into view, since it may be below a long form. */
export function Refused({ error }: { error: unknown }) {
  const m = useMessages();
  const message = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    message.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  if (error == null) return null;
  return (
    <p ref={message} className={classes.refused} role="alert">
      {why(error, m)}
    </p>
  );
}
