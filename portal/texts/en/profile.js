/** The profile: names, e-mails, licenses, consent. */
export default {
  profile: {
    title: 'Profile',
    name_title: 'Name on certificates',
    name: 'Name as printed',
    name_hint:
      'In Latin letters or in your own script. When you save, we list any characters that cannot be printed. ' +
      'Certificates already printed do not change.',
    name_example: 'Your name',
    language: 'Language of the name',
    language_by_letters: 'Detect from the letters',
    language_hint: 'It decides how Chinese characters are drawn and how a screen reader says the name.',
    preview: 'Preview of the name on a certificate',
    certifies: 'This certifies that',
    completed: 'has completed this activity',
    save_name: 'Save the name',
    emails: 'Your e-mail in three places',
    emails_why: 'Credits are matched by e-mail. Yours must be the same here, at ASCLS and at ASCP.',
    portal: 'Here (you log in with it)',
    change_email: 'Change it',
    ascls: 'At ASCLS',
    ascp: 'At ASCP',
    save_emails: 'Save the addresses',
    all_same: 'It is the same in all three places',
    same: 'All three are the same. Your credits can be matched.',
    different:
      'They differ. Credits cannot be matched until all three are the same. Change the address at ASCLS, at ASCP or ' +
      'here.',
    unknown: 'Enter the addresses that ASCLS and ASCP have, so that we can warn you when they differ.',
    former: 'Your earlier addresses: {emails}. Credits under them are yours too.',
    not_yours:
      'Another account has already verified this address, so we show you nothing under it. Write to us so we can ' +
      'sort out who owns it.',
    profession: 'Profession and licenses',
    physician: 'Are you a physician?',
    physician_hint: 'AMA PRA Category 1 Credit™ is for physicians only.',
    credits: 'Your credits',
    notices: 'E-mail me about my credits',
    notices_about: 'When a credit is stuck or late, and once a week about accepted credits.',
    paper: 'Paper',
    paper_which: 'Paper size of your certificates',
    papers: { letter: 'US Letter', a4: 'A4' },
    sign_in: 'Signing in',
    sign_in_about: 'The address you log in with, your password, and an authenticator app.',
    sign_in_link: 'Change how you log in',
  },

  licenses: {
    title: 'Licenses',
    why: 'The certificates of some states show your license number.',
    item: '{state}: {number}',
    state: 'State',
    number: 'License number',
    profession: 'Profession',
    add: 'Add the license',
    remove: 'Remove',
    removed: 'The license was removed.',
  },

  consent: {
    legend: 'Are your credits reported to ASCLS and ASCP?',
    now_yes: 'Now they are reported, since {when}.',
    now_no: 'Now they are not reported.',
    hint:
      'Your answer applies to all credits that you claim here. You can change it in your profile until a credit is ' +
      'sent. Credits that a provider reports are sent under that provider’s agreement, whatever you choose here.',
    yes: 'Report my credits to ASCLS and ASCP',
    yes_about:
      'We send your name, your e-mail address and the credit to ASCLS and ASCP, including credits held back until now.',
    no: 'Do not report my credits',
    no_about: 'Credits that were not sent yet stay here. You can enter them at ASCP yourself.',
    needed: 'Choose whether your credits are reported.',
    save: 'Save this choice',
  },
};
