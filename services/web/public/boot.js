// Runs before the desk's own script, and notices when that script or the stylesheet can't be
// loaded. The usual reason is an index that was kept somewhere while the server was updated: it
// names files that are gone. The page then loads itself again, once, and says so if that is not
// enough. Plain script, so that it works where nothing else does.
(function () {
  var key = 'namedrop-reloaded';

  function tried() {
    try {
      var list = JSON.parse(window.sessionStorage.getItem(key) || '[]');
      return Array.isArray(list) ? list : [];
    } catch (e) {
      return [];
    }
  }

  // Without a storage the browser itself says whether this page is a reload already.
  function remember(build) {
    try {
      window.sessionStorage.setItem(key, JSON.stringify(tried().concat(build).slice(-20)));
      return true;
    } catch (e) {
      var load = window.performance.getEntriesByType('navigation')[0];
      return load !== undefined && load.type !== 'reload';
    }
  }

  // Loads the page again, at most once for each build, and reports whether it does.
  function reloadOnce(build) {
    if (tried().indexOf(build) >= 0 || !remember(build)) return false;
    window.location.reload();
    return true;
  }
  window.namedrop = { reloadOnce: reloadOnce };

  var words = {
    en: { title: "Namedrop couldn't be loaded", lost: 'The server is not responding.', part: 'A part of it is missing. The server may just have been updated.', reload: 'Reload' },
    nl: { title: 'Namedrop kon niet worden geladen', lost: 'De server reageert niet.', part: 'Er ontbreekt een deel. Misschien is de server net bijgewerkt.', reload: 'Opnieuw laden' },
  };

  function language() {
    var kept = null;
    try {
      kept = window.localStorage.getItem('namedrop-language');
    } catch (e) {
      /* storage is switched off: as the browser speaks */
    }
    return kept === 'nl' || (kept !== 'en' && /^nl/.test(window.navigator.language)) ? 'nl' : 'en';
  }

  function say(why) {
    var root = document.getElementById('root');
    if (!root || root.childElementCount > 0) return;
    var m = words[language()];
    var box = document.createElement('main');
    box.setAttribute('role', 'alert');
    box.style.cssText = 'max-width: 480px; margin: 15vh auto 0; padding: 0 16px; font: 14px/20px system-ui, sans-serif';
    var title = document.createElement('h1');
    title.style.cssText = 'font-size: 20px; line-height: 28px';
    title.textContent = m.title;
    var text = document.createElement('p');
    text.textContent = m[why];
    var button = document.createElement('button');
    button.style.cssText = 'font: inherit; min-height: 32px; padding: 4px 16px';
    button.textContent = m.reload;
    button.onclick = function () {
      window.location.reload();
    };
    box.append(title, text, button);
    root.append(box);
    document.documentElement.lang = language();
    document.title = m.title;
  }

  function afterParsing(f) {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', f);
    else f();
  }

  var missing = false;
  window.addEventListener(
    'error',
    function (event) {
      var e = event.target;
      var script = e instanceof HTMLScriptElement;
      if (missing || !(script || (e instanceof HTMLLinkElement && e.rel === 'stylesheet'))) return;
      var address = script ? e.src : e.href;
      missing = true;
      // A server that is stopped can't give the page again: the browser would show its own error.
      window.fetch(window.location.pathname, { cache: 'no-store' }).then(
        function (answer) {
          if (answer.status < 500 && reloadOnce(address)) return;
          if (script) afterParsing(say.bind(null, answer.status < 500 ? 'part' : 'lost'));
        },
        function () {
          if (script) afterParsing(say.bind(null, 'lost'));
        },
      );
    },
    true,
  );
})();
