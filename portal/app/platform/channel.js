/**
 * Messages between the tabs of one browser. Without BroadcastChannel the tabs are independent: each signs in by itself,
 * and the API refuses the later of two conflicting changes.
 */

/**
 * A channel that is open. `isShared` says whether other tabs can hear it.
 * @typedef {{say: (message: object) => void, close: () => void, isShared: boolean}} Channel
 */

/**
 * Opens the channel `name`: `heard(message)` is called with messages from other tabs.
 * @param {string} name
 * @param {(message: any) => void} heard
 * @returns {Channel}
 */
export function openChannel(name, heard) {
  const channel = opened(name);
  if (!channel) return { say: () => null, close: () => null, isShared: false };
  channel.addEventListener('message', ({ data }) => heard(data));
  return { say: (message) => channel.postMessage(message), close: () => channel.close(), isShared: true };
}

/**
 * The browser's channel; null where there is none, or where it is blocked together with storage.
 * @param {string} name
 */
function opened(name) {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
