import { Alert, Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getEntry, signIn, type Who } from '../api/session';
import { Problem } from '../api/problem';
import { why } from '../frame/why';
import { Logo } from '../frame/Logo';
import { useLanguage, useMessages, type Language } from '../i18n';
import type { Messages } from '../i18n/en';
import { EnterByLink } from './EnterByLink';
import { SetUp } from './SetUp';
import classes from './SignInPage.module.css';
import { useRefusedLink } from './useSession';

interface Props {
  expired: boolean; // the session ended while the desk was open
  enter: (who: Who) => void;
}

/** SignInPage is shown in place of the desk to anyone who is not signed in. */
export function SignInPage({ expired, enter }: Props) {
  const m = useMessages();
  const { language, choose } = useLanguage();
  const [first, setFirst] = useState(false);
  const refused = useRefusedLink();
  const entry = useQuery({ queryKey: ['session', 'entry'], queryFn: ({ signal }) => getEntry(signal), retry: false });
  if (entry.isPending) return <main className={classes.page} id="sign-in" />;
  const byLink = entry.data?.entry === 'key';
  const password = !byLink || entry.data?.users;
  return (
    <main className={classes.page} id="sign-in">
      <div className={classes.box}>
        <p className={classes.name}>
          <Logo /> Namedrop
        </p>
        <h1 className={classes.title}>{first ? m.signIn.setUp : password ? m.signIn.title : m.signIn.linkTitle}</h1>
        {expired && !first && (
          <p className={classes.word} role="status">
            {password ? m.signIn.expired : m.signIn.linkExpired}
          </p>
        )}
        {refused && (
          <p className={classes.wrong} role="alert">
            {byLink ? m.signIn.linkRefused : m.signIn.linkElsewhere}
          </p>
        )}
        {readable() && (
          <Alert color="yellow" variant="outline" className={classes.warning}>
            {m.signIn.readable}
          </Alert>
        )}
        {first && <SetUp enter={enter} />}
        {password && !first && <SignInForm enter={enter} />}
        {byLink && password && <hr className={classes.line} />}
        {byLink && <EnterByLink />}
        {!byLink && (
          <Button variant="subtle" size="compact-sm" className={classes.other} onClick={() => setFirst(!first)}>
            {first ? m.signIn.known : m.signIn.firstTime}
          </Button>
        )}
      </div>
      <SegmentedControl
        size="xs"
        aria-label={m.frame.language}
        value={language}
        onChange={(l) => choose(l as Language)}
        data={[{ value: 'en', label: 'English' }, { value: 'nl', label: 'Nederlands' }]}
      />
    </main>
  );
}

function SignInForm({ enter }: { enter: (who: Who) => void }) {
  const m = useMessages();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => signIn(email, password),
    onSuccess: enter,
    onError: (e) => e instanceof Problem && e.status === 401 && setPassword(''),
  });
  const wait = useWait(attempt.error);
  return (
    <form
      className={classes.form}
      onSubmit={(e) => {
        e.preventDefault();
        attempt.mutate();
      }}
    >
      <TextInput
        label={m.signIn.email}
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        required
        withAsterisk={false}
        value={email}
        onChange={(e) => setEmail(e.currentTarget.value)}
      />
      <PasswordInput
        label={m.signIn.password}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': m.signIn.show, 'aria-hidden': false, tabIndex: 0 }}
      />
      {attempt.isError && (
        <p className={classes.wrong} role="alert">
          {wait > 0 ? m.signIn.tooMany(wait) : failure(attempt.error, m)}
        </p>
      )}
      <Button type="submit" loading={attempt.isPending} disabled={wait > 0} fullWidth>
        {m.signIn.button}
      </Button>
    </form>
  );
}

function failure(error: Error, m: Messages): string {
  if (error instanceof Problem && error.status === 401) return m.signIn.wrong;
  return error instanceof Problem && error.status === 429 ? m.signIn.again : why(error, m);
}

/** useWait counts down the seconds that the server asked to wait for. */
function useWait(error: Error | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const until = Date.now() + (error instanceof Problem ? error.retryAfter : 0) * 1000;
    const count = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    count();
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}

/** readable reports whether others on the network could read a password. */
function readable(): boolean {
  const { protocol, hostname } = window.location;
  return protocol === 'http:' && hostname !== 'localhost' && !/^(127\.|\[::1\]$)/.test(hostname);
}
