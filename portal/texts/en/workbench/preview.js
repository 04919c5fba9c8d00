/** A draft as learners would see it, and the certificate that it would print. */
export default {
  preview: {
    of: 'Preview of “{title}”',
    note: 'This is how learners would see it once it is published. Nothing of it is public yet.',
    published: 'There is no draft. This is the published activity, as learners see it.',
    certificate: 'Certificate, as it would print',
    certificate_about:
      'For a learner who claims all that one may. It says “Preview” on each page, has no name and no number, and is ' +
      'stored nowhere.',
    download: 'Certificate for {kind} (PDF)',
    page: 'Page of the activity',
    claim: 'Here learners begin their claim.',
    window: 'Claims are open from {from} until {until}.',
    steps: 'The steps of a claim',
    steps_about: 'Open a step to see what a learner reads and answers there. You can try it: nothing is saved.',
    for_sessions: {
      one: 'The evaluation of {count} session',
      other: 'The evaluation of each of {count} sessions',
    },
    end: 'Then the learner sees all that is claimed, confirms the attendance, and prints the certificate.',
    incomplete: 'Some things must be fixed before it can be shown',
    incomplete_about: 'Go back to the form and save the draft: each problem is shown at its field.',
  },
};
