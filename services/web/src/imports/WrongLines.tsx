import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { FileMistake } from '../api/imports';
import { wrongInFile } from '../frame/why';
import { useMessages } from '../i18n';
import classes from './imports.module.css';

// The server names no more at a time.
const most = 20;

/** WrongLines says what can't be read in a file, line by line. */
export function WrongLines({ mistakes }: { mistakes: FileMistake[] }) {
  const m = useMessages();
  if (mistakes.length === 0) return null;
  return (
    <Alert mb="md" color="red" variant="outline" icon={<IconAlertTriangle size={18} />} role="alert" title={m.imports.problems}>
      {m.imports.problemsHelp}
      <ul className={classes.lines}>
        {mistakes.map((x, i) => (
          <li key={i}>{wrongInFile(x, m) || x.detail}</li>
        ))}
        {mistakes.length >= most && <li>{m.imports.tooMuch(mistakes.length)}</li>}
      </ul>
    </Alert>
  );
}
