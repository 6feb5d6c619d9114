import { useEffect, useRef } from 'react';
import { useMessages } from '../i18n';
import classes from './page.module.css';
import { why } from './why';

/** Refused says why a change was not taken, where the change was made, and is brought into sight below a long form. */
export function Refused({ error }: { error: unknown }) {
  const m = useMessages();
  const told = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    told.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  if (error == null) return null;
  return (
    <p ref={told} className={classes.refused} role="alert">
      {why(error, m)}
    </p>
  );
}
