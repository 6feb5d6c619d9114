import '@mantine/core/styles.css';
import '../theme/tokens.css';
import '../theme/base.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Boundary } from '../broken/Boundary';
import { LanguageProvider } from '../i18n';
import { theme } from '../theme/theme';
import { SharedPage } from './SharedPage';

// The page of a shared report: without a session, and without the rest of the desk.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce);

const queries = new QueryClient();

createRoot(document.getElementById('root')!).render(
  <Boundary of="shared">
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: 'namedrop-scheme' })}
      getStyleNonce={() => nonce}
    >
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <SharedPage />
          </BrowserRouter>
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </Boundary>,
);
