import { Button, FileButton } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useRef, useState, type DragEvent } from 'react';
import { useMessages } from '../i18n';
import classes from './imports.module.css';

/** FileDrop takes one file, dropped or chosen. */
export function FileDrop({ title, help, take }: { title: string; help: string; take: (file: File) => void }) {
  const m = useMessages();
  const [over, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  const holdsFile = (e: DragEvent) => e.dataTransfer.types.includes('Files');
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(e) => {
        if (!holdsFile(e)) return;
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={(e) => {
        if (!(e.relatedTarget instanceof Node && e.currentTarget.contains(e.relatedTarget))) setOver(false);
      }}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        const [file] = e.dataTransfer.files;
        if (file) take(file);
      }}
    >
      <IconFileImport size={32} stroke={1.4} aria-hidden />
      <div className={classes.dropText}>
        <strong>{over ? m.imports.dropHere : title}</strong>
        <p>{help}</p>
      </div>
      <FileButton
        resetRef={reset}
        onChange={(file) => {
          if (file) take(file);
          reset.current?.(); // or else the same file can't be chosen again
        }}
      >
        {(props) => <Button {...props}>{m.imports.choose}</Button>}
      </FileButton>
    </div>
  );
}
