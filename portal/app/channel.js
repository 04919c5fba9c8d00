/**
 * What the tabs of one browser tell each other. Browsers without BroadcastChannel hear it by way of localStorage, which
 * never gets to hold a secret: there each tab is signed in by itself.
 */

const PREFIX = 'laurel.channel.';

/** Opens the channel `name`: `heard(message)` is called for what other tabs say. Gives `{say, close, isPrivate}`. */
export function openChannel(name, heard) {
  return typeof BroadcastChannel === 'function' ? broadcast(name, heard) : byStorage(name, heard);
}

function broadcast(name, heard) {
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }) => heard(data));
  return { say: (message) => channel.postMessage(message), close: () => channel.close(), isPrivate: true };
}

function byStorage(name, heard) {
  const key = PREFIX + name;
  const listen = (event) => {
    if (event.key === key && event.newValue) heard(JSON.parse(event.newValue).message);
  };
  addEventListener('storage', listen);
  const say = (message) => {
    if (message.tokens) return;
    try {
      localStorage.setItem(key, JSON.stringify({ message, at: Date.now() }));
      localStorage.removeItem(key);
    } catch {
      // Storage is blocked: the other tabs find out when they next ask the API.
    }
  };
  return { say, close: () => removeEventListener('storage', listen), isPrivate: false };
}
