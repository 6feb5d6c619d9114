import { Button } from '@mantine/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { undoStack } from './undo';
import classes from './UndoNotice.module.css';

/** UndoNotice says for ten seconds what was done and offers to take it back; z does so later too. */
export function UndoNotice() {
  const m = useMessages();
  const done = useSyncExternalStore(undoStack.subscribe, undoStack.newest);
  const [word, setWord] = useState('');

  useEffect(() => {
    if (!done) return;
    setWord('');
    const timer = setTimeout(() => undoStack.show(null), 10_000);
    return () => clearTimeout(timer);
  }, [done]);

  useEffect(() => {
    if (!word) return;
    const timer = setTimeout(() => setWord(''), 3_000);
    return () => clearTimeout(timer);
  }, [word]);

  const takeBack = async () => {
    const last = undoStack.pop();
    if (!last) return setWord(m.acts.nothingToUndo);
    try {
      await last.undo();
      setWord(`${m.acts.undone}: ${last.label}`);
    } catch (e) {
      setWord(m.acts.failed(e instanceof Error ? e.message : String(e)));
    }
  };
  useKeys({ z: () => void takeBack() });

  return (
    <div role="status" className={classes.place}>
      {(done || word) && (
        <div className={classes.notice}>
          <span>{done ? done.label : word}</span>
          {done && (
            <Button size="compact-sm" variant="default" onClick={() => void takeBack()}>
              {m.states.undo} (z)
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
