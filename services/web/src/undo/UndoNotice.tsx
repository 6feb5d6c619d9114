import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useSyncExternalStore } from 'react';
import { why } from '../frame/why';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { undoStack } from './undo';
import classes from './UndoNotice.module.css';

/** UndoNotice says for ten seconds what was done and offers to take it back; z does so later too. */
export function UndoNotice() {
  const m = useMessages();
  const notice = useSyncExternalStore(undoStack.subscribe, undoStack.current);

  useEffect(() => {
    // What failed stays until it was read.
    if (!notice || notice.failed) return;
    const timer = setTimeout(() => undoStack.show(null), notice.done ? 10_000 : 3_000);
    return () => clearTimeout(timer);
  }, [notice]);

  const takeBack = async () => {
    const last = undoStack.pop();
    if (!last) return undoStack.say(m.acts.nothingToUndo);
    try {
      await last.undo();
      undoStack.say(`${m.acts.undone}: ${last.label}`);
    } catch (e) {
      undoStack.fail(m.acts.failed(why(e, m)));
    }
  };
  useKeys({ z: () => void takeBack() }, 'frame');

  return (
    <div role={notice?.failed ? 'alert' : 'status'} className={classes.place}>
      {notice && (
        <div className={classes.notice}>
          {notice.failed && <IconAlertTriangle size={18} color="var(--danger)" aria-hidden />}
          <span className={classes.label}>{notice.label}</span>
          {notice.done && (
            <Button size="compact-sm" variant="default" onClick={() => void takeBack()}>
              {m.states.undo} (z)
            </Button>
          )}
          <CloseButton size="sm" aria-label={m.states.close} onClick={() => undoStack.show(null)} />
        </div>
      )}
    </div>
  );
}
