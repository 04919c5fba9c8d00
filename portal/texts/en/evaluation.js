/** The evaluation of a whole activity. */
export default {
  overall: {
    title: 'Evaluate the whole activity',
    why: 'Besides the sessions, the provider asks about the activity as a whole. Staff see the answers without names.',
    save: 'Save and continue',
    saved: 'Your evaluation is saved.',
  },
};
