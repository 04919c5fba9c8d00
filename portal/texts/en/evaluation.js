/** The evaluation of a whole activity. */
export default {
  overall: {
    title: 'Evaluate the whole activity',
    why: 'Besides the sessions, the provider asks about the activity as a whole. Staff see the answers without names.',
    save: 'Save and continue',
    left: { one: '{count} answer is needed.', other: '{count} answers are needed.' },
    saved: 'Your evaluation is saved.',
  },
};
