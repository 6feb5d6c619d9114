import { useMediaQuery } from '@mantine/hooks';

/** useNarrow reports whether the screen is a phone's: the same width as in frame/Frame.module.css. */
export const useNarrow = () => useMediaQuery(narrow, window.matchMedia(narrow).matches);

// In em, so that a large font size in the browser counts as a narrow screen.
const narrow = '(max-width: 47.9375em)';
