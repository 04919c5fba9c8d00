/*
 * What runs before the modules: finds the language of the pages; has its words, and the modules of the pages that most
 * visits begin with, fetched with the first modules; asks the API for what the home page of a learner shows; says when
 * this browser is too old for the portal, or when the portal could not be loaded. Written for browsers without modules;
 * the sentences are in index.html.
 */
(function (asked) {
  'use strict';

  // `app/platform/api.js` takes these answers, those of the learner with the same token alone. Whoever did nothing for
  // as long as the shorter idle limit may be logged out: the modules ask for them.
  function ask(session) {
    var now = Date.now();
    if (session.until - 60000 < now || (session.active || now) + 300000 < now) return;
    window.laurelAsked = { id: session.id, at: now, answers: {} };
    asked.forEach(function (path) {
      var open = path === '/v1/statements';
      var headers = { Accept: 'application/json' };
      if (!open) headers.Authorization = ['Bearer', session.id].join(' ');
      var ends = new AbortController();
      setTimeout(ends.abort.bind(ends), 30000);
      var how = { headers: headers, cache: open ? 'default' : 'no-store', credentials: 'omit', signal: ends.signal };
      var answer = fetch(path, how);
      answer.catch(Boolean); // whoever takes it hears of it
      window.laurelAsked.answers[path] = answer;
    });
  }

  try {
    if (location.pathname === '/') ask(JSON.parse(sessionStorage.getItem('laurel.session')));
  } catch (_error) {
    // Nobody is signed in, or this browser cannot do it: the modules find out.
  }
})(['/v1/transcript', '/v1/organizer?phase=needs_you&limit=50', '/v1/me/progress', '/v1/statements']);

(function (home, rings, sessions, spanish) {
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

  function fetchSoon(start, style) {
    return function (name) {
      var link = document.createElement('link');
      link.rel = style ? 'preload' : 'modulepreload';
      if (style) link.as = 'style';
      link.href = [start, name, style || '.js'].join('');
      document.head.appendChild(link);
    };
  }

  var session = kept('laurel.session');
  var chosen = /"language":"(\w+)"/.exec(session);
  var wanted = [chosen ? chosen[1] : '', kept('laurel.language')].concat(navigator.languages || navigator.language);
  var spoken = wanted.map(codeOf).concat('en').filter(Object.prototype.hasOwnProperty, tags)[0];
  var isHome = location.pathname === '/';
  var isFirst = isHome && !session;
  var isSessions = /^\/claims\/[^/]+\/sessions$/.test(location.pathname);

  document.documentElement.lang = tags[spoken];
  if (isFirst) document.documentElement.className = 'first-page';
  ['', '/common', '/problems']
    .concat(isFirst ? [] : ['/claims', '/credits'])
    .concat(isHome && session ? '/learner/progress' : [])
    .concat(isSessions ? '/learner/program' : [])
    .concat(spoken === 'es' && !isFirst ? spanish : [])
    .forEach(fetchSoon(['/texts/', spoken].join('')));
  (isHome ? home : [])
    .concat(isHome && session ? rings : [])
    .concat(isSessions ? sessions : [])
    .forEach(fetchSoon('/app/'));
  (isSessions ? ['sessions', 'timetable'] : []).forEach(fetchSoon('/styles/', '.css'));

  // The first format of dates costs a phone a tenth of a second, which it has while the modules are on the way.
  function prepareDates() {
    var how = { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' };
    new Intl.DateTimeFormat(tags[spoken], how).format(0);
  }
  if (!isFirst && window.Intl) setTimeout(prepareDates);
})(
  // What these pages import and the document does not preload: a browser finds it one level after another.
  /* home */ ['claim/claim_lines', 'credits/credits', 'pages/home'],
  /* rings */ ['progress/home_rings', 'progress/ring'],
  /* sessions */ [
    'claim/changes',
    'claim/claim_saver',
    'claim/claim_sender',
    'claim/load',
    'claim/other_tabs',
    'claim/program/day_tabs',
    'claim/program/in_a_row',
    'claim/program/marks',
    'claim/program/program',
    'claim/program/program_view',
    'claim/program/slots',
    'claim/program/totals_bar',
    'claim/sessions/by_day',
    'claim/sessions/carried_answers',
    'claim/sessions/conflict_box',
    'claim/sessions/evaluation',
    'claim/sessions/fit',
    'claim/sessions/session_filter',
    'claim/sessions/session_panel',
    'claim/sessions/session_row',
    'claim/steps',
    'elements/forms',
    'frame/style_sheets',
    'pages/claim/sessions',
    'platform/limits',
  ],
  /* spanish */ ['/api', '/api/questions', '/api/reasons', '/api/rules', '/api/where']
);

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
    true
  );
})();
