import type * as en from './parts.en';

export const parts: typeof en.parts = {
  title: 'Transcript en hoofdstukken',
  names: {
    transcript: 'Transcript', chapters: 'Hoofdstukken', captions: 'Ondertitels',
    speech: 'Spraak', text: 'Pagina van de aflevering',
  },
  states: { read: 'Gelezen', pending: 'Nog niet gelezen', failed: 'Niet beschikbaar', absent: 'Geen' },
  from: (host) => `van ${host}`,
  instead: (language) => `in het ${language}, want in de taal van de show is er geen`,
  next: (at) => `Volgende poging: ${at}.`,
  recognising: (percent) => `Wordt herkend: ${percent} %`,
  recording: (length) => `een opname van ${length}`,
  retry: 'Opnieuw ophalen',
  retryOf: (part) => `Opnieuw ophalen: ${part}`,
  retryIn: (part, title) => `Opnieuw ophalen: ${part} van ${title}`,
};
