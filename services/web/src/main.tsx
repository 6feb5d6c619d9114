import '@mantine/core/styles.css';
import './theme/tokens.css';
import './theme/base.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Problem } from './api/problem';
import { Boundary } from './broken/Boundary';
import { Desk } from './Desk';
import { LanguageProvider } from './i18n';
import { keyLink } from './session/keyLink';
import { theme } from './theme/theme';

// Before anything else looks at the address.
keyLink.notice();
window.addEventListener('hashchange', () => keyLink.notice());

// Styles that are added while the desk runs carry the nonce of this page's policy.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // The server's no is final; only its silence is worth another try.
      retry: (count, error) => count < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <Boundary of="desk">
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: 'namedrop-scheme' })}
      getStyleNonce={() => nonce}
    >
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <Desk />
          </BrowserRouter>
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </Boundary>,
);
