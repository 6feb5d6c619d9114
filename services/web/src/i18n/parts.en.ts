/** What a document gets beside its listing: transcript, chapters. */
export const parts = {
  title: 'Transcript and chapters',
  names: {
    transcript: 'Transcript', chapters: 'Chapters', captions: 'Captions',
    speech: 'Speech', text: 'Episode page',
  } as Record<string, string>,
  states: {
    read: 'Read', pending: 'Not read yet', failed: 'Not available', absent: 'None',
  } as Record<string, string>,
  from: (host: string) => `from ${host}`,
  instead: (language: string) => `in ${language}, as there is none in the show's language`,
  next: (at: string) => `Next attempt: ${at}.`,
  recognising: (percent: number) => `Being recognised: ${percent} %`,
  recording: (length: string) => `a recording of ${length}`,
  retry: 'Fetch again',
  retryOf: (part: string) => `Fetch again: ${part}`,
  retryIn: (part: string, title: string) => `Fetch again: ${part} of ${title}`,
};
