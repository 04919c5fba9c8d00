/*
 * Says when this browser is too old for the portal, or when the portal could not be loaded. Written for browsers
 * without modules; the sentences are in index.html.
 */
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
