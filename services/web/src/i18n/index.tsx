import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
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

const Context = createContext<Chosen>({ messages: en, language: 'en', choose: () => {} });

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState<Language>(() => firstLanguage(localStorage.getItem(key), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const chosen = useMemo(
    () => ({
      language,
      messages: language === 'nl' ? nl : en,
      choose: (l: Language) => {
        localStorage.setItem(key, l);
        choose(l);
      },
    }),
    [language],
  );
  return <Context.Provider value={chosen}>{children}</Context.Provider>;
}

export const useMessages = () => useContext(Context).messages;
export const useLanguage = () => useContext(Context);
