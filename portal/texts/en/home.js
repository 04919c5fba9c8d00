/** The first page, help, and lists of claims. */
export default {
  home: {
    title: 'Your continuing education',
    welcome: 'Credit for what you learned',
    welcome_lead:
      'Claim credit for meetings, teleconferences, webinars and online courses. Print your certificate, and follow ' +
      'each credit to ASCP.',
    claim: 'Claim Credits',
    more: 'Learn and find',
    library: 'Library of activities',
    library_about: 'All past and current activities, with search.',
    help: 'Help',
    help_about: 'Common questions, how to reach us, and meetings before 2010.',
    first_time: 'New here?',
    steps: {
      account: 'Create an account with the e-mail that ASCLS and ASCP have for you.',
      claim:
        'Choose the activity and the type of certificate (statement of credit). Evaluate each session you attended.',
      print: 'Check the Credit Summary and print the certificate.',
      follow: 'Follow the credit under “Your credits” until it reaches ASCP.',
    },
    needs_you: { one: '{count} credit needs you', other: '{count} credits need you' },
    all_credits: 'Go to your credits',
    drafts: 'Your drafts',
    completed: 'Completed Credits and Certificates',
    none_completed: 'Nothing yet. Credits appear here once you have printed their certificate.',
    transcript: 'Full transcript',
  },

  drafts: {
    sessions: { one: '{count} session', other: '{count} sessions' },
    credits: { one: '{count} credit', other: '{count} credits' },
    attended: { one: '{count} hour attended', other: '{count} hours attended' },
    changed: 'Changed on {when}',
    reopened: 'Certificate {number} was revoked, and this claim is open again: correct it and print it again.',
  },

  help: {
    title: 'Help',
    lead: 'Most questions about a credit are answered at that credit, under “Your credits”.',
    contact: 'Write to us',
    contact_how: 'Our address:',
    contact_activity: 'For a question about one activity, write to the contact on its page.',
    subject: 'A question about Laurel',
    old: 'Meetings before 2010',
    old_how: 'They cannot be claimed here. Write to us with the title, the year and the name you used then:',
    old_subject: 'Credit for a meeting before 2010',
    asked: 'Common questions',
    questions: {
      missing: {
        question: 'Why is my credit missing at ASCP?',
        answer:
          'Open “Your credits” and choose “Why is a credit missing?”. It answers the four questions for you: whether ' +
          'you are a member, whether enough time has passed, whether your e-mails match, and whether the credit has ' +
          'been reported.',
      },
      time: {
        question: 'How long does it take?',
        answer:
          'Credits are matched every night and usually reach ASCP the same night. If one has not arrived after seven ' +
          'days, “Your credits” shows it, and we look into it.',
      },
      change: {
        question: 'Can I change a claim after printing?',
        answer:
          'No. Printing is final. If something on the certificate is wrong, write to the contact for the activity.',
      },
      code: {
        question: 'My Badge ID or Group ID does not work.',
        answer:
          'Compare it with your badge, or ask the contact person of your site. After five wrong codes, wait an hour ' +
          'or write to the contact for the activity.',
      },
      lost: {
        question: 'Where is my certificate?',
        answer: 'Under “Transcript”. You can download each one again at any time.',
      },
    },
  },
};
