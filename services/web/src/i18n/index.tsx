import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { store, stored } from '../settings/stored';
import { en, type Messages } from './en';
import { nl } from './nl';

export type Language = 'en' | 'nl';

const key = 'namedrop-language';

export function firstLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (kept === 'en' || kept === 'nl') return kept;
  for (const w of wanted) {
    if (w.startsWith('nl')) return 'nl';
    if (w.startsWith('en')) return 'en';
  }
  return 'en';
}

interface Chosen {
  messages: Messages;
  language: Language;
  choose: (l: Language) => void;
}

const startLanguage = () => firstLanguage(stored(key), navigator.languages);
const messagesIn = (language: Language): Messages => (language === 'nl' ? nl : en);

const Context = createContext<Chosen | null>(null);

/** useLanguage is the person's language, also where the provider itself broke. */
export function useLanguage(): Chosen {
  const chosen = useContext(Context);
  if (chosen) return chosen;
  const language = startLanguage();
  return { language, messages: messagesIn(language), choose: () => {} };
}

export const useMessages = () => useLanguage().messages;

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState<Language>(startLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const chosen = useMemo(
    () => ({
      language,
      messages: messagesIn(language),
      choose: (l: Language) => {
        store(key, l);
        choose(l);
      },
    }),
    [language],
  );
  return <Context.Provider value={chosen}>{children}</Context.Provider>;
}
