import { createTheme, Menu, type MantineColorsTuple } from '@mantine/core';

const blue: MantineColorsTuple = [
  '#e3eefb', '#c4dcf6', '#9cc5ef', '#78b7f5', '#4a95e0', '#2b7bd0', '#1f6fc4', '#0b5cad', '#094c90', '#073c72',
];

// From the text down to the deepest ground, as in tokens.css.
const dark: MantineColorsTuple = [
  '#e8ebef', '#c9ced6', '#a5aeba', '#7a8594', '#2e343d', '#252a32', '#1b1f26', '#14171c', '#101317', '#0b0d10',
];

const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

export const theme = createTheme({
  fontFamily: system,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontFamily: system, fontWeight: '600' },
  // In rem: text follows the font size that is set in the browser.
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1rem', sm: '1.25rem', md: '1.25rem', lg: '1.625rem', xl: '1.75rem' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { sm: '6px', md: '6px' },
  defaultRadius: 'md',
  colors: { blue, dark },
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 6 },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // A menu that fades keeps the focus for a moment, and with it the keys that come next.
  components: { Menu: Menu.extend({ defaultProps: { transitionProps: { duration: 0 } } }) },
});
