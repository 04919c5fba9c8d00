/** The page with help and contact. */
export default {
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
          'Open “Your credits” and choose “Where is my credit?”. It says in one sentence where the credit is and ' +
          'what to do, with a picture of its way from you through Laurel and ASCLS to ASCP.',
      },
      time: {
        question: 'How long does it take?',
        answer:
          'Credits are matched when they arrive, or in the following night at the latest. They usually reach ASCP ' +
          'within minutes of that. If one has not arrived after seven days, “Your credits” shows it, and we look ' +
          'into it.',
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
