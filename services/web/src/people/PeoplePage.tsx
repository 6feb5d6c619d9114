import { EmptyState } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Page } from '../frame/Page';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { PersonList } from './PersonList';
import { TokenList } from './TokenList';

/** PeoplePage is who may sign in, and which programs hold a token. */
export default function PeoplePage() {
  const m = useMessages();
  if (!useMay().admin) {
    return (
      <Page title={m.pages.people}>
        <EmptyState mt={48} icon={<IconLock size={32} stroke={1.4} />} title={m.people.onlyAdmin} description={m.people.askAdmin} />
      </Page>
    );
  }
  return (
    <Page title={m.pages.people}>
      <PersonList />
      <TokenList />
    </Page>
  );
}
