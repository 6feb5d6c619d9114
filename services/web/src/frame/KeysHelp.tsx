import { Kbd, Modal, SimpleGrid, Switch, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useMessages } from '../i18n';
import { singleKeys } from '../keys/useKeys';
import classes from './KeysHelp.module.css';

/** KeysHelp lists every key, and switches the single ones off for who needs that. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const m = useMessages();
  const [on, setOn] = useState(singleKeys.on);
  const everywhere: [string, string][] = [
    ['?', m.keys.help], ['/', m.keys.search], ['g + i s t r b o a d p', m.keys.go], ['z', m.keys.undo], ['Ctrl K', m.keys.palette], ['Ctrl S', m.keys.save], ['Esc', m.keys.esc],
  ];
  const inbox: [string, string][] = [
    ['j k', m.keys.move], ['Enter', m.keys.open], ['x', m.keys.choose], ['J K X', m.keys.range], ['*', m.keys.chooseAll], ['c', m.keys.confirm], ['d', m.keys.dismiss], ['s', m.keys.star], ['y', m.keys.copy],
    ['n', m.keys.note], ['a', m.keys.assign], ['h', m.keys.heard],
    ['f', m.keys.filter], ['p', m.keys.play], ['[ ]', m.keys.hits], [', .', m.keys.skip], ['< >', m.keys.speed],
  ];
  const timeline: [string, string][] = [
    ['← →', m.keys.moveCursor], ['+ - 0', m.keys.zoom], ['Enter', m.keys.openThen], ['n', m.keys.noteThen], ['t', m.keys.table],
  ];
  return (
    <Modal opened={opened} onClose={onClose} title={<Text fw={600} size="lg">{m.keys.title}</Text>} size="lg" shadow="none" closeButtonProps={{ 'aria-label': m.states.close }}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <div className={classes.column}>
          <List title={m.keys.everywhere} keys={everywhere} />
          <List title={m.keys.timeline} keys={timeline} />
        </div>
        <List title={m.keys.inbox} keys={inbox} />
      </SimpleGrid>
      <Switch
        mt="lg"
        label={m.keys.on}
        description={m.keys.onHelp}
        checked={on}
        onChange={(e) => {
          singleKeys.set(e.currentTarget.checked);
          setOn(e.currentTarget.checked);
        }}
      />
    </Modal>
  );
}

function List({ title, keys }: { title: string; keys: [string, string][] }) {
  return (
    <section>
      <Title order={3} size="sm" mb="xs">
        {title}
      </Title>
      <dl className={classes.list}>
        {keys.map(([k, what]) => (
          <div key={k}>
            <dt>
              <Kbd size="xs">{k}</Kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
