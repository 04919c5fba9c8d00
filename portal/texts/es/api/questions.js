/** Las cuatro preguntas sobre un crédito, y sus respuestas, como las escribe la API. */

/** @type {[english: string, spanish: string][]} */
export default [
  ['The credit was matched to your ASCLS membership.', 'El crédito se asignó a su membresía de ASCLS.'],
  [
    'The ASCLS roster lists an active member with this address.',
    'La lista de miembros de ASCLS tiene un miembro activo con esta dirección.',
  ],
  [
    'More than one member on the ASCLS roster has this address, so we cannot tell which of them' + ' you are.',
    'Más de un miembro de la lista de ASCLS tiene esta dirección, así que no podemos saber cuál' +
      ' de ellos es usted.',
  ],
  [
    'Ask ASCLS to record a separate address for each of you, or write to us with your member ' + 'number.',
    'Pida a ASCLS que anote una dirección distinta para cada uno, o escríbanos con su número de' + ' miembro.',
  ],
  [
    'The ASCLS roster has this address, but the membership has lapsed.',
    'La lista de miembros de ASCLS tiene esta dirección, pero la membresía venció.',
  ],
  ['Renew your ASCLS membership.', 'Renueve su membresía de ASCLS.'],
  ['Nobody on the ASCLS roster has this address.', 'Nadie en la lista de miembros de ASCLS tiene esta dirección.'],
  [
    'If you are not a member, join ASCLS. If you are: ask ASCLS to add your address to your ' +
      'membership record, or change your e-mail here to the one ASCLS has.',
    'Si no es miembro, afíliese a ASCLS. Si lo es, pida a ASCLS que agregue su dirección a su ' +
      'membresía, o cambie aquí su correo electrónico por el que tiene ASCLS.',
  ],
  [
    'Nobody on the ASCLS roster has an address that you verified here. Your profile names ' +
      'another address at ASCLS. We say whether that one is on the roster only after you verify ' +
      'it here.',
    'Nadie en la lista de miembros de ASCLS tiene una dirección que usted haya verificado aquí.' +
      ' Su perfil indica otra dirección en ASCLS. Solo decimos si esa está en la lista después de' +
      ' que la verifique aquí.',
  ],
  [
    'Ask ASCLS to add your address to your membership record, or change your e-mail here to the' + ' one ASCLS has.',
    'Pida a ASCLS que agregue su dirección a su membresía, o cambie aquí su correo electrónico ' +
      'por el que tiene ASCLS.',
  ],
  [
    'Another account here has already verified the address that you sign in with, so you do not' + ' see its credits.',
    'Otra cuenta ya verificó aquí la dirección con la que usted inicia sesión, así que no ve ' + 'sus créditos.',
  ],
  [
    'If both accounts are yours, or if the address was reassigned to you, write to us.',
    'Si ambas cuentas son suyas, o si ahora la dirección es de usted, escríbanos.',
  ],
  [
    'The address that you sign in with cannot be matched: it has a character that e-mail ' + 'addresses cannot have.',
    'La dirección con la que inicia sesión no se puede usar para asignar créditos: tiene un ' +
      'carácter que las direcciones de correo electrónico no pueden tener.',
  ],
  ['Change the address that you log in with.', 'Cambie la dirección con la que inicia sesión.'],
  ['ASCLS has not sent us a roster yet.', 'ASCLS todavía no nos ha enviado una lista de miembros.'],
  [
    'Credit from elsewhere appears here once its provider has sent it with an address that you verified.',
    'Los créditos de otros lugares aparecen aquí cuando su proveedor los ha enviado con una ' +
      'dirección que usted verificó.',
  ],
  ['We cannot tell of a credit that we do not have.', 'No podemos saberlo de un crédito que no tenemos.'],
  ['The provider may still send it. We do not know when.', 'El proveedor todavía puede enviarlo. No sabemos cuándo.'],
  [
    'Ask the provider if it has sent the credit, and with which e-mail address of yours.',
    'Pregunte al proveedor si envió el crédito y con qué dirección de correo electrónico suya.',
  ],
  ['The credit arrived and has not been matched yet.', 'El crédito llegó y todavía no se ha asignado.'],
  ['Wait a few minutes.', 'Espere unos minutos.'],
  ['The credit gets your current address automatically.', 'El crédito recibe su dirección actual automáticamente.'],
  ['Wait until then.', 'Espere hasta entonces.'],
  [
    'Credits reach ASCP through ASCLS within seven days, and these have not passed yet.',
    'Los créditos llegan a ASCP por medio de ASCLS en siete días, y estos aún no han pasado.',
  ],
  [
    'Seven days have passed and ASCP has not answered. The credit is late, and we are looking ' + 'into it.',
    'Han pasado siete días y ASCP no ha respondido. El crédito está retrasado y lo estamos ' + 'investigando.',
  ],
  [
    'There is nothing to do: it is not lost. If you cannot wait, write to us before you enter ' + 'it by hand at ASCP.',
    'No hay nada que hacer: no se ha perdido. Si no puede esperar, escríbanos antes de ' +
      'registrarlo a mano en ASCP.',
  ],
  [
    'There is nothing to wait for: ASCP has the credit and gave a receipt.',
    'No hay nada que esperar: ASCP tiene el crédito y dio un recibo.',
  ],
  ['ASCP has answered and refused the credit.', 'ASCP respondió y rechazó el crédito.'],
  [
    "ASCP's system could not read the credit, so ASCP has not decided about it. We have tried " + 'more than once.',
    'El sistema de ASCP no pudo leer el crédito, así que ASCP no ha decidido sobre él. Lo hemos' +
      ' intentado más de una vez.',
  ],
  [
    'Try again. If that does not help, enter it by hand at ASCP, or write to us.',
    'Inténtelo de nuevo. Si eso no ayuda, regístrelo a mano en ASCP o escríbanos.',
  ],
  [
    'The credit goes on once it is matched to a member of ASCLS. Then the seven days start.',
    'El crédito sigue cuando se asigna a un miembro de ASCLS. Entonces empiezan los siete días.',
  ],
  [
    'Credit of this type is not reported to ASCP, however long you wait.',
    'Los créditos de este tipo no se comunican a ASCP, por mucho que espere.',
  ],
  [
    'It looks like another credit that we have: the same activity, date and hours. It is held ' + 'here.',
    'Se parece a otro crédito que tenemos: la misma actividad, fecha y horas. Está retenido ' + 'aquí.',
  ],
  [
    'If you took part twice, or if the other credit was refused or withdrawn, write to us.',
    'Si participó dos veces, o si el otro crédito se rechazó o se retiró, escríbanos.',
  ],
  [
    'The credit is on hold here: for its address, nobody has agreed to reporting.',
    'El crédito está retenido aquí: nadie ha aceptado que se comunique con su dirección.',
  ],
  [
    'In your profile, choose to have your credits reported, and save. If you did that already, ' +
      'write to us: the address of the credit may belong to another account.',
    'En su perfil, elija que se comuniquen sus créditos y guarde. Si ya lo hizo, escríbanos: la' +
      ' dirección del crédito puede ser de otra cuenta.',
  ],
  [
    'You agreed to reporting, but you have no e-mail address here with which the credit can be ' + 'sent.',
    'Usted aceptó que se comunique, pero no tiene aquí una dirección de correo electrónico con ' +
      'la que se pueda enviar el crédito.',
  ],
  [
    'See the address in your profile. Change it if it cannot be used, or write to us if another' + ' account has it.',
    'Vea la dirección en su perfil. Cámbiela si no se puede usar, o escríbanos si la tiene otra' + ' cuenta.',
  ],
  ['The credit was withdrawn, so it is not sent to ASCP.', 'El crédito se retiró, así que no se envía a ASCP.'],
  ['The address is the same here, at ASCLS and at ASCP.', 'La dirección es la misma aquí, en ASCLS y en ASCP.'],
  [
    'The credit still has an address that you had before.',
    'El crédito todavía tiene una dirección que usted tenía antes.',
  ],
  [
    'According to your profile, ASCLS has another address for you.',
    'Según su perfil, ASCLS tiene otra dirección de usted.',
  ],
  ['The address is not on the ASCLS roster.', 'La dirección no está en la lista de miembros de ASCLS.'],
  [
    'We do not know which address ASCLS has for you: ASCLS has not sent us a roster yet.',
    'No sabemos qué dirección tiene ASCLS de usted: ASCLS todavía no nos ha enviado una lista ' + 'de miembros.',
  ],
  [
    'According to your profile, ASCP has another address for you.',
    'Según su perfil, ASCP tiene otra dirección de usted.',
  ],
  [
    'Add your address to your ASCP account, or change your e-mail here to the one that ASCP ' + 'has.',
    'Agregue su dirección a su cuenta de ASCP, o cambie aquí su correo electrónico por el que ' + 'tiene ASCP.',
  ],
  ['ASCP answered that it has no one with this address.', 'ASCP respondió que no tiene a nadie con esta dirección.'],
  [
    'Enter your ASCP customer ID in your profile. ASCP then finds you whatever your address is,' +
      ' and refused credits are sent again. Or add your address to your ASCP account, or change ' +
      'your e-mail here to the one that ASCP has, and try again.',
    'Escriba en su perfil su número de cliente de ASCP. Así ASCP lo encuentra con cualquier ' +
      'dirección, y los créditos rechazados se envían de nuevo. O agregue su dirección a su ' +
      'cuenta de ASCP, o cambie aquí su correo electrónico por el que tiene ASCP, e inténtelo de ' +
      'nuevo.',
  ],
  [
    'ASCP answered that it has no one with this address, nor with the ASCP customer ID that we ' + 'sent.',
    'ASCP respondió que no tiene a nadie con esta dirección ni con el número de cliente de ASCP' + ' que enviamos.',
  ],
  [
    'Compare the ID in your profile with the one in your ASCP account, and correct it. ASCP ' +
      'then finds you whatever your address is, and refused credits are sent again.',
    'Compare el número de su perfil con el de su cuenta de ASCP y corríjalo. Así ASCP lo ' +
      'encuentra con cualquier dirección, y los créditos rechazados se envían de nuevo.',
  ],
  [
    'ASCP answered that the ASCP customer ID that we sent belongs to another name or another ' + 'address.',
    'ASCP respondió que el número de cliente de ASCP que enviamos corresponde a otro nombre o a' + ' otra dirección.',
  ],
  [
    'Compare the ID in your profile with the one in your ASCP account, and correct it. ASCP ' +
      'then finds you whatever your address is, and refused credits are sent again. If it is ' +
      'right, compare your name at ASCP.',
    'Compare el número de su perfil con el de su cuenta de ASCP y corríjalo. Así ASCP lo ' +
      'encuentra con cualquier dirección, y los créditos rechazados se envían de nuevo. Si es ' +
      'correcto, compare su nombre en ASCP.',
  ],
  [
    'We do not know which address ASCP has for you: none of its answers has shown it yet.',
    'No sabemos qué dirección tiene ASCP de usted: ninguna de sus respuestas la ha mostrado ' + 'todavía.',
  ],
  [
    'Look up the address in your ASCP account, and enter it in your profile here.',
    'Busque la dirección en su cuenta de ASCP y escríbala aquí en su perfil.',
  ],
  [
    'Laurel has not received the credit, so it cannot pass it on.',
    'Laurel no ha recibido el crédito, así que no puede transmitirlo.',
  ],
  [
    'It was not matched with your former address, and is matched again with your current one.',
    'No se asignó con su dirección anterior, y se asigna de nuevo con la actual.',
  ],
  ['It has reached the CE Organizer of ASCLS.', 'Llegó al CE Organizer de ASCLS.'],
  ['It arrived and waits to be matched to an ASCLS member.', 'Llegó y espera a que se asigne a un miembro de ASCLS.'],
  [
    'It was not matched before, but it can be with the current roster.',
    'Antes no se asignó, pero ahora se puede con la lista de miembros actual.',
  ],
  [
    'Try again: the credit is matched within minutes, or in the next nightly run.',
    'Inténtelo de nuevo: el crédito se asigna en unos minutos o en la próxima ejecución ' + 'nocturna.',
  ],
  [
    'It was not matched to an ASCLS member, so it has not reached the CE Organizer of ASCLS.',
    'No se asignó a un miembro de ASCLS, así que no ha llegado al CE Organizer de ASCLS.',
  ],
  ['You can always enter it by hand at ASCP.', 'Siempre puede registrarlo a mano en ASCP.'],
  [
    'Credit of this type is not reported to ASCP. It stays in your records here.',
    'Los créditos de este tipo no se comunican a ASCP. Se quedan aquí, en su historial.',
  ],
  ['If you want ASCP to count it, enter it there by hand.', 'Si quiere que ASCP lo cuente, regístrelo allí a mano.'],
  ['It was withdrawn before it got there.', 'Se retiró antes de llegar.'],
  ['Does ASCLS list me as a member?', '¿Figuro como miembro en ASCLS?'],
  ['Do I only have to wait?', '¿Solo tengo que esperar?'],
  [
    'Do ASCLS and ASCP find me by the address that I use here?',
    '¿Me encuentran ASCLS y ASCP por la dirección que uso aquí?',
  ],
  ['Has the credit reached the CE Organizer of ASCLS?', '¿Llegó el crédito al CE Organizer de ASCLS?'],
  ['Nothing more happens automatically.', 'No pasa nada más automáticamente.'],
  [
    'This happens within minutes, or in the next nightly run.',
    'Esto ocurre en unos minutos o en la próxima ejecución nocturna.',
  ],
  ['The next nightly run picks it up.', 'La próxima ejecución nocturna se ocupa de él.'],
  [
    'The first nightly run after ASCLS sends us the changed roster picks it up.',
    'Se ocupa de él la primera ejecución nocturna después de que ASCLS nos envíe la lista ' + 'cambiada.',
  ],
  ['It is sent on to ASCP, which may take up to seven days.', 'Se envía a ASCP, lo que puede tardar hasta siete días.'],
  [
    'It is late and we are looking into it. We keep trying to reach ASCP, and try again every ' + 'night.',
    'Está retrasado y lo estamos investigando. Seguimos tratando de comunicarnos con ASCP, y lo' +
      ' intentamos de nuevo cada noche.',
  ],
];
