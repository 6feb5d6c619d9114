import { useMessages } from '../i18n';
import classes from './page.module.css';
import { why } from './why';

/** Refused says why a change was not taken, where the change was made. */
export function Refused({ error }: { error: unknown }) {
  const m = useMessages();
  if (error == null) return null;
  return (
    <p className={classes.refused} role="alert">
      {why(error, m)}
    </p>
  );
}
