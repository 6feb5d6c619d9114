import { Modal, Text, Textarea } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useMessages } from '../i18n';
import { byHand } from '../text/copy';

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** CopyByHand shows a text selected, where the browser lets no script copy it. */
export function CopyByHand() {
  const m = useMessages();
  const text = useSyncExternalStore(byHand.subscribe, byHand.current);
  const label = m.acts.pressToCopy(mac ? '⌘C' : 'Ctrl-C');
  return (
    <Modal opened={text !== null} onClose={() => byHand.show(null)} title={<Text fw={600}>{label}</Text>} shadow="none" closeButtonProps={{ 'aria-label': m.states.close }}>
      <Textarea data-autofocus readOnly autosize minRows={3} maxRows={14} aria-label={label} value={text ?? ''} onFocus={(e) => e.currentTarget.select()} />
    </Modal>
  );
}
