import { Code } from '@mantine/core';
import { useMessages } from '../i18n';
import classes from './SignInPage.module.css';

/** EnterByLink explains how to open the desk where it is reachable only from its own machine. */
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
