import { sessionState } from '../session/sessionState';
import { problemFrom } from './problem';

/** Sending says how far a file is, and can stop it. */
export interface Sending {
  progress: (sent: number, of: number) => void;
  signal: AbortSignal;
}

/** Stopped is thrown where the person stopped sending. */
export class Stopped extends Error {}

/**
 * sendFile sends a file as the body of a request, straight from the disk. It is an XMLHttpRequest, since fetch
 * says nothing of how far it is. It throws a Problem, a TypeError where nothing answers, and Stopped.
 */
export function sendFile(url: string, file: File, { progress, signal }: Sending): Promise<unknown> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const ended = (settle: () => void) => () => {
      signal.removeEventListener('abort', stop);
      settle();
    };
    request.upload.addEventListener('progress', (e) => progress(e.loaded, file.size));
    request.addEventListener('load', ended(() => {
      const answer = read(request.responseText);
      if (request.status >= 200 && request.status < 300) return done(answer);
      if (request.status === 401) sessionState.set('expired');
      fail(problemFrom(request.status, answer, request.getResponseHeader('Retry-After') ?? ''));
    }));
    request.addEventListener('error', ended(() => fail(new TypeError('nothing answers'))));
    request.addEventListener('abort', ended(() => fail(new Stopped())));
    signal.addEventListener('abort', stop);
    request.open('POST', url);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.send(file);
  });
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy in between has answered
  }
}
