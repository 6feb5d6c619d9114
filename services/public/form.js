// Namedrop: a type-ahead for "How did you hear about us?". Without it, the field is a plain one.
// <input name="answer" data-namedrop="ID"> or <div data-namedrop="ID"></div>, whose label and field are made here.
(() => {
  const at = new URL(document.currentScript.src).origin;
  const words = {
    en: ['How did you hear about us?', 'A podcast, a colleague, a search …', (n) => (n === 1 ? '1 suggestion' : n + ' suggestions')],
    nl: ['Hoe ken je ons?', 'Een podcast, een collega, een zoekmachine …', (n) => (n === 1 ? '1 suggestie' : n + ' suggesties')],
  };
  const plain = (s) => s.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  let count = 0;
  function attach(field) {
    const lang = ((field.closest('[lang]') || document.documentElement).lang || 'en').slice(0, 2);
    const [label, hint, found] = words[lang] || words.en;
    const id = 'namedrop-' + ++count;
    let input = field;
    if (field.tagName !== 'INPUT') {
      const l = document.createElement('label');
      input = document.createElement('input');
      l.textContent = label;
      l.htmlFor = input.id = id;
      input.name = field.dataset.name || 'answer';
      input.placeholder = hint;
      field.append(l, input);
    }
    input.maxLength = 4000;
    input.autocomplete = 'off';
    const list = document.createElement('ul');
    const status = document.createElement('span');
    list.id = id + '-list';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', label);
    list.hidden = true;
    list.className = 'namedrop-list';
    list.style.cssText = 'position:absolute;z-index:9;margin:0;padding:4px 0;list-style:none;background:Canvas;color:CanvasText;border:1px solid GrayText;max-height:16em;overflow:auto';
    status.setAttribute('role', 'status');
    status.style.cssText = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)';
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-controls', list.id);
    input.after(list, status);
    let shows, chosen = -1;
    // All names come at once: what somebody types never leaves the page before they send it.
    const load = () => {
      shows = shows || fetch(at + '/form/' + encodeURIComponent(field.dataset.namedrop), { credentials: 'omit', referrerPolicy: 'no-referrer' })
        .then((r) => (r.ok ? r.json() : { shows: [] })).then((r) => r.shows).catch(() => []);
      return shows;
    };
    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    };
    const take = (name) => {
      input.value = name;
      close();
      input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const mark = (i) => {
      const all = list.children;
      chosen = (i + all.length) % all.length;
      [...all].forEach((o, n) => {
        o.setAttribute('aria-selected', n === chosen);
        o.style.cssText = 'padding:4px 12px;cursor:pointer;' + (n === chosen ? 'background:Highlight;color:HighlightText' : '');
      });
      input.setAttribute('aria-activedescendant', all[chosen].id);
      all[chosen].scrollIntoView({ block: 'nearest' });
    };
    input.addEventListener('focus', load);
    input.addEventListener('input', async () => {
      const typed = plain(input.value.trim());
      const all = await load();
      if (plain(input.value.trim()) !== typed) return;
      const hits = typed.length < 2 ? [] : all.filter((s) => plain(s).includes(typed)).slice(0, 8);
      close();
      list.replaceChildren(...hits.map((name, n) => {
        const o = document.createElement('li');
        o.id = id + '-' + n;
        o.setAttribute('role', 'option');
        o.setAttribute('aria-selected', 'false');
        o.style.cssText = 'padding:4px 12px;cursor:pointer';
        o.textContent = name;
        o.addEventListener('mousedown', (e) => {
          e.preventDefault();
          take(name);
        });
        return o;
      }));
      status.textContent = typed.length < 2 ? '' : found(hits.length);
      list.hidden = !hits.length;
      input.setAttribute('aria-expanded', String(hits.length > 0));
    });
    input.addEventListener('keydown', (e) => {
      if (list.hidden) return;
      if (e.key === 'ArrowDown') mark(chosen + 1);
      else if (e.key === 'ArrowUp') mark(chosen < 0 ? -1 : chosen - 1);
      else if (e.key === 'Enter' && chosen >= 0) take(list.children[chosen].textContent);
      else if (e.key === 'Escape') close();
      else return;
      e.preventDefault();
    });
    input.addEventListener('blur', close);
  }
  const start = () => document.querySelectorAll('[data-namedrop]').forEach(attach);
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
  else start();
})();
