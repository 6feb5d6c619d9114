import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Broken, type Extent } from './Broken';
import { retryFailed } from './lazyPage';

interface Props {
  of: Extent;
  /** Changes with the address: another page is another try. */
  at?: string;
  children: ReactNode;
}

interface State {
  broken: boolean;
  error: unknown;
  components: string;
}

const whole: State = { broken: false, error: null, components: '' };

/** Boundary shows in place of what broke that it did, and leaves the rest of the desk alone. */
export class Boundary extends Component<Props, State> {
  state = whole;

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { broken: true, error };
  }

  componentDidCatch(_: unknown, info: ErrorInfo) {
    this.setState({ components: info.componentStack ?? '' });
  }

  componentDidUpdate(before: Props, state: State) {
    // What breaks while the address changes is shown; it would break again at once.
    if (this.state.broken && state.broken && before.at !== this.props.at) this.again();
  }

  again = () => {
    retryFailed();
    this.setState(whole);
  };

  render() {
    if (!this.state.broken) return this.props.children;
    return <Broken of={this.props.of} error={this.state.error} components={this.state.components} again={this.again} />;
  }
}
