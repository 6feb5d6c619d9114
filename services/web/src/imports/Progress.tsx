import { Button, Progress as Bar } from '@mantine/core';
import { useMessages } from '../i18n';
import { sizeOf } from './size';
import type { Sent } from './useSending';
import classes from './imports.module.css';

/** Progress is how much of a file has been sent, with a button to stop. */
export function Progress({ progress: { sent, of }, cancel }: { progress: Sent; cancel: () => void }) {
  const m = useMessages();
  const all = sent >= of;
  const percent = of === 0 ? 100 : Math.floor((100 * sent) / of);
  return (
    <div className={classes.sending}>
      <Bar.Root size="lg">
        <Bar.Section value={percent} striped={all} animated={all} aria-label={m.imports.import} aria-valuetext={`${percent} %`} />
      </Bar.Root>
      <span role="status">{all ? m.imports.storing : m.imports.sent(sizeOf(sent, m), sizeOf(of, m))}</span>
      <Button variant="default" size="compact-md" onClick={cancel}>
        {m.states.cancel}
      </Button>
    </div>
  );
}
