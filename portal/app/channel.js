/**
 * What the tabs of one browser tell each other. A browser without BroadcastChannel has tabs that know nothing of each
 * other: each is signed in by itself, and the API says when another one was first.
 */

/** Opens the channel `name`: `heard(message)` is called for what other tabs say. Gives `{say, close, isShared}`. */
export function openChannel(name, heard) {
  if (typeof BroadcastChannel !== 'function') return { say: () => null, close: () => null, isShared: false };
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }) => heard(data));
  return { say: (message) => channel.postMessage(message), close: () => channel.close(), isShared: true };
}
