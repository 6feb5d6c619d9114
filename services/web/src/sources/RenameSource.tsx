import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Source } from '../api/types';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';

/** RenameSource asks for a name of the user's own; without one the feed's own is shown. */
export function RenameSource({ source: s, done, cancel }: { source: Source; done: (name: string) => void; cancel: () => void }) {
  const m = useMessages();
  const [name, setName] = useState(s.name);
  return (
    <form
      className={page.row}
      onSubmit={(e) => {
        e.preventDefault();
        done(name);
      }}
      onKeyDown={(e) => e.key === 'Escape' && cancel()}
    >
      <TextInput
        className={page.grow}
        size="xs"
        data-autofocus
        autoFocus
        aria-label={m.sources.newName(s.name)}
        placeholder={s.title}
        maxLength={300}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <Button type="submit" size="compact-sm">
        {m.states.save}
      </Button>
    </form>
  );
}
