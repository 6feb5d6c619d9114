import { useMediaQuery } from '@mantine/hooks';

/** useNarrow reports whether the screen is a phone's: the same width as in frame/Frame.module.css. */
export const useNarrow = () => useMediaQuery('(max-width: 767px)', window.innerWidth < 768);
