import { Page } from '../frame/Page';
import { useMessages } from '../i18n';
import { PersonList } from './PersonList';
import { TokenList } from './TokenList';

/** PeoplePage is who may sign in, and which programs hold a token. */
export default function PeoplePage() {
  const m = useMessages();
  return (
    <Page title={m.pages.people}>
      <PersonList />
      <TokenList />
    </Page>
  );
}
