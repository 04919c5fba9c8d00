/** Builds elements. Text is only ever set as text, so that nobody's input can become markup. */

const SAFE_LINK = /^(?:https?:|mailto:|otpauth:|\/(?!\/)|#|\?)/i;

/**
 * An element: `h('p', {class: 'hint'}, 'Some text', otherElement)`.
 * Attributes that are functions become listeners, true and false switch an attribute on and off,
 * null, undefined and false children are ignored.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) set(element, name, value);
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
  else if (name === 'value' || name === 'checked') element[name] = value;
  else if (name === 'href' && !SAFE_LINK.test(value)) element.setAttribute('data-refused-link', '');
  else element.setAttribute(name, value === true ? '' : value);
}

/** A fragment of several nodes. */
export function group(...children) {
  const fragment = document.createDocumentFragment();
  fragment.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return fragment;
}

/** Replaces the content of `element` with `children`. */
export function fill(element, ...children) {
  element.replaceChildren(group(...children));
  return element;
}

let counter = 0;

/** A unique element id. */
export function newId(name = 'x') {
  counter += 1;
  return `${name}-${counter}`;
}
