import { Button, Code, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { setUp, type Who } from '../api/session';
import { Problem } from '../api/problem';
import { why } from '../frame/why';
import { useMessages } from '../i18n';
import classes from './SignInPage.module.css';

/** SetUp creates the first account. A token proves that the server is theirs. */
export function SetUp({ enter }: { enter: (who: Who) => void }) {
  const m = useMessages();
  const [form, setForm] = useState({ token: '', email: '', password: '' });
  const attempt = useMutation({ mutationFn: () => setUp(form.token, form.email, form.password), onSuccess: enter });
  const field = (name: keyof typeof form) => ({
    name,
    required: true,
    withAsterisk: false,
    value: form[name],
    onChange: (e: React.ChangeEvent<HTMLInputElement>) => setForm({ ...form, [name]: e.currentTarget.value }),
  });
  return (
    <form
      className={classes.form}
      onSubmit={(e) => {
        e.preventDefault();
        attempt.mutate();
      }}
    >
      <p className={classes.word}>
        {m.signIn.setUpHelp} <Code>namedrop token setup</Code>
      </p>
      <TextInput label={m.signIn.token} placeholder="nd_…" autoComplete="off" spellCheck={false} autoFocus {...field('token')} />
      <TextInput label={m.signIn.email} type="email" autoComplete="username" {...field('email')} />
      <PasswordInput
        label={m.signIn.newPassword}
        description={m.signIn.length}
        minLength={10}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': m.signIn.show, 'aria-hidden': false, tabIndex: 0 }}
        {...field('password')}
      />
      {attempt.isError && (
        <p className={classes.wrong} role="alert">
          {attempt.error instanceof Problem && [401, 403].includes(attempt.error.status) ? m.signIn.wrongToken : why(attempt.error, m)}
        </p>
      )}
      <Button type="submit" loading={attempt.isPending} fullWidth>
        {m.signIn.setUpButton}
      </Button>
    </form>
  );
}
