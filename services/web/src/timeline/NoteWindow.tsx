import { CloseButton, Modal } from '@mantine/core';
import { AnnotationForm } from '../annotations/AnnotationForm';
import { useMessages } from '../i18n';
import classes from './timeline.module.css';

interface Props {
  day: string;
  close: () => void;
  done: () => Promise<unknown>;
}

/** NoteWindow adds an annotation over the timeline. */
export function NoteWindow({ day, close, done }: Props) {
  const m = useMessages();
  return (
    // Without the library's header, which would be a second banner of the page.
    <Modal.Root opened onClose={close} size="xl" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content shadow="none" aria-label={m.timeline.note}>
        <Modal.Body pt="md">
          <div className={classes.head}>
            <h2 className={classes.title}>{m.timeline.note}</h2>
            <CloseButton aria-label={m.states.close} onClick={close} />
          </div>
          <AnnotationForm day={day} done={done} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
