/** The words of the learner's data: a copy of it, and its end. */

export default {
  data: {
    title: 'Your data',
    erase: 'Erase my account',
    erased: 'What is erased',
    kept: 'What must be kept, and why',
    until: 'It is removed by {day}.',
    warning: 'This cannot be undone. Download a copy of your data first.',
    sure: 'Yes, erase the account of {email}.',
    sure_needed: 'Check the box to confirm.',
    submit: 'Erase my account',
    started_title: 'Your account is closed',
    started:
      'You are logged out. Your data is erased within an hour, except for what must be kept. After that you can sign ' +
      'up with the same e-mail address, as a new learner.',
    copy: {
      title: 'A copy of your data',
      about:
        'A ZIP file with your profile, sign-ins, claims, evaluations, certificates, credits, and who changed or saw ' +
        'your data. It takes a few minutes. You get an e-mail when it is ready; you can close this page.',
      ask: 'Make a copy of my data',
      again: 'Make a new copy',
      waiting: 'Your copy is about to be made.',
      making: 'Your copy is being made. Step {step} of {steps}: {part}.',
      counted: 'Your copy is being made. Step {step} of {steps}: {part} ({done} of {total}).',
      parts: {
        profile: 'your profile',
        claims: 'your claims',
        certificates: 'your certificates',
        credits: 'your credits',
        audit: 'who changed or saw your data',
      },
      ready: 'Your copy of {moment} is ready ({size}). Keep it where only you can read it.',
      until: 'It can be downloaded through {day}.',
      download: 'Download the ZIP file',
      failed: 'Your copy could not be made. Ask for it again.',
      kilobytes: '{count} KB',
      megabytes: '{count} MB',
    },
  },
};
