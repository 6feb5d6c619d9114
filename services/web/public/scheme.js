// Runs before the first paint, so that a dark desk doesn't flash white.
(function () {
  var kept = null;
  try {
    kept = window.localStorage.getItem('namedrop-scheme');
  } catch (e) {
    /* storage is switched off: follow the system */
  }
  var dark = kept === 'dark' || (kept !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
