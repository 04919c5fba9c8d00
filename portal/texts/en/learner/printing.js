/** The Credit Summary and printing. */
export default {
  printing: {
    sessions: 'Your sessions',
    day: '{day}: {credits}',
    name_saved: 'Your name is saved.',
    preview: 'Preview the certificate (PDF)',
    preview_about: 'It is marked as a preview on each page, and nothing becomes final.',
    preview_busy: 'Making the preview. This takes a few seconds.',
    preview_done: 'The preview is in your downloads.',
    preview_failed: 'The preview could not be made.',
    progress: 'Progress of printing',
    now: {
      saved: 'Checking that everything is saved',
      report: 'Saving your choice about reporting',
      print: 'Printing the certificate',
    },
    still: '{now}. This can take up to half a minute. Please leave the page open.',
  },
};
