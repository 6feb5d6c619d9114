(function () {
  var w = window, d = document, n = navigator, s = d.currentScript, last
  if (!s || n.doNotTrack == '1' || w.doNotTrack == '1' || n.globalPrivacyControl) return
  var to = s.src.replace(/tag\.js.*$/, 'collect')
  var feed = new URL(s.src).searchParams.get('f') || s.getAttribute('data-feed')

  function send(referrer) {
    var l = location, q = new URLSearchParams(l.search), extra = /^(utm_.+|gclid|msclkid|fbclid|[gw]braid|ttclid|twclid|li_fat_id)$/
    if (l.pathname === last) return
    last = l.pathname
    var hit = { f: feed, p: last.slice(0, 500), r: referrer, s: (q.get('utm_source') || '').slice(0, 99), m: (q.get('utm_medium') || '').slice(0, 99) }
    q.forEach(function (v, k) {
      if (v && extra.test(k)) hit.x = 1
      if (k === 'nd-team') hit.t = 1
    })
    hit = JSON.stringify(hit)
    if (!n.sendBeacon || !n.sendBeacon(to, hit)) fetch(to, { method: 'POST', body: hit, mode: 'no-cors', credentials: 'omit', keepalive: true })
  }

  function first() {
    var host = ''
    try { host = new URL(d.referrer).hostname } catch (e) {}
    send(host)
  }

  function moved() { send(location.hostname) }

  ;['pushState', 'replaceState'].forEach(function (name) {
    var original = history[name]
    history[name] = function () {
      original.apply(this, arguments)
      moved()
    }
  })
  w.addEventListener('popstate', moved)
  w.addEventListener('pageshow', function (e) {
    if (!e.persisted) return
    last = null // a page that the browser kept is shown again
    moved()
  })
  if (d.prerendering) d.addEventListener('prerenderingchange', first, { once: true })
  else first()
})()
