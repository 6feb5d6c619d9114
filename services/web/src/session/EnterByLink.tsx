import { Code } from '@mantine/core';
import { useMessages } from '../i18n';
import classes from './SignInPage.module.css';

/** EnterByLink says how to get into a desk that only its own machine reaches. */
export function EnterByLink() {
  const m = useMessages();
  return (
    <div className={classes.form}>
      <p className={classes.word}>{m.signIn.linkHelp}</p>
      <Code block>namedrop open</Code>
      <p className={classes.word}>{m.signIn.linkWhere}</p>
    </div>
  );
}
