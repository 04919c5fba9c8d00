/** Unsaved sessions in other tabs of this browser: a certificate that is printed here would not include them. */

import { openChannel } from '../platform/channel.js';
import { titlesOf } from './unsaved.js';

/** @import { Channel } from '../platform/channel.js' */

const NAME = 'laurel.unsaved';
const PATIENCE = 300; // milliseconds
// A tab hears its own channels too.
const TAB = String(Math.random());

/** @type {Channel | null} */
let answering = null;

/** From now on this tab tells others that ask which sessions of a claim wait here. */
export function answerOtherTabs() {
  if (answering) return;
  answering = openChannel(NAME, ({ asks, tab }) => {
    const titles = asks && tab !== TAB ? titlesOf(asks) : [];
    if (titles.length) answering?.say({ waits: asks, titles, tab: TAB });
  });
}

/**
 * The titles of the sessions of this claim that wait in another tab; none if no tab answers within a moment.
 * @param {string} claimId
 * @returns {Promise<string[]>}
 */
export function waitingElsewhere(claimId) {
  return new Promise((settle) => {
    /** @param {string[]} titles */
    const end = (titles) => {
      clearTimeout(timer);
      asking.close();
      settle(titles);
    };
    const asking = openChannel(NAME, ({ waits, titles, tab }) => {
      if (waits === claimId && tab !== TAB) end(titles);
    });
    const timer = setTimeout(() => end([]), asking.isShared ? PATIENCE : 0);
    asking.say({ asks: claimId, tab: TAB });
  });
}
