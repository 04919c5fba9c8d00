/*
 * What runs before the modules: finds the language of the pages and has its words fetched with the modules; says when
 * this browser is too old for the portal, or when the portal could not be loaded. Written for browsers without modules;
 * the sentences are in index.html.
 */
(function () {
  'use strict';

  // The languages of `texts/`, as `app/frame/language.js` knows them.
  var tags = { en: 'en-US', es: 'es-US' };

  function kept(key) {
    try {
      return sessionStorage.getItem(key) || '';
    } catch (_error) {
      return '';
    }
  }

  function codeOf(tag) {
    return String(tag).slice(0, 2).toLowerCase();
  }

  function fetchSoon(name) {
    var link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = ['/texts/', spoken, name, '.js'].join('');
    document.head.appendChild(link);
  }

  var session = kept('laurel.session');
  var chosen = /"language":"(\w+)"/.exec(session);
  var wanted = [chosen ? chosen[1] : '', kept('laurel.language')].concat(navigator.languages || navigator.language);
  var spoken = wanted.map(codeOf).concat('en').filter(Object.prototype.hasOwnProperty, tags)[0];
  var isFirst = location.pathname === '/' && !session;

  document.documentElement.lang = tags[spoken];
  if (isFirst) document.documentElement.className = 'first-page';
  ['', '/common', '/problems'].concat(isFirst ? [] : ['/claims', '/credits']).forEach(fetchSoon);
})();

(function () {
  'use strict';

  function show(id) {
    var place = document.getElementById(id);
    if (place) place.hidden = false;
  }

  // Safari 14, Chrome 86, Edge 86 and Firefox 78 have these; what else the portal uses is as old.
  var known =
    window.Promise &&
    Promise.allSettled &&
    window.AbortController &&
    window.URLSearchParams &&
    window.Intl &&
    Intl.PluralRules &&
    Object.fromEntries &&
    Element.prototype.replaceChildren &&
    'noModule' in document.createElement('script');
  if (!known) {
    document.addEventListener('DOMContentLoaded', function () {
      show('too-old');
    });
    return;
  }
  window.addEventListener(
    'error',
    function (event) {
      if (event.target && event.target.tagName === 'SCRIPT') show('not-loaded');
    },
    true,
  );
})();
